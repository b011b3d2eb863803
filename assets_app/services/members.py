"""People at a business: the first admin, roles, leaving, and taking a person's name out of the record."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.text import slugify

from assets_app import clock
from assets_app.models import Business, Connection, Invitation, Member, Notice
from assets_app.permissions import require
from assets_app.services import sessions
from assets_app.services.activity import record, subject_of
from assets_app.services.refusal import Refused

LAST_ADMIN = "A business keeps one admin. Make somebody else an admin first."


def found_business(*, name: str, email: str, full_name: str, password: str, slug: str = "") -> Member:
    """A business with its first admin. Raises ValidationError for a password that is too weak."""
    user_model = get_user_model()
    with transaction.atomic():
        user = user_model.objects.filter(username=email).first()
        if user is None:
            user = new_user(email=email, full_name=full_name, password=password)
        business = Business.objects.create(name=name, slug=slug or slugify(name)[:60])
        member = seat(business=business, user=user, role=Member.Role.ADMIN, by=None)
    return member


def new_user(*, email: str, full_name: str, password: str):
    first, _, last = full_name.strip().partition(" ")
    user = get_user_model()(username=email, email=email, first_name=first, last_name=last)
    validate_password(password, user)
    user.set_password(password)
    user.save()
    return user


def seat(*, business, user, role: str, by) -> Member:
    """Give a user a role at a business; a person who left comes back with their old row."""
    require(by, "member.edit")
    with transaction.atomic():
        _alone_in(business)
        before = Member.objects.filter(business=business, user=user).first()
        if before is not None and before.left_at is None and before.role != role:
            _keep_an_admin(before)
        member, _ = Member.objects.update_or_create(
            business=business, user=user, defaults={"role": role, "left_at": None}
        )
        mark_staff(user)
        _record(member, "seat", f"took a seat as {_word(member)}", by, _facts(before), _facts(member))
    return member


def change_role(*, member: Member, role: str, by) -> Member:
    """Another role from now on. What was decided under the old one stays as it is."""
    require(by, "member.edit")
    if role not in Member.Role.values:
        raise Refused("Choose one of the four roles.", "role")
    with transaction.atomic():
        member = _locked(member)
        if member.left_at:
            raise Refused("This person has left. Invite them again.", "role")
        if member.role == role:
            return member
        _keep_an_admin(member)
        before = _facts(member)
        member.role = role
        member.save(update_fields=["role"])
        mark_staff(member.user)
        if before["role"] == Member.Role.ADMIN:
            _take_invitations_back(member, by)
        _record(member, "role", f"got the role {_word(member)}", by, before, _facts(member))
    return member


def remove(*, member: Member, by) -> Member:
    """Out of the business, by an admin or by oneself. Decisions, uploads and the record stay, with the name."""
    if by is None or by.pk != member.pk:
        require(by, "member.edit")
    with transaction.atomic():
        member = _locked(member)
        if member.left_at:
            return member
        _keep_an_admin(member)
        before = _facts(member)
        member.left_at = clock.now()
        member.save(update_fields=["left_at"])
        mark_staff(member.user)
        _take_invitations_back(member, by)
        text = "left" if by is not None and by.pk == member.pk else "was removed"
        _record(member, "remove", text, by, before, _facts(member))
    return member


def erase(*, member: Member, by) -> Member:
    """Take the name and the address of somebody who has left out of Galley. What they did stays, done by nobody's name."""
    require(by, "member.edit")
    with transaction.atomic():
        member = _locked(member)
        user = member.user
        if Member.objects.filter(user=user, left_at=None).exists():
            raise Refused(
                "This person still has a seat. Remove them first, here and wherever else they belong.", "erase"
            )
        if user.is_superuser:
            raise Refused("This account runs Galley itself. Whoever runs it must close it.", "erase")
        invited = Invitation.objects.filter(email__iexact=user.email)
        invited.open().update(withdrawn_at=clock.now())
        invited.update(email="")
        EmailAddress.objects.filter(user=user).delete()
        Authenticator.objects.filter(user=user).delete()
        AccessAttempt.objects.filter(username__in=[user.username.casefold(), user.email.casefold()]).delete()
        sessions.forget(user)
        _forget_name(user)
        user.username, user.email, user.first_name, user.last_name = f"erased-{user.pk}", "", "", ""
        user.is_active = False
        user.set_unusable_password()
        user.save()
        for one in Member.objects.filter(user=user):
            _record(one, "erase", "had name and address erased", by if one.business_id == member.business_id else None)
    return member


def _forget_name(user) -> None:
    """Where the name was copied to: what the admin wrote down, and what people are called at Meta."""
    seats = Member.objects.filter(user=user)
    for model, pks in ((Member, seats.values_list("pk", flat=True)), (type(user), [user.pk])):
        whose = {"content_type": ContentType.objects.get_for_model(model), "object_id__in": [str(pk) for pk in pks]}
        LogEntry.objects.filter(**whose).update(object_repr="erased")
    ended = Connection.objects.filter(created_by__in=seats, state=Connection.State.DISCONNECTED)
    Notice.objects.filter(subject__in=[subject_of(one) for one in ended]).delete()
    ended.update(user_name="", graph_user_id="")


def _take_invitations_back(member: Member, by) -> None:
    """By the links of somebody who is no admin any more nobody comes in: it could be them, under another address."""
    for one in Invitation.objects.open().filter(business=member.business_id, created_by=member):
        if Invitation.objects.open().filter(pk=one.pk).update(withdrawn_at=clock.now()):
            text = "took an invitation back, since who made it is no admin any more"
            facts = {"after": {"role": one.role}}
            record(business=member.business, verb="invitation.withdraw", subject=one, text=text, by=by, **facts)


def tokens_of(member: Member) -> list[Connection]:
    """Connections to Meta that this person made and that still work: they go on without them."""
    made = Connection.objects.filter(business=member.business_id, created_by=member)
    return list(made.exclude(state=Connection.State.DISCONNECTED))


def is_last_admin(member: Member) -> bool:
    return _is_admin(member) and not _other_admins(member).exists()


def mark_staff(user) -> None:
    """Admins of any business may enter Django admin, and nobody else may."""
    is_admin = Member.objects.filter(user=user, role=Member.Role.ADMIN, left_at=None).exists()
    if user.is_staff != is_admin and not user.is_superuser:
        user.is_staff = is_admin
        user.save(update_fields=["is_staff"])


def _locked(member: Member) -> Member:
    """The row as it is now, while nobody else changes who belongs to this business."""
    _alone_in(member.business)
    return Member.objects.select_related("user", "business").get(pk=member.pk)


def _alone_in(business) -> None:
    """Two admins who remove each other at once come one after the other: the second finds that he is the last."""
    Business.objects.select_for_update().get(pk=business.pk)


def _keep_an_admin(member: Member) -> None:
    if is_last_admin(member):
        raise Refused(LAST_ADMIN, "role")


def _is_admin(member: Member) -> bool:
    return member.role == Member.Role.ADMIN and member.left_at is None


def _other_admins(member: Member):
    others = Member.objects.filter(business=member.business_id, role=Member.Role.ADMIN, left_at=None)
    return others.filter(user__is_active=True).exclude(pk=member.pk)


def _facts(member: Member | None) -> dict:
    return {} if member is None or member.left_at else {"role": member.role}


def _word(member: Member) -> str:
    return member.get_role_display().lower()


def _record(member, act, text, by, before=None, after=None) -> None:
    """No name in it: the entry's subject is the person, and the page asks their row for the name."""
    verb = f"member.{act}"
    record(business=member.business, verb=verb, subject=member, text=text, by=by, before=before, after=after)
