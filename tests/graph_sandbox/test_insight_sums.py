"""Additive metrics add up exactly over levels, days and breakdowns, and stay what they were after archiving and deletion."""

import datetime as dt
import json
from collections import Counter

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from graph_sandbox import Sandbox, serve

from .conftest import Caller

ADDITIVE = ("impressions", "clicks", "inline_link_clicks", "spend", "inline_post_engagement")
LISTS = ("actions", "action_values", "video_p50_watched_actions", "outbound_clicks")
HOURLY = "hourly_stats_aggregated_by_advertiser_time_zone"
BREAKDOWNS = (
    "",
    "age",
    "gender",
    "age,gender",
    "country",
    "publisher_platform",
    "publisher_platform,platform_position",
    "publisher_platform,impression_device",
    "publisher_platform,platform_position,impression_device",
    "device_platform",
    "publisher_platform,device_platform",
    "product_id",
    "comscore_market",
    "user_segment_key",
)
ACTIONS = ("", "action_device", "action_reaction", "action_target_id,action_destination", "action_video_sound")
YEARLESS = settings(
    max_examples=12, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def days(demo, first, count):
    until = demo.sandbox.clock.today() - dt.timedelta(days=1 + first)
    return json.dumps({"since": str(until - dt.timedelta(days=count - 1)), "until": str(until)})


def rows(demo, node=None, **params):
    given_params = {"fields": ",".join((*ADDITIVE, *LISTS)), "limit": 5000, **{k: v for k, v in params.items() if v}}
    answer = demo.get(f"{node or demo.ad_account_id}/insights", given_params)
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]


def all_rows(demo, level, **params):
    """The rows of a level, and those of archived and deleted objects, which a filter must ask for."""
    hidden = json.dumps([{"field": f"{level}.effective_status", "operator": "IN", "value": ["ARCHIVED", "DELETED"]}])
    more = rows(demo, level=level, filtering=hidden, **params) if level != "account" else []
    return rows(demo, level=level, **params) + more


def sums(found):
    """Each additive field, and each action type of each list, over all rows; money in cents."""
    total = Counter()
    for row in found:
        for name in ADDITIVE:
            total[name] += round(100 * float(row[name]))
        for name in LISTS:
            for entry in row.get(name, ()):
                if entry.get("action_video_type") != "total":
                    total[name, entry["action_type"]] += round(100 * float(entry["value"]))
    return +total


def whole(demo, span, **params):
    return sums(rows(demo, time_range=span, **params))


@given(
    first=st.integers(0, 60),
    count=st.integers(1, 12),
    level=st.sampled_from(["account", "campaign", "adset", "ad"]),
    breakdowns=st.sampled_from(BREAKDOWNS),
    increment=st.sampled_from(["1", "3", "monthly", "all_days"]),
)
@example(first=20, count=20, level="ad", breakdowns="age,gender", increment="monthly")
@YEARLESS
def test_rows_of_any_level_breakdown_and_period_add_up_to_one(demo, first, count, level, breakdowns, increment):
    span = days(demo, first, count)
    found = all_rows(demo, level, time_range=span, breakdowns=breakdowns, time_increment=increment)

    assert sums(found) == whole(demo, span)
    for row in found:
        assert int(row["impressions"]) >= int(row["clicks"]) >= int(row["inline_link_clicks"]), row


@given(
    first=st.integers(0, 60),
    level=st.sampled_from(["campaign", "ad"]),
    actions=st.sampled_from(ACTIONS),
    breakdowns=st.sampled_from(["", "publisher_platform"]),
)
@YEARLESS
def test_entries_of_action_breakdowns_add_up_to_those_without(demo, first, level, actions, breakdowns):
    span = days(demo, first, 4)
    if actions not in ("", "action_device", "action_target_id,action_destination"):
        breakdowns = ""

    found = all_rows(demo, level, time_range=span, breakdowns=breakdowns, action_breakdowns=actions)

    assert sums(found) == whole(demo, span)


@pytest.mark.parametrize("breakdowns", [HOURLY, "region"])
def test_hours_and_regions_add_up_in_what_they_have(demo, breakdowns):
    """Results off Meta's pages are not divided by them, and no video metric goes by the hour."""
    params = {"time_range": days(demo, 3, 5), "fields": ",".join(ADDITIVE)}
    found, one = all_rows(demo, "adset", breakdowns=breakdowns, **params), rows(demo, **params)

    assert sums(found) == sums(one)


@given(first=st.integers(0, 30), level=st.sampled_from(["campaign", "adset", "ad"]))
@YEARLESS
def test_windows_are_parts_of_the_value_that_add_up(demo, first, level):
    windows, span = ("1d_click", "7d_click", "1d_view"), days(demo, first, 5)
    asked = {"time_range": span, "action_attribution_windows": ",".join(windows), "fields": "actions"}

    def purchases(level, **params):
        total = Counter()
        for row in all_rows(demo, level, **asked, **params):
            for entry in row.get("actions", ()):
                if entry["action_type"] == "purchase":
                    total.update({name: int(entry.get(name, 0)) for name in ("value", *windows)})
        return total

    one = purchases("account")
    assert purchases(level, time_increment="1") == one
    assert one["value"] == one["7d_click"] + one["1d_view"] and one["1d_click"] <= one["7d_click"]


def test_the_same_question_has_the_same_answer_in_another_sandbox(demo):
    asked = {"time_range": days(demo, 2, 2), "level": "ad", "breakdowns": "age,gender"}
    other = Sandbox(seed="demo")
    with serve(other) as server:
        again = rows(Caller(other, server.url), **asked)
    other.close()

    assert again == rows(demo, **asked)


@pytest.mark.parametrize(("verb", "level"), [("ARCHIVED", "ad"), ("DELETED", "adset"), ("DELETED", "ad")])
def test_sums_stay_after_archiving_and_deletion(demo, verb, level):
    span = days(demo, 5, 3)
    before, shown = whole(demo, span), rows(demo, time_range=span, level=level, fields=f"{level}_id,{ADDITIVE[0]}")
    chosen = shown[-1][f"{level}_id"]

    demo.post(chosen, data={"status": verb}).raise_for_status()

    assert whole(demo, span) == before
    listed = {
        row[f"{level}_id"] for row in rows(demo, time_range=span, level=level, fields=f"{level}_id,{ADDITIVE[0]}")
    }
    assert listed == {row[f"{level}_id"] for row in shown} - {chosen}
    filtering = json.dumps([{"field": f"{level}.effective_status", "operator": "IN", "value": [verb]}])
    with_filter = rows(
        demo, time_range=span, level=level, filtering=filtering, fields=f"{level}_id,{','.join(ADDITIVE)}"
    )
    assert chosen in {row[f"{level}_id"] for row in with_filter}
    assert sums(rows(demo, node=chosen, time_range=span)).keys() <= before.keys()
