"""What happens to ads by other hands: reviews, edits at Meta, issues. Told and delivered accordingly."""

import datetime as dt

import pytest

from .ads import create, link_story, uploaded
from .objects import DAY, ad, days_of, later, read, status_of


@pytest.fixture
def graph(clean_graph):
    clean_graph.control("POST", "clock", now=dt.datetime(2026, 11, 20, 11, tzinfo=dt.UTC).timestamp())
    return clean_graph


def act(graph, name, object_id, **values):
    return graph.control("POST", "act", act=name, id=object_id, **values)


def results(graph, leaf, first, last):
    """What each day from one number of the month to another gave."""
    period = {"time_range": f'{{"since":"2026-11-{first}","until":"2026-11-{last}"}}', "time_increment": 1}
    return graph.get(f"{leaf}/insights", {"fields": "impressions,clicks,spend,video_play_actions", **period}).json()[
        "data"
    ]


def test_a_rejected_ad_says_why_and_stops_delivering_until_it_is_approved(graph, tree):
    leaf = tree[2]
    act(graph, "review", leaf, decision="reject", reasons={"MISLEADING": "It promises too much."})

    found = read(graph, leaf, "effective_status,ad_review_feedback")
    assert found["effective_status"] == "DISAPPROVED"
    assert found["ad_review_feedback"] == {"global": {"MISLEADING": "It promises too much."}}
    later(graph, 3 * DAY)
    assert days_of(graph, leaf) == ["2026-11-20"]
    act(graph, "review", leaf, decision="approve")
    assert status_of(graph, leaf) == "ACTIVE" and "ad_review_feedback" not in read(graph, leaf, "ad_review_feedback")
    later(graph, DAY)
    assert days_of(graph, leaf) == ["2026-11-20", "2026-11-23", "2026-11-24"]


def test_an_ad_in_review_can_be_approved_before_its_time(graph, tree, creative):
    graph.control("POST", "settings", review_seconds=9 * DAY)
    leaf = ad(graph, tree[1], creative, status="ACTIVE").json()["id"]
    assert status_of(graph, leaf) == "PENDING_REVIEW"

    act(graph, "review", leaf, decision="approve")
    assert status_of(graph, leaf) == "ACTIVE" and days_of(graph, leaf) == ["2026-11-20"]


def test_an_ad_that_somebody_edits_keeps_its_results_before_and_has_others_after(graph, tree):
    leaf = tree[2]
    later(graph, 8 * DAY)
    planned = results(graph, leaf, 20, 28)
    graph.control("POST", "clock", advance=-4 * DAY)
    other = create(graph, link_story(graph, uploaded(graph), message="Edited at Meta")).json()["id"]

    act(graph, "swap_creative", leaf, creative_id=other)
    assert read(graph, leaf, "creative")["creative"]["id"] == other
    later(graph, 4 * DAY)
    after = results(graph, leaf, 20, 28)
    assert after[:4] == planned[:4]
    assert all(one != two for one, two in zip(after[4:], planned[4:], strict=True))
    third = create(graph, link_story(graph, uploaded(graph), message="Edited once more")).json()["id"]
    act(graph, "swap_creative", leaf, creative_id=third)
    assert results(graph, leaf, 20, 27) == after[:8]


@pytest.mark.parametrize(("place", "level"), [(0, "CAMPAIGN"), (1, "AD_SET"), (2, "AD")])
def test_an_issue_at_any_level_stops_the_ad_until_it_is_cleared(graph, tree, place, level):
    act(graph, "raise_issue", tree[place], error_summary="The payment failed")

    [issue] = read(graph, tree[place], "issues_info")["issues_info"]
    assert (issue["level"], issue["error_summary"]) == (level, "The payment failed")
    assert [status_of(graph, one) for one in tree[place:]] == ["WITH_ISSUES"] * (3 - place)
    later(graph, 2 * DAY)
    assert days_of(graph, tree[2]) == ["2026-11-20"]
    act(graph, "clear_issues", tree[place])
    assert [status_of(graph, one) for one in tree] == ["ACTIVE"] * 3
    assert days_of(graph, tree[2]) == ["2026-11-20", "2026-11-22"]


def test_a_copy_does_not_take_over_an_issue(graph, tree):
    act(graph, "raise_issue", tree[2], error_summary="The payment failed")
    copy = graph.post(f"{tree[2]}/copies", {"status_option": "ACTIVE"}).json()["copied_ad_id"]
    assert status_of(graph, copy) == "ACTIVE"


@pytest.mark.parametrize(
    "values",
    [
        {"act": "review", "decision": "perhaps"},
        {"act": "swap_creative", "creative_id": "1"},
        {"act": "raise_issue", "id": "me"},
        {"act": "raise_issue", "error_code": "many"},
    ],
    ids=str,
)
def test_an_act_that_cannot_be_is_refused(graph, tree, values):
    answer = graph.session.post(f"{graph.url}/_control/act", json={"id": tree[2], **values})

    assert answer.status_code in (400, 404) and answer.json()["error"]["code"] == 100
    assert status_of(graph, tree[2]) == "ACTIVE"
