"""What one creative earned, day by day: the part of its page that the studio loads."""

from django.shortcuts import get_object_or_404, render

from assets_app.access import member_view
from campaigns_app.insights import charts, plan, results
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
        "charts": charts.charts(days, account),
        "heads": charts.heads(account),
        "table": [charts.day_row(line, account) for line in days],
        "ads": Ad.objects.visible_to(request.member).filter(version__creative=creative).present(),
        "run": last_run(request.member, account),
    }
    return render(request, "campaigns/_creative_results.html", context)
