"""A person's own pages: signing in and out, passwords, the second step. allauth's views under Galley's addresses."""

from allauth.account import views as account
from allauth.mfa.base import views as second_step
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from django.urls import path, re_path

from assets_app.views.account import (
    account_detail,
    key_sign_in,
    mail_list,
    mfa_reauthenticate_webauthn,
    session_end,
    session_end_all,
    session_end_others,
)
from assets_app.views.invitations import invitation_accept

urlpatterns = [
    path("", account_detail, name="account-detail"),
    path("sessions/<int:pk>/end/", session_end, name="session-end"),
    path("sessions/end-others/", session_end_others, name="session-end-others"),
    path("sessions/end-all/", session_end_all, name="session-end-all"),
    path("invitations/<str:token>/", invitation_accept, name="invitation-accept"),
    path("mail/", mail_list, name="mail-list"),
    path("login/", account.login, name="account_login"),
    path("login/key/", key_sign_in, name="key-sign-in"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("again/", account.reauthenticate, name="account_reauthenticate"),
    path("password/", account.password_change, name="account_change_password"),
    path("password/forgotten/", account.password_reset, name="account_reset_password"),
    path("password/forgotten/sent/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("password/new/done/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("second-step/", second_step.index, name="mfa_index"),
    path("second-step/code/", second_step.authenticate, name="mfa_authenticate"),
    path("second-step/again/", second_step.reauthenticate, name="mfa_reauthenticate"),
    path("second-step/on/", totp.activate_totp, name="mfa_activate_totp"),
    path("second-step/off/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("second-step/keys/", keys.list_webauthn, name="mfa_list_webauthn"),
    path("second-step/keys/add/", keys.add_webauthn, name="mfa_add_webauthn"),
    path("second-step/keys/again/", mfa_reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("second-step/keys/<int:pk>/remove/", keys.remove_webauthn, name="mfa_remove_webauthn"),
    path("second-step/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("second-step/codes/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
]
