"""Invitations: a link that works once, for one address and one role, until its day."""

from datetime import timedelta

from django.contrib.auth import get_user_model
from django.db import transaction
from django.urls import reverse

from assets_app import clock
from assets_app.models import ActivityEntry, Invitation, Member
from assets_app.permissions import require
from assets_app.services import mail, members
from assets_app.services.activity import record
from assets_app.services.refusal import Refused

LASTS = timedelta(days=7)
OPEN_MAX = 200  # a business's open invitations
MAILS_A_DAY = 200  # of one business: a lid on mail that somebody else's account could have sent
OVER = "This link is over. It was used or taken back, or its day is past."


def invite(*, business, email: str, role: str, by) -> tuple[Invitation, str]:
    """The invitation and its link, which is shown once: only its hash is kept. Mail comes after, by `mail_link`."""
    require(by, "member.edit")
    email = email.strip().lower()
    if role not in Member.Role.values:
        raise Refused("Choose one of the four roles.", "role")
    if Member.objects.filter(business=business, user__email__iexact=email, left_at=None).exists():
        raise Refused("This person has a seat already.", "email")
    waiting = Invitation.objects.open().filter(business=business)
    if waiting.filter(email=email).exists():
        raise Refused("This address is invited already. Make a new link for it in the list.", "email")
    if waiting.count() >= OPEN_MAX:
        raise Refused(f"{OPEN_MAX} invitations are open. Take some back first.", "email")
    token, now = Invitation.new_token(), clock.now()
    with transaction.atomic():
        invitation = Invitation.objects.create(
            business=business,
            email=email,
            role=role,
            token_hash=Invitation.hash_of(token),
            created_by=by,
            created_at=now,
            expires_at=now + LASTS,
        )
        _record(invitation, "create", f"invited somebody as {invitation.get_role_display().lower()}", by)
    return invitation, link_of(token)


def renew(*, invitation: Invitation, by) -> str:
    """A new link for seven more days; the old one is dead. Whoever made it answers for the invitation from now on."""
    require(by, "member.edit")
    token = Invitation.new_token()
    fields = {"token_hash": Invitation.hash_of(token), "expires_at": clock.now() + LASTS, "created_by": by}
    with transaction.atomic():
        if not Invitation.objects.open().filter(pk=invitation.pk).update(**fields):
            raise Refused(OVER)
        _record(invitation, "renew", "made a new link for an invitation", by)
    invitation.refresh_from_db()
    return link_of(token)


def withdraw(*, invitation: Invitation, by) -> None:
    require(by, "member.edit")
    with transaction.atomic():
        if Invitation.objects.open().filter(pk=invitation.pk).update(withdrawn_at=clock.now()):
            _record(invitation, "withdraw", "took an invitation back", by)


def mail_link(*, invitation: Invitation, link: str, by) -> bool:
    """After the commit. True when somebody took the mail; the page shows the link in any case.

    Mails are counted by the record: an invitation that is taken back, or renewed, has still been mailed.
    """
    mailed = ActivityEntry.objects.filter(business=invitation.business, verb="invitation.mail")
    if mailed.filter(at__gt=clock.now() - timedelta(days=1)).count() >= MAILS_A_DAY:
        return False
    until = f"{invitation.expires_at:%-d %B %H:%M}"
    said = {"inviter": by.name, "business": invitation.business.name, "role": invitation.get_role_display().lower()}
    sent = mail.send(
        to=invitation.email, template="invitation", email=invitation.email, address=link, until=until, **said
    )
    if sent:
        with transaction.atomic():
            Invitation.objects.filter(pk=invitation.pk).update(mailed_at=clock.now())
            _record(invitation, "mail", "had an invitation mailed", by)
    return sent


def accept(*, invitation: Invitation, user=None, full_name: str = "", password: str = "") -> Member:
    """Take the seat: as the signed-in `user` whose address it is, or as a new person. The link is used up first."""
    with transaction.atomic():
        fields = {"accepted_at": clock.now()}
        still = Invitation.objects.open().filter(pk=invitation.pk, token_hash=invitation.token_hash)
        if not still.filter(expires_at__gt=clock.now()).update(**fields):
            raise Refused(OVER)
        if user is None:
            if known(invitation.email):
                raise Refused("There is an account with this address. Sign in with it first.", "email")
            user = members.new_user(email=invitation.email, full_name=full_name, password=password)
        elif user.email.lower() != invitation.email.lower():
            raise Refused(f"This invitation is for {invitation.email}. Sign in with that account.", "email")
        elif Member.objects.filter(business=invitation.business, user=user, left_at=None).exists():
            raise Refused("You have a seat here already.", "email")
        member = members.seat(business=invitation.business, user=user, role=invitation.role, by=None)
        Invitation.objects.filter(pk=invitation.pk).update(accepted_by=member)
        _record(invitation, "accept", "took an invitation up", member)
    return member


def known(email: str) -> bool:
    users = get_user_model().objects
    return users.filter(email__iexact=email).exists() or users.filter(username__iexact=email).exists()


def link_of(token: str) -> str:
    return mail.link(reverse("invitation-accept", args=[token]))


def _record(invitation, act: str, text: str, by) -> None:
    record(
        business=invitation.business,
        verb=f"invitation.{act}",
        subject=invitation,
        text=text,
        by=by,
        after={"role": invitation.role},
    )
