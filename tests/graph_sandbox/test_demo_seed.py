"""What the demo begins with."""

import json
from collections import Counter

import pytest

from graph_sandbox.seeds import facts

EVERY = '["ACTIVE","PAUSED","ARCHIVED","PENDING_REVIEW","DISAPPROVED","WITH_ISSUES","CAMPAIGN_PAUSED","ADSET_PAUSED","IN_PROCESS"]'


@pytest.fixture(scope="module")
def ads(demo):
    """All ads, the deleted one too."""
    return list(demo.sandbox.store.list("ad", parent=demo.ad_account_id, oldest_first=True))


def listed(demo, edge, **params):
    return demo.get(f"{demo.ad_account_id}/{edge}", {"limit": 100, **params}).json()["data"]


def insights(demo, node, **params):
    return demo.get(f"{node}/insights", {"fields": "impressions,ctr", "limit": 500, **params}).json()["data"]


def test_there_are_three_campaigns_six_ad_sets_and_thirty_ads(demo, ads):
    assert len(listed(demo, "campaigns")) == 3
    assert len(listed(demo, "adsets")) == 6
    assert len(ads) == 30


def test_each_fate_of_an_ad_is_among_them(demo, ads):
    found = Counter(demo.get(ad.id, {"fields": "effective_status"}).json()["effective_status"] for ad in ads)

    assert {name: found[name] for name in ("ARCHIVED", "DELETED", "DISAPPROVED", "PENDING_REVIEW", "WITH_ISSUES")} == {
        "ARCHIVED": 2,
        "DELETED": 1,
        "DISAPPROVED": 1,
        "PENDING_REVIEW": 1,
        "WITH_ISSUES": 1,
    }
    assert found["CAMPAIGN_PAUSED"] >= 1
    shown = listed(demo, "ads", effective_status=EVERY, fields="effective_status,ad_review_feedback,issues_info")
    assert len(shown) == 29
    for status, field in (("DISAPPROVED", "ad_review_feedback"), ("WITH_ISSUES", "issues_info")):
        assert [bool(row.get(field)) for row in shown if row["effective_status"] == status] == [True]


def test_the_ads_deliver_on_each_of_the_last_120_days(demo, ads):
    rows = insights(demo, demo.ad_account_id, date_preset="last_90d", time_increment=1, level="ad", limit=5000)
    days = {}
    for row in rows:
        days.setdefault(row["date_start"], []).append(int(row["impressions"]))
    assert len(days) == 90 and all(len(shown) >= 20 for shown in days.values())
    whole = [ad for ad in ads if len(insights(demo, ad.id, date_preset="maximum", time_increment=1)) == 121]
    assert len(whole) >= 22


def test_the_deleted_ad_delivered_last_week(demo, ads):
    [deleted] = [ad for ad in ads if ad["status"] == "DELETED"]

    assert insights(demo, deleted.id, date_preset="last_7d")
    assert insights(demo, deleted.id, date_preset="today") == []


def test_people_grow_tired_of_one_ad(demo, ads):
    [tiring] = [ad for ad in ads if (ad.get("delivery") or {}).get("tires")]
    rows = insights(demo, tiring.id, date_preset="maximum", time_increment=30)

    assert float(rows[0]["ctr"]) > 1.4 * float(rows[3]["ctr"])


def test_the_dynamic_creative_has_results_for_each_picture(demo, ads):
    [adset] = [one for one in listed(demo, "adsets", fields="is_dynamic_creative") if one["is_dynamic_creative"]]
    [dynamic] = [ad for ad in ads if ad["adset_id"] == adset["id"]]

    rows = insights(demo, dynamic.id, date_preset="last_7d", breakdowns="image_asset")
    assert len({row["image_asset"]["hash"] for row in rows}) == 3


def test_one_ad_was_made_elsewhere_of_a_post(demo):
    rows = listed(demo, "ads", fields="last_updated_by_app_id,creative{object_story_id}")
    found = [row for row in rows if row.get("last_updated_by_app_id") not in (None, demo.app_id)]

    assert [bool(row["creative"]["object_story_id"]) for row in found] == [True]


def test_the_ads_are_of_all_kinds(demo):
    """Each kind is known by what only it has in the answer; the other kinds have their tests above."""
    inner = "object_story_spec,asset_feed_spec,source_instagram_media_id,facebook_branded_content,object_story_id"
    fields = f"creative_asset_groups_spec,creative{{{inner}}}"
    rows = listed(demo, "ads", fields=fields, effective_status=EVERY)

    def having(*words):
        return sum(all(f'"{word}' in json.dumps(row) for word in words) for row in rows)

    assert {words: having(*words) for words in KINDS} == KINDS
    canvas = next(row for row in rows if "canvas_doc" in json.dumps(row))["creative"]["object_story_spec"]["link_data"]
    assert demo.get(canvas["link"].rsplit("/")[-1], {"fields": "is_published"}).json()["is_published"] is True
    for row in rows:
        shown = demo.get(f"{row['id']}/previews", {"ad_format": "INSTAGRAM_STANDARD"})
        assert "<iframe" in shown.json()["data"][0]["body"]


KINDS = {
    ("creative_asset_groups_spec", "group_uuid"): 1,
    ("asset_customization_rules", "locales"): 1,
    ("asset_customization_rules", "instagram_positions"): 1,
    ("https://fb.com/canvas_doc/",): 1,
    ("lead_gen_form_id",): 1,
    ("INSTALL_MOBILE_APP",): 1,
    ("facebook_branded_content",): 1,
    ("source_instagram_media_id",): 1,
    ("threads_user_id",): 1,
    ("template_data",): 1,
    ("photo_data",): 1,
    ("object_story_id",): 1,
    ("optimization_type", "REGULAR"): 1,
    ("video_data",): 2,
    ("child_attachments",): 5,
}


def test_the_second_account_has_40_thin_months_in_dollars(demo):
    account = facts()["second_ad_account_id"]
    assert demo.get(account, {"fields": "currency,timezone_name"}).json()["currency"] == "USD"
    periods = demo.sandbox.store.list("ad", parent=account)[0]["delivery"]["periods"]
    months = insights(demo, account, date_preset="maximum", time_increment="monthly")

    assert len(periods) == 40
    assert len(months) >= 36
    whole = insights(demo, demo.ad_account_id, date_preset="last_30d")
    assert int(months[0]["impressions"]) * 10 < int(whole[0]["impressions"])


def test_each_creative_of_the_demo_is_one_that_meta_would_take(demo, ads):
    from graph_sandbox import creative_rules

    account = demo.sandbox.store.require(demo.ad_account_id)
    for ad in ads:
        creative_rules.check(demo.sandbox, account, demo.sandbox.store.require(ad["creative_id"])["spec"])
