"""Rate limits and their headers."""

import json

import pytest

from .conftest import error_of


def usage(answer, account):
    return json.loads(answer.headers["x-business-use-case-usage"])[account.removeprefix("act_")][0]


def test_each_answer_tells_what_is_used(new_graph):
    graph = new_graph(account_limit=100)

    for _ in range(9):
        graph.get(graph.ad_account_id)
    answer = graph.get(graph.ad_account_id)

    assert usage(answer, graph.ad_account_id)["call_count"] == 10
    assert usage(answer, graph.ad_account_id)["type"] == "ads_management"
    assert json.loads(answer.headers["x-app-usage"]).keys() == {"call_count", "total_time", "total_cputime"}


def test_a_used_up_account_is_refused_until_the_window_has_passed(new_graph):
    graph = new_graph(account_limit=3, limit_window=600)

    codes = [graph.get(graph.ad_account_id).status_code for _ in range(4)]
    refused = graph.get(graph.ad_account_id)

    assert codes == [200, 200, 200, 400]
    assert error_of(refused) == (80004, 2446079)
    assert usage(refused, graph.ad_account_id)["estimated_time_to_regain_access"] == 10
    graph.control("POST", "clock", advance=601)
    assert graph.get(graph.ad_account_id).status_code == 200


def test_calls_on_things_of_the_account_count_too(new_graph):
    graph = new_graph(account_limit=2)
    video = graph.sandbox.store.add("video", {"blob": "x", "size": 1}, parent=graph.ad_account_id, key="ready")

    codes = [graph.get(video.id, {"fields": "title"}).status_code for _ in range(3)]

    assert codes == [200, 200, 400]


@pytest.mark.parametrize(
    ("tier", "edge", "active", "quota"),
    [
        ("development_access", "", 0, 300),
        ("development_access", "", 2, 300 + 80),
        ("standard_access", "", 2, 100_000 + 80),
        ("development_access", "/insights", 2, 600 + 800),
        ("standard_access", "/insights", 1, 190_000 + 400),
    ],
)
def test_an_account_has_as_many_calls_as_the_formula_says(graph, tier, edge, active, quota):
    for number in range(3):  # the last one does not run
        running_ad(graph, "ACTIVE" if number < active else "PAUSED")
    graph.control("POST", "act", act="set_tier", tier=tier)
    use = "ads_insights" if edge else "ads_management"
    graph.control("POST", "use", key=f"{use}:{graph.ad_account_id}", calls=quota - 1)

    answers = [graph.get(f"{graph.ad_account_id}{edge}") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 400]
    assert error_of(answers[1]) == (80000 if edge else 80004, 2446079)
    assert usage(answers[1], graph.ad_account_id)["ads_api_access_tier"] == tier


def running_ad(graph, status):
    add = graph.sandbox.store.add
    campaign = add("campaign", {"name": "c", "status": "ACTIVE"}, parent=graph.ad_account_id)
    adset = add("adset", {"name": "s", "status": "ACTIVE", "campaign_id": campaign.id}, parent=graph.ad_account_id)
    fields = {"name": "a", "status": status, "adset_id": adset.id, "campaign_id": campaign.id}
    return add("ad", fields, parent=graph.ad_account_id)


def test_mistakes_make_the_quota_of_insights_smaller(graph):
    graph.control("POST", "act", act="set_tier", tier="development_access")
    graph.get(f"{graph.ad_account_id}/insights")
    before = limit_of(graph, "ads_insights")

    for _ in range(3):
        graph.get(f"{graph.ad_account_id}/insights", {"level": "nonsense"})

    assert before - limit_of(graph, "ads_insights") == pytest.approx(0.003)


def limit_of(graph, use):
    rows = graph.control("GET", "limits")["data"]
    return next(row["limit"] for row in rows if row["key"] == f"{use}:{graph.ad_account_id}")


def test_insights_and_management_are_counted_apart(new_graph):
    graph = new_graph(account_limit=1)

    assert graph.get(graph.ad_account_id).status_code == 200
    answer = graph.get(f"{graph.ad_account_id}/insights")

    assert (answer.status_code, usage(answer, graph.ad_account_id)["type"]) == (200, "ads_insights")
    assert json.loads(answer.headers["x-fb-ads-insights-throttle"])["acc_id_util_pct"] == 100
    assert error_of(graph.get(graph.ad_account_id)) == (80004, 2446079)


def test_calls_of_an_account_are_not_counted_for_the_app(new_graph):
    graph = new_graph(app_limit=1)

    assert [graph.get(graph.ad_account_id).status_code for _ in range(3)] == [200, 200, 200]
    assert [graph.get("me").status_code for _ in range(2)] == [200, 403]


def test_a_person_has_a_limit_too(new_graph):
    graph = new_graph(user_limit=1)

    assert [graph.get("me").status_code for _ in range(2)] == [200, 400]
    assert error_of(graph.get("me")) == (17, None)


def test_old_versions_are_throttled_with_17(new_graph):
    graph = new_graph(account_limit=0)

    assert error_of(graph.get(f"{graph.url}/v3.3/{graph.ad_account_id}")) == (17, 2446079)
    assert error_of(graph.get(f"{graph.url}/v4.0/{graph.ad_account_id}")) == (80004, 2446079)


def test_an_unsteady_flood_of_calls_is_told_so(new_graph):
    graph = new_graph(burst_limit=3)

    answers = [graph.get(graph.ad_account_id) for _ in range(5)]

    assert error_of(answers[-1]) == (613, 1996)


def test_calls_come_back_one_by_one(new_graph):
    graph = new_graph(account_limit=2, limit_window=600)
    graph.get(graph.ad_account_id)
    graph.control("POST", "clock", advance=300)
    graph.get(graph.ad_account_id)
    refused = graph.get(graph.ad_account_id)

    assert usage(refused, graph.ad_account_id)["estimated_time_to_regain_access"] == 10
    assert json.loads(refused.headers["x-ad-account-usage"])["reset_time_duration"] in (599, 600)
    graph.control("POST", "clock", advance=301)
    assert graph.get(graph.ad_account_id).status_code == 400  # the second and the refused one are still there
    graph.control("POST", "clock", advance=601)
    assert graph.get(graph.ad_account_id).status_code == 200


def test_the_app_has_a_limit_of_its_own(new_graph):
    graph = new_graph(app_limit=2)

    assert [graph.get("me").status_code for _ in range(3)] == [200, 200, 403]
    assert error_of(graph.get("me")) == (4, None)


@pytest.mark.parametrize(("code", "expected"), [(17, (17, 2446079)), (613, (613, None))])
def test_other_throttling_codes_can_be_chosen(new_graph, code, expected):
    graph = new_graph(account_limit=0, limit_code=code)

    assert error_of(graph.get(graph.ad_account_id)) == expected


def test_other_people_use_up_calls_too(graph):
    graph.control("POST", "use", key=f"ads_management:{graph.ad_account_id}", calls=100_000)

    assert error_of(graph.get(graph.ad_account_id)) == (80004, 2446079)
    assert graph.control("GET", "state")["refused_by_limits"] == 1


def test_each_of_several_ids_counts_for_its_own_account(new_graph):
    graph = new_graph(account_limit=100)
    videos = [
        graph.sandbox.store.add("video", {"blob": "x", "size": 1}, parent=graph.ad_account_id, key="ready").id
        for _ in range(5)
    ]

    graph.get("", {"ids": ",".join(videos), "fields": "title"})

    assert usage(graph.get(graph.ad_account_id), graph.ad_account_id)["call_count"] == 6
    assert json.loads(graph.get("me").headers["x-app-usage"])["call_count"] == 0
