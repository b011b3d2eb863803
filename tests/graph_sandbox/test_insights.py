"""Results: sums that hold, report runs, periods, breakdowns."""

import json

import pytest
from facebook_business.adobjects.adsinsights import AdsInsights

from graph_sandbox.seeds import facts

from .conftest import error_of

METRICS = ("impressions", "clicks", "inline_link_clicks", "spend")


def rows(graph, node=None, **params):
    given = {
        "fields": ",".join(METRICS),
        "date_preset": "last_7d",
        "limit": 5000,
        **params,
    }
    return graph.get(f"{node or graph.ad_account_id}/insights", given).json()["data"]


def sums(found):
    return [round(sum(float(row[name]) for row in found), 2) for name in METRICS]


@pytest.mark.parametrize(
    "params",
    [
        {"level": "campaign"},
        {"level": "adset"},
        {"level": "ad"},
        {"time_increment": 1},
        {"level": "ad", "time_increment": 2},
        {"breakdowns": "age,gender"},
        {"breakdowns": "publisher_platform"},
        {"breakdowns": "publisher_platform,platform_position", "level": "adset"},
    ],
    ids=str,
)
def test_metrics_add_up_across_levels_days_and_breakdowns(demo, params):
    """Archived and deleted objects have rows only when a filter asks for them."""
    field = f"{params.get('level', 'ad')}.effective_status"
    hidden = json.dumps([{"field": field, "operator": "IN", "value": ["ARCHIVED", "DELETED"]}])
    found = rows(demo, **params) + (rows(demo, **params, filtering=hidden) if "level" in params else [])

    assert sums(found) == sums(rows(demo))


def test_every_row_is_plausible(demo):
    for row in rows(
        demo,
        level="ad",
        time_increment=1,
        fields="impressions,clicks,inline_link_clicks,reach,ctr,spend",
    ):
        assert int(row["impressions"]) >= int(row["clicks"]) >= int(row["inline_link_clicks"])
        assert int(row["reach"]) <= int(row["impressions"])
        assert 0.3 <= float(row["ctr"]) <= 3 and float(row["spend"]) > 0


def test_something_delivers_on_each_of_the_last_90_days(demo):
    assert len(rows(demo, time_increment=1, date_preset="last_90d")) == 90


def test_a_report_run_answers_what_the_edge_answers(demo):
    params = {"fields": "ad_id,impressions", "level": "ad", "date_preset": "last_7d"}
    run = demo.post(f"{demo.ad_account_id}/insights", data=params).json()["report_run_id"]

    first, second = demo.get(run).json(), demo.get(run).json()

    assert (first["async_status"], second["async_status"]) == (
        "Job Not Started",
        "Job Completed",
    )
    assert second["async_percent_completion"] == 100
    got = demo.get(f"{run}/insights", {"limit": 5000}).json()["data"]
    assert got == demo.get(f"{demo.ad_account_id}/insights", {**params, "limit": 5000}).json()["data"]


def test_the_numbers_of_a_report_stay_when_its_account_changes(demo):
    """A report is of the moment at which it was made; asking the edge again tells of the change."""
    params = {"fields": "ad_name,impressions", "level": "ad", "date_preset": "last_7d"}
    run = demo.post(f"{demo.ad_account_id}/insights", data=params).json()["report_run_id"]
    while demo.get(run).json()["async_status"] != "Job Completed":
        pass
    first = demo.get(f"{run}/insights", {"limit": 2}).json()
    every = demo.get(f"{run}/insights", {"limit": 5000}).json()["data"]

    ad = demo.get(f"{demo.ad_account_id}/ads", {"limit": 5000, "fields": "id,name,status"}).json()["data"]
    changed = [one for one in ad if one["name"] in {row["ad_name"] for row in every}][0]
    demo.post(changed["id"], data={"name": "Called otherwise"})

    second = demo.get(f"{run}/insights", {"limit": 2, "after": first["paging"]["cursors"]["after"]}).json()["data"]
    assert first["data"] + second == every[:4]
    assert demo.get(f"{run}/insights", {"limit": 5000}).json()["data"] == every
    now = demo.get(f"{demo.ad_account_id}/insights", {**params, "limit": 5000}).json()["data"]
    assert "Called otherwise" in {row["ad_name"] for row in now} and len(now) == len(every)


def test_the_numbers_of_a_report_survive_a_restart(new_graph, tmp_path):
    graph = new_graph(seed="demo", data_dir=tmp_path, report_polls=0)
    params = {"fields": "ad_id,ad_name,impressions", "level": "ad", "date_preset": "last_7d"}
    run = graph.post(f"{graph.ad_account_id}/insights", data=params).json()["report_run_id"]
    before = graph.get(f"{run}/insights").json()["data"]
    graph.post(before[0]["ad_id"], data={"name": "Called otherwise"})

    again = new_graph(seed="demo", data_dir=tmp_path, report_polls=0)

    assert again.get(before[0]["ad_id"], {"fields": "name"}).json()["name"] == "Called otherwise"
    assert again.get(f"{run}/insights").json()["data"] == before


@pytest.mark.parametrize("preset", ["yesterday", "maximum"])
def test_a_report_that_is_read_later_is_of_the_day_on_which_it_was_asked_for(demo, preset):
    params = {"date_preset": preset, "fields": "impressions"}
    asked = demo.get(f"{demo.ad_account_id}/insights", params).json()["data"]
    run = demo.post(f"{demo.ad_account_id}/insights", data=params).json()["report_run_id"]
    demo.sandbox.clock.advance(2 * 86_400)
    while demo.get(run).json()["async_status"] != "Job Completed":
        pass
    read = demo.get(f"{run}/insights").json()["data"]
    demo.sandbox.clock.advance(-2 * 86_400)

    assert read == asked


