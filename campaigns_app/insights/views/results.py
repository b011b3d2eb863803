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
        "chart": chart(days, account),
        "ads": Ad.objects.visible_to(request.member).filter(version__creative=creative).present(),
        "run": last_run(request.member, account),
    }
    return render(request, "campaigns/_creative_results.html", context)


def chart(days, account) -> dict:
    """What the chart draws; the same numbers as the table below it. Money in units of the currency."""
    money = [line.figures.spend_micros / 1_000_000 for line in days]
    return {
        "labels": [f"{line.key.day} {line.key:%b}" for line in days],
        "currency": account.currency,
        "symbol": display.SYMBOLS.get(account.currency, account.currency),
        "series": [
            {"name": f"Spend, {account.currency}", "kind": "bar", "values": money},
            {"name": "Impressions", "kind": "line", "values": [line.figures.impressions for line in days]},
            {"name": "Clicks", "kind": "line", "values": [line.figures.clicks for line in days]},
        ],
    }
