"""What one creative earned, day by day: the part of its page that the studio loads."""

from django.shortcuts import get_object_or_404, render

from assets_app import display
from assets_app.access import member_view
from campaigns_app.insights import plan, results
from campaigns_app.insights.views.performance import last_run
from campaigns_app.models import Ad, Creative, InsightDay


@member_view("see")
def creative_results(request, pk):
    """GET: chart and table of the last 28 days in the account's zone and currency, all versions together."""
    creative = get_object_or_404(Creative.objects.visible_to(request.member).select_related("ad_account"), pk=pk)
    account = creative.ad_account
    since, until = plan.last_days(plan.today(account))
    rows = results.recent(InsightDay.objects.visible_to(request.member), account).filter(version__creative=creative)
    days = results.by_day(rows, since, until)
    context = {
        "creative": creative,
        "account": account,
        "days": days,
        "total": results.total(rows),
        "since": since,
        "until": until,
        "charts": charts(days, account),
        "heads": ["Day", f"Spend, {account.currency}", "Impressions", "Clicks"],
        "table": [day_row(line, account) for line in days],
        "ads": Ad.objects.visible_to(request.member).filter(version__creative=creative).present(),
        "run": last_run(request.member, account),
    }
    return render(request, "campaigns/_creative_results.html", context)


def charts(days, account) -> list[dict]:
    """Three charts of one question each; the same numbers as the table below. Money in units of the currency."""
    money = [line.figures.spend_micros / 1_000_000 for line in days]
    return [
        chart("spend", "Spend by day", "bar", days, money, account.currency),
        chart("impressions", "Impressions by day", "line", days, [line.figures.impressions for line in days]),
        chart("clicks", "Clicks by day", "line", days, [line.figures.clicks for line in days]),
    ]


def chart(key, title, kind, days, values, unit="") -> dict:
    labels = [f"{line.key.day} {line.key:%b}" for line in days]
    series = [{"name": title.split()[0], "values": values}]
    data = {"kind": kind, "labels": labels, "unit": unit, "from_zero": True, "series": series}
    return {"id": f"results-{key}", "title": title, "data": data}


def day_row(line, account) -> list[str]:
    figures = line.figures
    spent = display.money(figures.spend_micros, account.currency)
    return [f"{line.key.day} {line.key:%b}", spent, f"{figures.impressions:,}", f"{figures.clicks:,}"]
