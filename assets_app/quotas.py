"""What Meta still lets a business's apps do: the rows of the quota page, and the longest wait for the top bar."""

from dataclasses import dataclass
from datetime import datetime

from assets_app import clock, pacing
from assets_app.models import AdAccount, Connection, Member, Quota

# Meta's own names of what a quota is for, in words.
USES = {
    "ads_management": "Campaigns, creatives, media",
    "ads_insights": "Figures",
    "app": "Pages, folders, sign-in",
}


@dataclass(frozen=True)
class Share:
    """One quota; `resumes` is None while calls go, `left` is None while Meta has told no limit.

    Far from the limit Meta's per cent says only what is left at least: `is_bound`.
    """

    quota: Quota
    name: str
    use: str
    left: int | None
    resumes: datetime | None
    is_bound: bool


def shares(member: Member) -> list[Share]:
    """Those that wait first, then the most used. Other businesses' accounts under the same app are not among them."""
    apps = set(Connection.objects.visible_to(member).values_list("app_id", flat=True))
    names = {one.number: one.name for one in AdAccount.objects.visible_to(member)}
    rows = Quota.objects.filter(app_id__in=apps, subject__in=["", *names])
    found = [share(row, names.get(row.subject, "The whole app")) for row in rows]
    return sorted(found, key=lambda one: (one.resumes is None, -one.quota.used_pct, one.name, one.use))


def share(row: Quota, name: str) -> Share:
    use = USES.get(row.use_case, row.use_case)
    return Share(row, name, use, pacing.calls_left(row), pacing.next_call(row), pacing.is_bound(row))


def longest_wait(member: Member) -> Share | None:
    waiting = [one for one in shares(member) if one.resumes]
    return max(waiting, key=lambda one: one.resumes or clock.now(), default=None)
