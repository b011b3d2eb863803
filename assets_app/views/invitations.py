"""Inviting people, and taking an invitation up."""

from django.contrib import messages
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from assets_app.access import member_view, open_view
from assets_app.forms.people import InvitationAcceptForm, InvitationForm
from assets_app.models import Invitation
from assets_app.services import invitations
from assets_app.services.refusal import Refused
from assets_app.views.members import people

BACKEND = "assets_app.sign_in.PasswordBackend"


@member_view("member.edit", "POST")
def invitation_create(request):
    form = InvitationForm(request.POST)
    if form.is_valid():
        try:
            invitation, link = invitations.invite(
                business=request.member.business, by=request.member, **form.cleaned_data
            )
        except Refused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            return _shown_once(request, invitation, link)
    return render(request, "assets/member_list.html", people(request, form), status=422)


@member_view("member.edit", "POST")
def invitation_renew(request, pk):
    invitation = get_object_or_404(Invitation.objects.visible_to(request.member).open(), pk=pk)
    try:
        link = invitations.renew(invitation=invitation, by=request.member)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("assets:member-list", slug=request.member.business.slug)
    return _shown_once(request, invitation, link)


def _shown_once(request, invitation, link):
    """The only answer that holds the link; a reload asks for nothing again, since a second invitation is refused."""
    invitations.mail_link(invitation=invitation, link=link, by=request.member)
    invitation.refresh_from_db()
    context = people(request, link=link) | {"invited": invitation}
    return render(request, "assets/member_list.html", context)


@member_view("member.edit", "POST")
def invitation_withdraw(request, pk):
    invitation = get_object_or_404(Invitation.objects.visible_to(request.member).open(), pk=pk)
    invitations.withdraw(invitation=invitation, by=request.member)
    messages.success(request, "The invitation is taken back. Its link opens nothing.")
    return redirect("assets:member-list", slug=request.member.business.slug)


@open_view("GET", "POST")
@never_cache
@sensitive_post_parameters("password")
def invitation_accept(request, token):
    """The link's page. Whoever has no account makes one here; whoever has one signs in and comes back."""
    invitation = Invitation.objects.for_token(token)
    if invitation is None:
        return render(request, "account/invitation_over.html", status=404)
    user = request.user if request.user.is_authenticated else None
    form = InvitationAcceptForm(request.POST or None) if user is None else None
    context = {
        "invitation": invitation,
        "known": user is None and invitations.known(invitation.email),
        "is_theirs": user is not None and user.email.lower() == invitation.email.lower(),
        "form": form,
    }
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            member = invitations.accept(invitation=invitation, user=user, **(form.cleaned_data if form else {}))
        except Refused as refusal:
            return render(request, "account/invitation_accept.html", context | {"error": str(refusal)}, status=422)
        except ValidationError as error:
            form.add_error("password", error)
        else:
            if user is None:
                login(request, member.user, backend=BACKEND)
            return redirect("assets:asset-list", slug=member.business.slug)
    status = 422 if form is not None and form.errors else 200
    return render(request, "account/invitation_accept.html", context, status=status)
