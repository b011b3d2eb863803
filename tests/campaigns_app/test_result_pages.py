"""Performance, a creative's results, readings and activity, as pages."""

from datetime import timedelta

import pytest
from django.urls import reverse

from assets_app.models import SyncRun
from assets_app.services import activity
from campaigns_app.insights import plan, store
from tests import factories
from tests.campaigns_app.published import make_published
from tests.campaigns_app.test_insight_rows import make_ad, rows_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(business):
    account = factories.make_ad_account(business, currency="EUR")
    business.default_ad_account = account
    business.save()
    return account


@pytest.fixture
def creative(account, marketer):
    return make_published(account, marketer)


def earn(creative, graph_id="900", **sums):
    ad = make_ad(creative.ad_account, creative.latest, graph_id)
    today = plan.today(creative.ad_account)
    store.upsert(rows_of(ad, [today - timedelta(days=n) for n in range(3)], **sums))


def address(business, name, *args):
    return reverse(f"campaigns:{name}", args=[business.slug, *args])


def test_performance_sums_each_creative_in_the_accounts_currency(business, creative, viewer, as_member):
    earn(creative, spend_micros=1_500_000, impressions=1_000, clicks=20)
    page = as_member(viewer).get(address(business, "performance"))
    assert [line.figures.clicks for line in page.context["lines"]] == [60]
    text = page.content.decode()
    assert "€4.50" in text and "2\u00a0%" in text and "€0.08" in text


def test_performance_is_sorted_as_asked(business, account, creative, marketer, as_member):
    earn(creative, spend_micros=10, clicks=9)
    earn(make_published(account, marketer, name="Vase"), "901", spend_micros=90, clicks=1)
    browser = as_member(marketer)
    for sort, first in (("-spend", "Vase"), ("-clicks", "Glow lamp"), ("name", "Glow lamp"), ("nonsense", "Vase")):
        lines = browser.get(address(business, "performance"), {"sort": sort}).context["lines"]
        assert lines[0].key.name == first


def test_performance_without_figures_says_what_will_come(business, account, viewer, as_member):
    assert "No figures yet" in as_member(viewer).get(address(business, "performance")).content.decode()


def test_performance_without_an_account_leads_to_the_settings(business, viewer, as_member):
    assert "No ad account yet" in as_member(viewer).get(address(business, "performance")).content.decode()


def test_a_creatives_chart_and_table_hold_the_same_numbers(business, creative, viewer, as_member):
    earn(creative, spend_micros=1_500_000, impressions=1_000, clicks=20)
    page = as_member(viewer).get(address(business, "creative-results", creative.pk))
    spend, impressions, clicks = [chart["data"]["series"][0]["values"] for chart in page.context["charts"]]
    assert (len(spend), sum(spend), sum(impressions), sum(clicks)) == (28, 4.5, 3_000, 60)
    assert page.context["table"][-1][1:] == ["€1.50", "1,000", "20"]


def test_a_creative_that_no_ad_carries_says_so(business, creative, viewer, as_member):
    page = as_member(viewer).get(address(business, "creative-results", creative.pk)).content.decode()
    assert "No ad carries this creative yet" in page


@pytest.fixture
def no_worker(monkeypatch):
    from campaigns_app.insights.tasks import advance_run

    monkeypatch.setattr(advance_run, "delay_on_commit", lambda *args: None)


def test_a_marketer_asks_for_a_reading_and_twice_is_once(no_worker, business, account, marketer, as_member):
    browser = as_member(marketer)
    for _ in range(2):
        assert browser.post(address(business, "sync-request"), {"account": account.pk}).status_code == 302
    run = SyncRun.objects.get()
    assert (run.kind, run.requested_by) == ("insights", marketer)


def test_a_viewer_may_not_ask_for_a_reading(business, account, viewer, as_member):
    assert as_member(viewer).post(address(business, "sync-request"), {"account": account.pk}).status_code == 403


def test_the_account_of_another_business_cannot_be_read(business, marketer, stranger, as_member):
    foreign = factories.make_ad_account(stranger.business)
    assert as_member(marketer).post(address(business, "sync-request"), {"account": foreign.pk}).status_code == 404


def test_a_waiting_reading_says_why_and_asks_again(business, account, viewer, as_member):
    run = SyncRun.request(business=business, kind="insights", ad_account=account)
    SyncRun.objects.update(state="running", reason="Waits for Meta's quota until 14:05 UTC")
    url = address(business, "sync-detail", run.pk)
    part = as_member(viewer).get(url, headers={"HX-Request": "true"}).content.decode()
    assert "quota until 14:05" in part and "hx-get" in part
    SyncRun.objects.update(state="done", reason="")
    assert "hx-get" not in as_member(viewer).get(url, headers={"HX-Request": "true"}).content.decode()
    assert (
        as_member(viewer).get(url).status_code
        == as_member(viewer).get(address(business, "sync-list")).status_code
        == 200
    )


def test_activity_is_filtered_by_person_and_kind_and_paged(business, marketer, viewer, as_member):
    for number in range(55):
        by = marketer if number % 2 else None
        activity.record(business=business, verb="asset.rename", subject=business, text=f"act {number}", by=by)
    activity.record(business=business, verb="review.open", subject=business, text="asked", by=marketer)
    browser, url = as_member(viewer), reverse("assets:activity-list", args=[business.slug])
    first = browser.get(url)
    assert len(first.context["entries"]) == 50 and first.context["next_query"]
    assert len(browser.get(f"{url}?{first.context['next_query']}").context["entries"]) == 6
    assert len(browser.get(url, {"verb": "review.open"}).context["entries"]) == 1
    assert len(browser.get(url, {"member": marketer.pk}).context["entries"]) == 28
    assert len(browser.get(url, {"member": "galley"}).context["entries"]) == 28
    assert "No act matches" in browser.get(url, {"member": viewer.pk}).content.decode()


def test_performance_charts_spend_by_day_with_the_same_numbers_as_a_table(business, creative, viewer, as_member):
    earn(creative, spend_micros=1_500_000, impressions=1_000, clicks=20)
    page = as_member(viewer).get(address(business, "performance"))
    assert page.context["chart"]["data"]["series"][0]["values"][-3:] == [1.5, 1.5, 1.5]
    assert [row[1] for row in page.context["days"][-3:]] == ["€1.50"] * 3
    text = page.content.decode()
    assert 'data-chart="results-spend"' in text and "Show as a table" in text
