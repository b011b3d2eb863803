"""Campaigns and their figures, asked of a server with state."""

from datetime import date, timedelta

import pytest

from graph_client import ConnectionFailed, TooMuchData, campaigns, fields, insights, reports


@pytest.fixture
def campaign(client):
    spec = {"name": "Spring", "objective": "OUTCOME_TRAFFIC", "special_ad_categories": []}
    return campaigns.create(client, client.account, "campaigns", spec)


def test_campaign_is_made_paused_read_changed_and_deleted(client, campaign):
    read = campaigns.get(client, campaign, fields.CAMPAIGN)
    assert (read["name"], read["status"]) == ("Spring", "PAUSED")
    campaigns.update(client, campaign, {"name": "Summer"})
    assert [row["name"] for row in campaigns.list_campaigns(client, client.account)] == ["Summer"]
    assert campaigns.get_many(client, [campaign], ("name",))[campaign].data["name"] == "Summer"
    campaigns.delete(client, campaign)
    assert list(campaigns.list_campaigns(client, client.account)) == []


def test_campaign_whose_answer_was_lost_is_not_made_twice_by_the_client(meta, client):
    meta.sandbox.faults.add(action="answer_lost", method="POST", path="/campaigns")
    spec = {"name": "Autumn", "objective": "OUTCOME_TRAFFIC", "special_ad_categories": []}
    with pytest.raises(ConnectionFailed):
        campaigns.create(client, client.account, "campaigns", spec)
    assert len(list(campaigns.list_campaigns(client, client.account))) == 1


def test_report_is_submitted_polled_and_fetched(meta, client):
    meta.sandbox.settings.change({"report_polls": 2})
    until = date.today() - timedelta(days=1)
    run_id = insights.submit(client, client.account, insights.daily_params(until - timedelta(days=6), until))
    states = [insights.poll(client, run_id)]
    while not states[-1].ready and len(states) < 6:
        states.append(insights.poll_many(client, [run_id])[run_id])
    assert not states[0].ready
    assert states[-1].ready
    assert [row for page in insights.fetch(client, run_id) for row in page["data"]] == []


@pytest.mark.parametrize(
    ("status", "percent", "ready", "failed"),
    [
        ("Job Running", 99, False, False),
        ("Job Completed", 99, False, False),
        ("Job Completed", 100, True, False),
        ("Job Failed", 99, False, True),
        ("Job Skipped", 0, False, True),
    ],
)
def test_report_is_ready_only_when_both_signs_say_so(status, percent, ready, failed):
    run = reports.Run("1", status, percent)
    assert (run.ready, run.failed) == (ready, failed)


def test_question_that_is_too_big_is_told_as_such(meta, client):
    meta.sandbox.faults.add(code=100, subcode=1487534, path="/insights")
    params = insights.daily_params("2026-10-01", "2026-10-31")
    with pytest.raises(TooMuchData):
        list(insights.iterate(client, client.account, params, page_size=1))


def test_daily_question_names_every_status_but_deleted():
    params = insights.daily_params(date(2026, 10, 1), date(2026, 10, 2), ad_ids=["5"], breakdowns=("age", "gender"))
    assert params["time_range"] == {"since": "2026-10-01", "until": "2026-10-02"}
    assert params["breakdowns"] == "age,gender"
    status, ads = params["filtering"]
    assert "ARCHIVED" in status["value"]
    assert "DELETED" not in status["value"]
    assert ads == {"field": "ad.id", "operator": "IN", "value": ["5"]}
