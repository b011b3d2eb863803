"""What people must know: a row a person, shown until it is read, mailed once."""

import logging
from datetime import timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse

from assets_app import clock
from assets_app.models import Connection, Member, Notice
from assets_app.services.activity import subject_of

log = logging.getLogger("galley.mail")
MAILED_WITHIN = timedelta(days=3)


def tell_admins(*, business, kind: str, subject, text: str) -> None:
    """A notice for each admin of the business; the same one at most once a day."""
    now = clock.now()
    for member in Member.objects.filter(business=business, role=Member.Role.ADMIN, left_at=None):
        Notice.objects.get_or_create(
            member=member,
            kind=kind,
            subject=subject_of(subject),
            day=now.date(),
            defaults={"business": business, "text": text[:300], "created_at": now},
        )


def tell_of_connections() -> None:
    """Connections that end soon or have ended, and of which nobody was told yet."""
    kinds = {
        Connection.State.EXPIRING: Notice.Kind.EXPIRING,
        Connection.State.NEEDS_ATTENTION: Notice.Kind.NEEDS_ATTENTION,
    }
    for connection in Connection.objects.filter(state__in=kinds, warned_at=None).select_related("business"):
        kind = kinds[Connection.State(connection.state)]
        text = f"{kind.label}: {connection}. {connection.reason}"
        tell_admins(business=connection.business, kind=kind, subject=connection, text=text)
        Connection.objects.filter(pk=connection.pk, state=connection.state).update(warned_at=clock.now())


def mail_unsent() -> int:
    """One mail a person with all that is new; how many mails went."""
    recent = Notice.objects.unread().filter(emailed_at=None, created_at__gte=clock.now() - MAILED_WITHIN)
    seats = Member.objects.filter(pk__in=recent.values("member"), left_at=None).select_related("user", "business")
    return sum(_mail(member, list(recent.filter(member=member))) for member in seats)


def _mail(member: Member, mine: list[Notice]) -> bool:
    """Claimed before it is sent: a mail that is lost is better than one that comes twice."""
    numbers = [one.pk for one in mine]
    claimed = Notice.objects.filter(pk__in=numbers, emailed_at=None).update(emailed_at=clock.now())
    if not claimed or not member.user.email:
        return False
    address = settings.SITE_URL + reverse("assets:settings-detail", args=[member.business.slug])
    lines = [f"Hello {member.name},", "", *(f"- {one.text}" for one in mine), "", f"See {address}"]
    subject = f"{member.business}: {mine[0].get_kind_display().lower()}"
    try:
        send_mail(subject, "\n".join(lines), None, [member.user.email])
    except OSError as error:
        log.warning("A mail could not be sent: %s", type(error).__name__)
        Notice.objects.filter(pk__in=numbers).update(emailed_at=None)
        return False
    return True


def read_all(*, by: Member) -> int:
    """This person has seen them."""
    return Notice.objects.for_member(by).unread().update(read_at=clock.now())
