"""What the insights edge takes, refuses and leaves out, and what report runs and their files say."""

import csv
import datetime as dt
import io
import json

import pytest

from graph_sandbox import Sandbox, serve
from graph_sandbox.insights import breakdowns
from graph_sandbox.seeds import facts

from .ads import make, uploaded
from .conftest import Caller, error_of

HOURLY = "hourly_stats_aggregated_by_advertiser_time_zone"


@pytest.fixture(scope="module")
def demo():
    sandbox = Sandbox(seed="demo", control=True)
    with serve(sandbox) as server:
        yield Caller(sandbox, server.url)
    sandbox.close()


def ask(demo, node=None, **params):
    given = {"date_preset": "last_7d", "fields": "impressions,actions", "limit": 5000, **params}
    return demo.get(f"{node or demo.ad_account_id}/insights", given)


def rows(demo, node=None, **params):
    answer = ask(demo, node, **params)
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]


PERMITTED = [
    ("publisher_platform,platform_position,impression_device", "action_device"),
    ("impression_device", "action_device"),
    ("age,gender", "action_type,action_target_id,action_destination"),
    ("region", "action_target_id"),
    ("product_id", ""),
    ("age,gender", "action_carousel_card_id,action_carousel_card_name"),
    ("impression_device", "action_carousel_card_name"),
    ("country", "action_carousel_card_id"),
    ("", "action_type,action_reaction"),
    ("", "action_video_type"),
    ("body_asset,age,gender", ""),
    ("publisher_platform,device_platform", "action_type"),
    ("comscore_market", ""),
    *(("", name) for name in sorted(breakdowns.ACTIONS - {"action_type"})),
]
REFUSED = [
    ("impression_device", ""),
    ("platform_position", ""),
    ("age,country", ""),
    ("age,publisher_platform", ""),
    ("region,country", ""),
    (f"{HOURLY},age", ""),
    ("product_id,age", ""),
    ("age", "action_device"),
    ("age", "action_reaction"),
    ("region", "action_carousel_card_id"),
    ("body_asset,title_asset", ""),
    ("body_asset,country", ""),
    ("image_asset", ""),
    ("no_such_breakdown", ""),
    ("", "no_such_breakdown"),
]


@pytest.mark.parametrize(("cells", "actions"), PERMITTED)
def test_permitted_combinations_are_answered(demo, cells, actions):
    assert rows(demo, breakdowns=cells, action_breakdowns=actions)


@pytest.mark.parametrize(("breakdowns", "actions"), REFUSED)
def test_other_combinations_are_refused_with_100(demo, breakdowns, actions):
    assert error_of(ask(demo, breakdowns=breakdowns, action_breakdowns=actions)) == (100, None)


@pytest.mark.parametrize(
    "params",
    [
        {"level": "creative"},
        {"sort": '["spend_descending","clicks_ascending"]'},
        {"sort": "no_such_field_descending"},
        {"action_attribution_windows": "3d_click"},
        {"action_report_time": "sometimes"},
        {"time_increment": "91"},
        {"time_ranges": '{"since":"2026-01-01"}'},
        {"time_ranges": "1"},
        {"time_range": '{"since":"20261101","until":"20261102"}'},
        {"time_range": '{"since":"2026-W01-1","until":"2026-11-02"}'},
        {"summary": "no_such_field"},
        {"summary": "actions", "summary_action_breakdowns": "no_such_breakdown"},
        {"summary": "actions", "summary_action_breakdowns": "action_reaction", "breakdowns": "age"},
        {"fields": "impressions", "action_breakdowns": "action_reaction"},
        {"fields": "video_p25_watched_actions", "breakdowns": HOURLY},
        {"breakdowns": "app_id,skan_conversion_id"},
    ],
    ids=str,
)
def test_parameters_that_make_no_sense_are_refused(demo, params):
    assert error_of(ask(demo, **params))[0] == 100


def test_hours_have_a_key_of_their_own_and_no_reach(demo):
    found = rows(demo, breakdowns=HOURLY, fields="impressions,reach,frequency,unique_clicks,actions")

    assert len(found) == 24 and found[13][HOURLY] == "13:00:00 - 13:59:59"
    for row in found:
        assert (row["reach"], row["frequency"]) == ("0", "0") and "unique_clicks" not in row
        assert "purchase" not in {entry["action_type"] for entry in row["actions"]}


def test_time_ranges_may_overlap_and_go_before_other_periods(demo):
    today = demo.sandbox.clock.today()
    spans = [{"since": str(today - dt.timedelta(days=count)), "until": str(today)} for count in (3, 9)]

    found = rows(demo, time_ranges=json.dumps(spans), time_increment=1)

    assert [(row["date_start"], row["date_stop"]) for row in found] == [tuple(span.values()) for span in spans]


