"""A person's own pages: what protects the account, where it is signed in; and the mails of the demo."""

from allauth.account.utils import get_next_redirect_url
from allauth.mfa.utils import is_mfa_enabled
from allauth.mfa.webauthn.views import LoginWebAuthnView, ReauthenticateWebAuthnView
from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from assets_app.access import open_view, signed_in_view
from assets_app.mailbox import Mailbox
from assets_app.models import Business
from assets_app.services import sessions


@signed_in_view()
def account_detail(request):
    context = {
        "has_second_step": is_mfa_enabled(request.user),
        "sessions": sessions.of(request.user),
        "session_key": request.session.session_key,
        "businesses": Business.objects.of_user(request.user),
    }
    return render(request, "account/account_detail.html", context)


@signed_in_view("POST")
def session_end(request, pk):
    if not sessions.end(user=request.user, pk=pk):
        raise Http404("No such session.")
    messages.success(request, "The session has ended.")
    return redirect("account-detail")


@signed_in_view("POST")
def session_end_others(request):
    sessions.end_others(user=request.user, keep=request.session.session_key)
    messages.success(request, "You are signed in here only.")
    return redirect("account-detail")


@signed_in_view("POST")
def session_end_all(request):
    sessions.end_others(user=request.user, keep="")
    logout(request)
    return redirect("account_login")


class KeySignIn(LoginWebAuthnView):
    """Leads to where the person wanted to go. A refusal is told on the page of sign-in."""

    def form_valid(self, form):
        answer = super().form_valid(form)
        wanted = get_next_redirect_url(self.request)
        return redirect(wanted) if wanted and self.request.user.is_authenticated else answer

    def form_invalid(self, form):
        wanted = get_next_redirect_url(self.request)
        return redirect(
            f"{reverse('account_login')}?{urlencode({'key': 'refused'} | ({'next': wanted} if wanted else {}))}"
        )


class KeyAgain(ReauthenticateWebAuthnView):
    """A refusal stays on the page."""

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form))


@open_view("GET", "HEAD", "POST")
def key_sign_in(request):
    """Sign-in with a passkey alone: what to ask of it, as JSON, and what it said."""
    return KeySignIn.as_view()(request)


@signed_in_view("GET", "HEAD", "POST")
def mfa_reauthenticate_webauthn(request):
    """The key once more before a change of the account. allauth knows this address by its name."""
    return KeyAgain.as_view()(request)


@open_view()
def mail_list(request):
    """What Galley mailed in the demo, newest first. Elsewhere this page does not exist."""
    box = Mailbox.of_demo()
    if box is None:
        raise Http404("Mail goes to people.")
    return render(request, "account/mail_list.html", {"mails": box.newest(50), "total": box.count()})
