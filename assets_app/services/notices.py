"""What people must know: a row a person, shown until it is read, mailed once."""

from datetime import timedelta

from django.urls import reverse

from assets_app import clock
from assets_app.models import Connection, Member, Notice
from assets_app.services import mail
from assets_app.services.activity import record, subject_of

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
        text = f"{kind.label}: {connection}. {connection.reason}".strip()
        untold = Connection.objects.filter(pk=connection.pk, state=connection.state, warned_at=None)
        if not untold.update(warned_at=clock.now()):
            continue
        tell_admins(business=connection.business, kind=kind, subject=connection, text=text)
        said = f"found that {kind.label[0].lower()}{kind.label[1:]}"
        record(business=connection.business, verb="connection.check", subject=connection, text=said)


def over(subject) -> None:
    """What was told of it holds no longer: nobody need read it, and no mail goes out."""
    Notice.objects.unread().filter(subject=subject_of(subject)).update(read_at=clock.now())


def mail_unsent() -> int:
    """One mail a person with all that is new; how many mails went."""
    if not mail.is_set_up():
        return 0
    recent = Notice.objects.unread().filter(emailed_at=None, created_at__gte=clock.now() - MAILED_WITHIN)
    seats = Member.objects.filter(pk__in=recent.values("member"), left_at=None).select_related("user", "business")
    return sum(_mail(member, list(recent.filter(member=member))) for member in seats if member.user.email)


def _mail(member: Member, mine: list[Notice]) -> bool:
    """Claimed before it is sent, so that two workers do not both send it; given back when nobody took it."""
    rows = Notice.objects.filter(pk__in=[one.pk for one in mine])
    if not rows.filter(emailed_at=None).update(emailed_at=clock.now()):
        return False
    page = mail.link(reverse("assets:notice-list", args=[member.business.slug]))
    sent = mail.send(to=member.user.email, template="notices", member=member, notices=mine, page=page)
    if not sent:
        rows.update(emailed_at=None)
    return sent


def read_all(*, by: Member) -> int:
    """This person has seen them."""
    return Notice.objects.for_member(by).unread().update(read_at=clock.now())