def test_a_run_can_fail_at_99_per_cent(demo):
    demo.sandbox.settings.change({"report_end": "Job Failed"})
    run = demo.post(f"{demo.ad_account_id}/insights", data={"date_preset": "last_3d"}).json()["report_run_id"]
    demo.sandbox.settings.change({"report_end": "Job Completed"})

    demo.get(run)
    failed = demo.get(run).json()

    assert (failed["async_status"], failed["async_percent_completion"]) == (
        "Job Failed",
        99,
    )
    assert demo.get(f"{run}/insights").status_code == 400


def test_the_throttle_header_is_on_every_answer(demo):
    assert "ads_api_access_tier" in demo.get(f"{demo.ad_account_id}/insights").headers["x-fb-ads-insights-throttle"]


def test_rows_are_sorted_and_filtered(demo):
    filtering = '[{"field":"ad.name","operator":"CONTAIN","value":"vase"}]'
    found = rows(
        demo,
        level="ad",
        fields="ad_name,spend",
        sort="spend_descending",
        filtering=filtering,
    )

    assert found and all("vase" in row["ad_name"] for row in found)
    assert [float(row["spend"]) for row in found] == sorted((float(row["spend"]) for row in found), reverse=True)


def test_a_deleted_ad_stays_in_the_sum_of_its_parent(demo):
    ad = rows(demo, level="ad", fields="ad_id")[0]["ad_id"]
    before = sums(rows(demo))

    demo.delete(ad)

    assert sums(rows(demo)) == before
    assert ad not in [row["ad_id"] for row in rows(demo, level="ad", fields="ad_id")]
    assert rows(demo, node=ad)


def test_questions_that_make_no_sense_are_refused(demo):
    path = f"{demo.ad_account_id}/insights"

    assert error_of(demo.get(path, {"fields": "nonsense"})) == (100, None)
    assert error_of(demo.get(path, {"breakdowns": "age,country"})) == (100, None)
    assert error_of(demo.get(path, {"time_range": '{"since":"2001-01-01","until":"2001-02-01"}'})) == (3018, None)


def test_fields_of_the_sdk_that_have_no_value_here_are_left_out(demo):
    answer = demo.get(
        f"{demo.ad_account_id}/insights",
        {"fields": f"{AdsInsights.Field.impressions},{AdsInsights.Field.cost_per_result}"},
    )

    assert "impressions" in answer.json()["data"][0]


def test_ads_are_listed_with_their_creatives_and_results(demo):
    fields = "name,effective_status,creative{name,thumbnail_url},insights.date_preset(last_7d){impressions,ctr}"
    ad = demo.get(f"{demo.ad_account_id}/ads", {"fields": fields, "limit": 1}).json()["data"][0]

    assert ad["effective_status"] and ad["creative"]["thumbnail_url"]
    assert set(ad["insights"]["data"][0]) == {
        "impressions",
        "ctr",
        "date_start",
        "date_stop",
    }


def test_a_further_page_of_a_list_inside_an_object_is_told_in_the_same_words(demo):
    inner = "id,creative{id,name},insights.date_preset(last_7d).as(week){impressions}"
    asked = f"ads.limit(2){{{inner}}}"
    campaign = demo.get(f"{demo.ad_account_id}/campaigns", {"fields": asked, "limit": 1}).json()["data"][0]
    further = demo.get(campaign["ads"]["paging"]["next"]).json()["data"]
    whole = demo.get(f"{campaign['id']}/ads", {"fields": inner}).json()["data"]
    assert campaign["ads"]["data"] + further == whole[:4]


def test_a_list_may_be_summed_up_by_the_results_of_all_its_objects(demo):
    path, days = demo.ad_account_id, {"date_preset": "last_7d"}
    whole = demo.get(f"{path}/insights", {**days, "fields": "impressions"}).json()["data"]

    summed = {"summary": "insights{impressions}", "date_preset": "LAST_7D", "limit": 1}
    answer = demo.get(f"{path}/campaigns", summed).json()
    assert answer["summary"]["insights"]["data"] == whole
    assert len(answer["data"]) == 1 and answer["summary"]["total_count"] > 1
    by_day = "insights.date_preset(last_7d).time_increment(1){impressions}"
    campaign = answer["data"][0]["id"]
    below = demo.get(f"{campaign}/adsets", {"summary": by_day}).json()["summary"]["insights"]["data"]
    assert len(below) == 7
    assert (
        below == demo.get(f"{campaign}/insights", {**days, "time_increment": 1, "fields": "impressions"}).json()["data"]
    )


@pytest.mark.parametrize("edge", ["campaigns", "adsets", "ads"])
def test_the_dates_of_a_list_are_judged_too(demo, edge):
    path = f"{demo.ad_account_id}/{edge}"

    assert error_of(demo.get(path, {"time_range": '{"since":"2001-01-01","until":"2001-02-01"}'})) == (3018, None)
    assert error_of(demo.get(path, {"date_preset": "someday"})) == (100, None)
    assert demo.get(path, {"date_preset": "last_3d"}).status_code == 200


def test_an_account_has_spent_what_its_ads_cost(demo):
    for account in (demo.ad_account_id, facts()["second_ad_account_id"]):
        asked = {"fields": "spend", "date_preset": "maximum"}
        spend = float(demo.get(f"{account}/insights", asked).json()["data"][0]["spend"])
        spent = demo.get(account, {"fields": "amount_spent"}).json()["amount_spent"]

        assert spend > 0 and spent == str(round(spend * 100))