@pytest.mark.parametrize(
    ("now", "first"), [("2027-04-15", "2024-03-15"), ("2027-03-31", "2024-02-29"), ("2026-12-01", "2023-11-01")]
)
def test_only_the_last_37_months_can_be_asked_for(demo, now, first):
    def asked_since(day):
        return ask(demo, time_range=json.dumps({"since": str(day), "until": now}))

    before = demo.control("GET", "clock")["now"]
    noon = dt.datetime.fromisoformat(f"{now}T12:00:00+00:00").timestamp()
    demo.control("POST", "clock", now=noon)
    answers = [asked_since(first), asked_since(dt.date.fromisoformat(first) - dt.timedelta(days=1))]
    whole = rows(demo, time_ranges="[]", date_preset="maximum")
    demo.control("POST", "clock", now=before)

    assert answers[0].status_code == 200 and error_of(answers[1])[0] == 3018
    assert whole[0]["date_start"] == first


def old_span(demo):
    today = demo.sandbox.clock.today()
    return json.dumps({"since": str(today - dt.timedelta(days=500)), "until": str(today)})


def test_reach_of_breakdowns_is_left_out_after_13_months(demo):
    asked = {"fields": "impressions,reach,frequency,cpp", "time_range": old_span(demo)}

    assert set(rows(demo, breakdowns="gender", **asked)[0]) == {"impressions", "gender", "date_start", "date_stop"}
    assert "reach" in rows(demo, **asked)[0]


def test_ten_runs_a_day_still_have_that_reach(demo):
    asked = {"fields": "reach", "time_range": old_span(demo), "breakdowns": "gender"}
    account = facts()["ad_account_id"]
    runs = [demo.post(f"{account}/insights", data=asked).json()["report_run_id"] for _ in range(11)]

    with_reach = []
    for run in (runs[0], runs[9], runs[10]):
        demo.get(run), demo.get(run)
        with_reach.append("reach" in demo.get(f"{run}/insights").json()["data"][0])

    assert with_reach == [True, True, False]


def test_filters_on_texts_leave_the_summary_alone_and_others_do_not(demo):
    def total(operator, value):
        filtering = json.dumps([{"field": "ad.name", "operator": operator, "value": value}])
        return ask(demo, level="ad", filtering=filtering, summary="impressions").json()["summary"]["impressions"]

    found = rows(demo, level="ad", fields="ad_name,impressions")
    whole = sum(int(row["impressions"]) for row in found)
    assert int(total("CONTAIN", found[0]["ad_name"])) == whole
    assert int(total("IN", [found[0]["ad_name"]])) < whole


def test_a_filter_may_name_a_cell_that_is_not_asked_for(demo):
    filtering = json.dumps([{"field": "publisher_platform", "operator": "IN", "value": ["instagram"]}])

    by_platform = {row["publisher_platform"]: row for row in rows(demo, breakdowns="publisher_platform")}
    assert rows(demo, filtering=filtering)[0]["impressions"] == by_platform["instagram"]["impressions"]


def test_action_types_can_be_chosen_and_sorted_by(demo):
    filtering = json.dumps([{"field": "action_type", "operator": "IN", "value": ["link_click"]}])

    found = rows(demo, level="ad", filtering=filtering, sort="actions:link_click_descending")

    clicks = [int(entry["value"]) for row in found for entry in row["actions"]]
    assert {entry["action_type"] for row in found for entry in row["actions"]} == {"link_click"}
    assert clicks == sorted(clicks, reverse=True)


def test_rows_by_metric_and_status(demo):
    filtering = json.dumps([{"field": "spend", "operator": "GREATER_THAN", "value": 300}])

    assert all(float(row["spend"]) > 300 for row in rows(demo, level="ad", fields="spend", filtering=filtering))
    paused = json.dumps([{"field": "campaign.effective_status", "operator": "IN", "value": ["ARCHIVED"]}])
    assert rows(demo, level="campaign", filtering=paused) == []


def test_money_and_names_are_those_of_the_account(demo):
    row = rows(demo, level="ad", fields="account_currency,account_id,campaign_name,adset_name,objective,buying_type")[0]

    assert row["account_currency"] == demo.get(demo.ad_account_id, {"fields": "currency"}).json()["currency"]
    assert {"campaign_name", "adset_name", "objective", "buying_type", "account_id"} <= set(row)


