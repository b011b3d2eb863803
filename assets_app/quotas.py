"""What Meta still lets a business's apps do: the rows of the quota page, and the longest wait for the top bar."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import Count, F, Max, Q, Value

from assets_app import choosing, clock, pacing
from assets_app.models import AdAccount, Connection, Member, Quota
from assets_app.models.work import Calls, Work

# Meta's own names of what a quota is for, in words.
USES = {
    "ads_management": "Campaigns, creatives, media",
    "ads_insights": "Figures",
    "app": "Pages, folders, sign-in",
}


@dataclass(frozen=True)
class Queued:
    """Work of one kind that nobody carries out at the moment; `until` is when the last of it is to go on."""

    count: int
    name: str
    until: datetime | None


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
    queued: tuple[Queued, ...] = ()


def shares(member: Member) -> list[Share]:
    """Those that wait first, then the most used. Other businesses' accounts under the same app are not among them."""
    app_ids = set(Connection.objects.visible_to(member).values_list("app_id", flat=True))
    names = {one.number: one.name for one in AdAccount.objects.visible_to(member)}
    rows = Quota.objects.filter(app_id__in=app_ids, subject__in=["", *names])
    found = [share(row, names.get(row.subject, "The whole app")) for row in rows]
    return sorted(found, key=lambda one: (one.resumes is None, -one.quota.used_pct, one.name, one.use))


def share(row: Quota, name: str) -> Share:
    use = USES.get(row.use_case, row.use_case)
    return Share(row, name, use, pacing.calls_left(row), pacing.next_call(row), pacing.is_bound(row))


def calls_left_for(ad_account: AdAccount) -> int | None:
    """Calls that are left for media and creatives, to the app that speaks for the account; None while no limit is known."""
    choice = choosing.for_account(ad_account)
    if choice is None:
        return None
    row = Quota.objects.filter(
        app_id=choice.connection.app_id, use_case="ads_management", subject=ad_account.number
    ).first()
    return pacing.calls_left(row) if row else None


def longest_wait(member: Member) -> Share | None:
    waiting = [one for one in shares(member) if one.resumes]
    return max(waiting, key=lambda one: one.resumes or clock.now(), default=None)


def shares_with_work(member: Member) -> list[Share]:
    """The same, each with what this business has queued for it."""
    waiting = queued(member)
    return [replace(one, queued=tuple(waiting[one.quota.use_case, one.quota.subject])) for one in shares(member)]


def queued(member: Member) -> defaultdict[tuple[str, str], list[Queued]]:
    """Open work by the quota that its calls count against: (use case, number of the ad account)."""
    found = defaultdict(list)
    for model in apps.get_models():
        calls = model.CALLS if issubclass(model, Work) else None
        if calls is None:
            continue
        for subject, count, until in counted(model, calls, member):
            place = (calls.use_case, subject) if subject else ("app", "")
            found[place].append(Queued(count, calls.one if count == 1 else calls.many, until))
    return found


def counted(model: Any, calls: Calls, member: Member) -> list[tuple[str, int, datetime | None]]:
    """(number of the ad account, or '' for none; rows; the latest moment until which one is put off)."""
    rows = model.objects.visible_to(member).open().filter(calls.only, claim=None)
    account = F(f"{calls.account}__graph_id") if calls.account else Value("")
    put_off = Max("next_at", filter=Q(next_at__gt=clock.now()))
    totals = rows.order_by().values(account=account).annotate(rows=Count("pk"), until=put_off)
    return [((row["account"] or "").removeprefix("act_"), row["rows"], row["until"]) for row in totals if row["rows"]]
