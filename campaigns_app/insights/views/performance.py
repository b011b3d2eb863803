"""What each creative earned in the last 28 days of one ad account."""

from assets_app.access import member_view
from assets_app.htmx import render_page
from assets_app.models import AdAccount, SyncRun
from assets_app.numbers import is_number
from campaigns_app.insights import charts, plan, results
from campaigns_app.models import InsightDay

COLUMNS = (
    ("spend", "Spend", "spend"),
    ("impressions", "Impressions", ""),
    ("clicks", "Clicks", ""),
    ("ctr", "CTR", ""),
    ("cpc", "Per click", "spend"),
)


@member_view("see")
def performance(request):
    """GET ?account=N&sort=-spend: one row a creative, sums above, one currency."""
    accounts = AdAccount.objects.visible_to(request.member).in_use()
    account = chosen_account(accounts, request)
    context = {"section": "performance", "accounts": accounts, "account": account}
    if account is not None:
        context |= report(request, account)
    return render_page(request, "campaigns/performance.html", "campaigns/_performance.html", context)


def chosen_account(accounts, request):
    """The account that was asked for, else the business's own choice, else the first."""
    asked = request.GET.get("account", "")
    found = accounts.filter(pk=asked).first() if is_number(asked) else None
    default = request.member.business.default_ad_account_id
    return found or accounts.filter(pk=default).first() or accounts.first()


def report(request, account) -> dict:
    rows = results.recent(InsightDay.objects.visible_to(request.member), account)
    sort = request.GET.get("sort", "-spend")
    lines = results.sorted_lines(results.by_creative(rows), sort)
    since, until = plan.last_days(plan.today(account))
    days = results.by_day(rows, since, until)
    return {
        "chart": charts.charts(days, account)[0],
        "days": [charts.day_row(line, account) for line in days],
        "heads": charts.heads(account),
        "lines": lines,
        "total": results.total(rows),
        "greatest": max([line.figures.spend_micros for line in lines], default=0),
        "since": since,
        "until": until,
        "columns": [column(name, label, unit, sort, account) for name, label, unit in COLUMNS],
        "run": last_run(request.member, account),
    }


def column(name, label, unit, sort, account) -> dict:
    """A sortable head: where a press leads, and how it is sorted now."""
    is_current = sort.removeprefix("-") == name
    descending = is_current and sort.startswith("-")
    return {
        "name": name,
        "label": f"{label}, {account.currency}" if unit else label,
        "sort": name if descending else f"-{name}",
        "order": ("descending" if descending else "ascending") if is_current else "",
    }


def last_run(member, account):
    """The newest reading of insights of this account, or None."""
    runs = SyncRun.objects.visible_to(member).filter(ad_account=account, kind=SyncRun.Kind.INSIGHTS)
    return runs.order_by("-pk").first()