def test_results_follow_the_attribution_of_their_ad_set(demo):
    adset = rows(demo, level="adset", fields="adset_id")[0]["adset_id"]
    asked = {"node": adset, "fields": "actions,attribution_setting", "action_attribution_windows": "7d_click"}
    before = rows(demo, **asked)[0]
    demo.sandbox.store.update(adset, {"attribution_spec": [{"event_type": "CLICK_THROUGH", "window_days": 7}]})
    after = rows(demo, **asked)[0]
    demo.sandbox.store.update(adset, {"attribution_spec": None})

    def carts(row):
        return next(entry for entry in row["actions"] if entry["action_type"] == "add_to_cart")

    assert (before["attribution_setting"], after["attribution_setting"]) == ("7d_click_1d_view", "7d_click")
    assert carts(after)["value"] == carts(before)["7d_click"] != carts(before)["value"]


def test_a_dynamic_creative_is_divided_by_its_assets(demo):
    """The ad's days are given to it here: it was made a moment ago."""
    feed = {
        "images": [{"hash": uploaded(demo, 800, 800)}, {"hash": uploaded(demo, 900, 900)}],
        "bodies": [{"text": "Warm in the evening."}, {"text": "Light for a long table."}],
        "titles": [{"text": "A lamp"}],
        "link_urls": [{"website_url": "https://shop.example/lamp"}],
        "call_to_action_types": ["SHOP_NOW"],
        "ad_formats": ["SINGLE_IMAGE"],
    }
    made = make(demo, name="Many", object_story_spec={"page_id": demo.page_id}, asset_feed_spec=feed)
    ad = rows(demo, level="ad", fields="ad_id")[-1]["ad_id"]
    demo.sandbox.store.update(ad, {"creative_id": made.json()["id"]})

    texts = rows(demo, ad, breakdowns="body_asset", fields="impressions,clicks,spend,reach,actions,ctr,unique_clicks")
    pictures = rows(demo, ad, breakdowns="image_asset,age", fields="impressions")

    assert {row["body_asset"]["text"] for row in texts} == {one["text"] for one in feed["bodies"]}
    assert all(row["body_asset"]["id"].isdigit() and "unique_clicks" not in row and "ctr" in row for row in texts)
    assert {row["image_asset"]["hash"] for row in pictures} == {one["hash"] for one in feed["images"]}
    assert all(row["image_asset"]["url"] for row in pictures)
    for found in (texts, pictures):
        assert sum(int(row["impressions"]) for row in found) == int(rows(demo, ad)[0]["impressions"])


def test_carousels_are_divided_by_their_cards_and_links_by_where_they_lead(demo):
    by_card = rows(demo, action_breakdowns="action_carousel_card_id,action_carousel_card_name")[0]["actions"]
    by_target = rows(demo, action_breakdowns="action_type,action_target_id,action_destination")[0]["actions"]

    cards = [entry for entry in by_card if "action_carousel_card_name" in entry]
    assert {entry["action_type"] for entry in cards} == {"link_click"}
    assert len({entry["action_carousel_card_id"] for entry in cards}) > 2
    clicks = [entry for entry in by_target if entry["action_type"] == "link_click"]
    assert demo.page_id in {entry.get("action_target_id") for entry in clicks}
    assert "shop.fernandclay.example" in {entry.get("action_destination") for entry in clicks}


def test_a_tired_ad_loses_its_clicks_and_one_with_another_creative_changes(demo):
    ads = [row["ad_id"] for row in rows(demo, level="ad", fields="ad_id")][:2]
    today, delivery = demo.sandbox.clock.today(), demo.sandbox.store.require(ads[0])["delivery"]
    tires, swapped = str(today - dt.timedelta(days=60)), str(today - dt.timedelta(days=3))
    before = rows(demo, ads[1], date_preset="last_14d", time_increment=1, fields="clicks")
    demo.sandbox.store.update(ads[0], {"delivery": {**delivery, "tires": tires}})
    demo.sandbox.store.update(ads[1], {"delivery": {**delivery, "swaps": [[swapped, False]]}})

    def rate(preset, **params):
        return float(rows(demo, ads[0], date_preset=preset, fields="ctr", **params)[0]["ctr"])

    after = rows(demo, ads[1], date_preset="last_14d", time_increment=1, fields="clicks")
    span = {"since": str(today - dt.timedelta(days=75)), "until": str(today - dt.timedelta(days=62))}
    assert rate("last_7d") < 0.7 * rate("last_7d", time_range=json.dumps(span))
    assert before[:-3] == after[:-3] and all(one != two for one, two in zip(before[-3:], after[-3:], strict=True))


