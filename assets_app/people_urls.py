"""Who belongs to a business, invitations, and who did what: a part of `urls.py`."""

from django.urls import path

from assets_app.views import activity, invitations, members

urlpatterns = [
    path("activity/", activity.activity_list, name="activity-list"),
    path("people/", members.member_list, name="member-list"),
    path("people/invite/", invitations.invitation_create, name="invitation-create"),
    path("people/<int:pk>/", members.member_detail, name="member-detail"),
    path("people/<int:pk>/role/", members.member_role, name="member-role"),
    path("people/<int:pk>/remove/", members.member_remove, name="member-remove"),
    path("people/<int:pk>/erase/", members.member_erase, name="member-erase"),
    path("invitations/<int:pk>/renew/", invitations.invitation_renew, name="invitation-renew"),
    path("invitations/<int:pk>/withdraw/", invitations.invitation_withdraw, name="invitation-withdraw"),
]
