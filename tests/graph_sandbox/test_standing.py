"""Answers that stand: whoever asks again is told what a sandbox without a memory would tell."""

import itertools
import json
import os
import time

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_sandbox.standing import Standing

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "25"))
AD = (
    "id,name,status,effective_status,updated_time,ad_review_feedback,adset{name,status},creative{id,name,thumbnail_url}"
)
READS = [
    "{account}?fields=id,name,account_status,timezone_offset_hours_utc",
    "{account}/ads?fields=id,name,effective_status&limit=4",
    "{account}/ads?fields=id&is_completed=false&updated_since=yesterday&limit=3",
    '{account}/ads?fields=id&effective_status=["PENDING_REVIEW","DISAPPROVED"]',
    "{account}/adsets?fields=id,name,end_time,effective_status&limit=3",
    "{account}/campaigns?fields=id,name,status,ads.limit(2){name,effective_status}&limit=2",
    "{account}/adsets?fields=id&summary=insights{impressions}&date_preset=last_3d&limit=1",
    "{account}/adcreatives?fields=id,name,image_url&limit=3",
    "{account}/insights?fields=impressions,spend&date_preset=today",
    '{account}/insights?fields=ad_id&level=ad&filtering=[{"field":"ad.effective_status","operator":"IN","value":["PENDING_REVIEW"]}]',
    "{ad}?fields=" + AD,
    "{waiting}?fields=" + AD,
    "{ad}/insights?fields=impressions,spend,ad_name&date_preset=last_7d&time_increment=1",
    "{creative}?fields=id,name,image_url,body,title,asset_feed_spec",
    "{campaign}?fields=id,name,effective_status,insights.date_preset(yesterday){impressions}",
]


def renamed(graph, ids, number):
    graph.post(ids["ad"], {"name": f"Name {number}"})


def creative_renamed(graph, ids, number):
    graph.post(ids["creative"], {"name": f"Creative {number}"})


def paused_above(graph, ids, number):
    graph.post(ids["campaign"], {"status": ("PAUSED", "ACTIVE")[number % 2]})


def ended(graph, ids, number):
    graph.post(ids["adset"], {"end_time": int(graph.sandbox.clock.glance()) + 600 * (number % 50 + 1)})


def minutes_pass(graph, ids, number):
    graph.control("POST", "clock", advance=number % 90 * 60)


def days_pass(graph, ids, number):
    graph.control("POST", "clock", advance=number % 4 * 86_400)


def clock_goes_back(graph, ids, number):
    graph.control("POST", "clock", advance=-(number % 3 + 1) * 86_400)


def rejected(graph, ids, number):
    decision = ("reject", "approve")[number % 2]
    graph.control("POST", "act", act="review", id=ids["waiting"], decision=decision)


def fewer_listed(graph, ids, number):
    graph.control("POST", "settings", creatives_listed=(2, 50_000)[number % 2])


def all_as_at_first(graph, ids, number):
    graph.control("POST", "reset")


CHANGES = [
    renamed,
    creative_renamed,
    paused_above,
    ended,
    minutes_pass,
    days_pass,
    clock_goes_back,
    rejected,
    fewer_listed,
    all_as_at_first,
]
STEPS = st.lists(st.tuples(st.sampled_from(CHANGES), st.integers(0, 99)), min_size=1, max_size=8)


def some_ids(graph):
    account = graph.ad_account_id
    ads = graph.get(f"{account}/ads", {"fields": "id,effective_status,creative,campaign_id,adset_id"}).json()["data"]
    one = next(ad for ad in ads if ad["effective_status"] == "ACTIVE")
    return {
        "account": account,
        "ad": one["id"],
        "waiting": next(ad["id"] for ad in ads if ad["effective_status"] == "PENDING_REVIEW"),
        "creative": one["creative"]["id"],
        "campaign": one["campaign_id"],
        "adset": one["adset_id"],
    }


def addressed(path, ids):
    first, _, rest = path.partition("}")
    return ids[first[1:]] + rest


def told_without_memory(graph, path):
    sandbox = graph.sandbox
    kept, sandbox.standing = sandbox.standing, Standing(sandbox)
    try:
        return told(graph, path)
    finally:
        sandbox.standing = kept