def started(demo, **params):
    asked = {"level": "ad", "date_preset": "last_3d", "fields": "ad_id,impressions,actions", **params}
    run = demo.post(f"{demo.ad_account_id}/insights", data=asked).json()["report_run_id"]
    demo.get(run)
    return run


def test_a_report_can_be_taken_as_a_file_with_chosen_columns(demo):
    run = started(demo, export_format="csv", export_columns='["ad_id","impressions"]', export_name="Week 3")

    told = demo.get(run, {"fields": "async_report_url,is_async_export,level,export_name"}).json()
    file = demo.get(told["async_report_url"])
    table = list(csv.reader(io.StringIO(file.text)))
    sheet = demo.get(told["async_report_url"].replace("format=csv", "format=xls"))

    assert (told["is_async_export"], told["level"], told["export_name"]) == (True, "ad", "Week 3")
    assert table[0] == ["ad_id", "impressions", "date_start", "date_stop"]
    assert [row[0] for row in table[1:]] == [
        row["ad_id"] for row in demo.get(f"{run}/insights?limit=500").json()["data"]
    ]
    assert "Week 3.csv" in file.headers["Content-Disposition"] and sheet.text.count("<Row>") == len(table)


def test_a_report_knows_only_the_summary_of_its_own_fields(demo):
    run = started(demo)
    demo.get(run)

    refused = demo.get(f"{run}/insights", {"summary": "spend"})

    assert error_of(refused) == (100, None)
    assert "because they weren't there while creating the report run" in refused.json()["error"]["message"]
    assert demo.get(f"{run}/insights", {"summary": "impressions"}).json()["summary"]["impressions"]


@pytest.mark.parametrize("wrong", [{"export_format": "pdf"}, {"export_columns": '["nothing"]'}])
def test_exports_of_other_kinds_are_refused(demo, wrong):
    assert error_of(demo.post(f"{demo.ad_account_id}/insights", data=wrong)) == (100, None)


def test_a_run_goes_through_its_states(demo):
    demo.sandbox.settings.change({"report_polls": 5})
    run = demo.post(f"{demo.ad_account_id}/insights", data={"date_preset": "today"}).json()["report_run_id"]

    states = [demo.get(run).json()["async_status"] for _ in range(6)]
    demo.sandbox.settings.change({"report_polls": 1, "report_end": "Job Skipped"})
    skipped = started(demo)
    demo.sandbox.settings.change({"report_end": "Job Completed"})

    assert list(dict.fromkeys(states)) == ["Job Not Started", "Job Started", "Job Running", "Job Completed"]
    assert demo.get(skipped).json()["async_status"] == "Job Skipped"


def test_a_run_ends_once_and_its_file_may_have_any_name(demo):
    run = started(demo)
    ended = demo.get(run).json()["time_completed"]
    demo.control("POST", "clock", advance=600)
    file = demo.get(
        f"{demo.url}/ads/ads_insights/export_report", {"report_run_id": run, "name": "Größe 夏", "format": "csv"}
    )

    assert demo.get(run).json()["time_completed"] == ended
    assert "filename*=UTF-8''Gr%C3%B6%C3%9Fe%20%E5%A4%8F.csv" in file.headers["Content-Disposition"]


def test_rows_within_a_range_and_labels_of_several(demo):
    every = sorted(int(row["impressions"]) for row in rows(demo, level="ad"))
    ends = [every[3], every[9]]

    def found(field, operator, value):
        filters = json.dumps([{"field": field, "operator": operator, "value": value}])
        return ask(demo, level="ad", filtering=filters)

    within, beyond = (found("impressions", operator, ends).json()["data"] for operator in ("IN_RANGE", "NOT_IN_RANGE"))
    assert sorted(int(row["impressions"]) for row in within) == every[3:10]
    assert len(within) + len(beyond) == len(every)
    assert error_of(found("impressions", "IN_RANGE", 5)) == (100, None)
    assert not found("ad.adlabels", "ALL", ["Nobody's"]).json()["data"]
    assert len(found("ad.adlabels", "NONE", ["Nobody's"]).json()["data"]) == len(every)


def test_too_many_rows_are_refused_and_the_throttle_is_told_all_the_same(demo):
    demo.sandbox.settings.change({"insights_rows": 5})
    answer = ask(demo, level="ad")
    demo.sandbox.settings.change({"insights_rows": 0})

    assert error_of(answer) == (100, 1487534) and answer.json()["error"]["type"] == "CodeException"
    assert "ads_api_access_tier" in answer.headers["x-fb-ads-insights-throttle"]