def told(graph, path):
    answer = graph.get(path)
    return answer.status_code, answer.json(), answer.headers.get("ETag")


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(reads=st.lists(st.sampled_from(READS), min_size=1, max_size=4, unique=True), steps=STEPS)
def test_after_any_changes_a_read_tells_what_is_so_now(demo, reads, steps):
    demo.sandbox.reset()
    ids = some_ids(demo)
    for change, number in [(renamed, 0), *steps]:
        change(demo, ids, number)
        for path in (addressed(read, ids) for read in reads):
            assert told(demo, path) == told_without_memory(demo, path), path


def test_an_answer_that_stands_is_counted_charged_and_refused_like_any_other(demo):
    demo.sandbox.reset()
    path = f"{some_ids(demo)['ad']}?fields=name"
    demo.control("POST", "settings", account_limit=5)
    statuses = [demo.get(path).status_code for _ in range(7)]
    counted = demo.control("GET", "counts")
    assert statuses.count(200) == 4 and set(statuses[4:]) == {400}  # the list of some_ids was the first call
    assert counted[f"GET /{path.partition('?')[0]}"] == 7


def test_a_token_that_was_revoked_or_lost_a_permission_is_told_nothing_that_was_kept(demo):
    demo.sandbox.reset()
    path = f"{some_ids(demo)['ad']}?fields=name"
    assert demo.get(path).status_code == demo.get(path).status_code == 200
    kept = demo.sandbox.store.find("token", demo.token)
    demo.sandbox.store.update(kept.id, {"scopes": ["public_profile"]})
    assert demo.get(path).json()["error"]["code"] == 200
    demo.sandbox.store.update(kept.id, {"scopes": kept["scopes"], "revoked": True})
    assert demo.get(path).json()["error"]["code"] == 190


def test_one_token_is_never_told_what_was_kept_for_another(demo):
    demo.sandbox.reset()
    path = f"{demo.ad_account_id}/ads?fields=id&limit=1"
    mine = demo.get(path).json()["paging"]["next"]
    app = {"access_token": f"{demo.app_id}|{demo.app_secret}"}
    assert demo.token in mine
    assert demo.get(path, app).status_code != 200


def test_a_number_and_a_text_of_the_same_look_are_two_questions(demo):
    demo.sandbox.reset()
    path = f"{demo.ad_account_id}/ads?fields=id"
    asked = [("limit", "1"), ("limit", "01"), ("summary", "true"), ("summary", "1")]
    answers = [demo.get(f"{path}&{name}={value}").json() for name, value in itertools.chain(asked, asked)]
    assert answers[:4] == answers[4:]
    assert len(answers[0]["data"]) == len(answers[1]["data"]) == 1


def test_what_the_clock_makes_different_is_told_when_its_moment_has_come(demo):
    demo.sandbox.reset()
    path = f"{some_ids(demo)['waiting']}?fields=effective_status"
    assert [told(demo, path)[1]["effective_status"] for _ in range(2)] == ["PENDING_REVIEW"] * 2
    demo.control("POST", "clock", rate=200_000)  # the two days that the review has left are gone in a second
    until = time.monotonic() + 20
    while told(demo, path)[1]["effective_status"] == "PENDING_REVIEW":
        assert time.monotonic() < until


def test_results_are_told_anew_when_the_clock_is_turned_within_a_minute(demo):
    demo.sandbox.reset()
    ids = some_ids(demo)
    filters = [{"field": "ad.effective_status", "operator": "IN", "value": ["PENDING_REVIEW"]}]
    asked = {"level": "ad", "fields": "ad_id", "date_preset": "maximum", "filtering": json.dumps(filters)}
    ends = demo.sandbox.store.get(ids["waiting"])["review"]["until"]
    found = []
    for moment in (ends - 1, ends + 1):
        demo.control("POST", "clock", now=moment, rate=0.001)
        found.append(demo.get(f"{ids['account']}/insights", asked).json()["data"])
    assert [len(rows) for rows in found] == [1, 0]
