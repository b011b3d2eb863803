"""Reads whose answers the documentation shows: asked of the sandbox, they bring what is shown, and the client takes both.

The answers are the samples of the Marketing API reference, at the lines that stand beside them; only texts are shortened.
"""

import pytest

from graph_client import GraphClient, creatives
from graph_client.edges import previews

from .likeness import differences, shape
from .wire import Reply, wire

CURSORS = {"cursors": {"before": "MAZDZD", "after": "MQZDZD"}}
DAYS = {"date_start": "2016-04-29", "date_stop": "2016-05-13"}
FRAME = "<iframe src='https://business.facebook.com/ads/api/preview_iframe.php?d=AQ&amp;t=AQ'></iframe>"
FEATURE = "image_touchups"


class Found:
    """What the questions are about: an ad with results, one with a feed of assets, a video of which nothing came yet."""

    def __init__(self, client, account):
        self.account = account
        self.ad = next(client.iterate(f"{self.account}/insights", {"level": "ad", "fields": ("ad_id",)}))["ad_id"]
        self.campaign = client.get(self.ad, {"fields": ("campaign_id",)})["campaign_id"]
        fed = client.iterate(f"{self.account}/ads", {"fields": ("creative{id,asset_feed_spec}",)})
        of_feeds = [row for row in fed if row["creative"].get("asset_feed_spec")]
        self.feed = next(row["creative"]["id"] for row in of_feeds)
        begun = client.post(f"{self.account}/video_ads", {"upload_phase": "start"})
        self.coming = begun["video_id"]
        self.fed_ad = next(row["id"] for row in of_feeds if "id" in body_of(client, row["id"]))


def body_of(client, ad_id):
    rows = client.get(f"{ad_id}/insights", {"fields": ("impressions",), "breakdowns": "body_asset"})["data"]
    return rows[0].get("body_asset", {}) if rows else {}


def results(of, *names, **params):
    return lambda client, found: dict(client.get(f"{getattr(found, of)}/insights", {"fields": names, **params}))


def a_feed(client, found):
    return dict(creatives.get(client, found.feed, ("asset_feed_spec",)))


def a_preview_of_a_feature(client, found):
    page = previews.for_creative(client, found.ad, "MOBILE_FEED_STANDARD", FEATURE)
    return {**page, "variants": previews.variants(page, FEATURE)}


def a_video_that_comes(client, found):
    return dict(client.get(found.coming, {"fields": ("status",)}))


CASES = {
    "insights of an ad (11325)": (
        results("ad", "impressions"),
        {"data": [{"impressions": "2466376", **DAYS}], "paging": CURSORS},
    ),
    "insights of a campaign on ad level (11355)": (
        results("campaign", "impressions", "ad_id", level="ad"),
        {"data": [{"impressions": "9708", "ad_id": "6142546123068", **DAYS}], "paging": CURSORS},
    ),
    "insights by field expansion (11400)": (
        lambda client, found: dict(client.get(found.ad, {"fields": ("name", "insights{impressions}")})),
        {"id": "6042542123268", "name": "My Website Clicks Ad", "insights": {"data": [{"impressions": "9708", **DAYS}], "paging": CURSORS}},
    ),
    "breakdown by age and gender (11755)": (
        results("campaign", "impressions", breakdowns="age,gender"),
        {"data": [{"impressions": "304", **DAYS, "age": "18-24", "gender": "male"}], "paging": CURSORS},
    ),
    "dynamic creative by body (7567)": (
        results("fed_ad", "impressions", breakdowns="body_asset"),
        {"data": [{"impressions": "8801", **DAYS, "body_asset": {"text": "Test text", "id": "6051732675652"}}], "paging": CURSORS},
    ),
    "dynamic creative by image (7606)": (
        results("fed_ad", "impressions", breakdowns="image_asset"),
        {"data": [{"impressions": "5497", **DAYS, "image_asset": {"hash": "a1", "url": "https://x", "id": "6051732672052"}}], "paging": CURSORS},
    ),
    "feed of a dynamic creative (6296)": (
        a_feed,
        {"asset_feed_spec": {"images": [{"hash": "785095162a2034666e0d0cc4ea1faf89"}], "bodies": [{"text": "Begin"}], "call_to_action_types": ["LEARN_MORE"],
          "call_to_actions": [{"type": "LEARN_MORE"}], "descriptions": [{"text": "Begin"}], "link_urls": [{"website_url": "https://x"}],
          "titles": [{"text": "Swipe"}], "ad_formats": ["SINGLE_IMAGE"], "optimization_type": "REGULAR"}, "id": "120210000000000"},
    ),
    "preview of a feature (9239)": (
        a_preview_of_a_feature,
        {"data": [{"body": FRAME, "transformation_spec": {FEATURE: [{"body": FRAME, "status": "eligible"}]}}]},
    ),
    "status of a video whose bytes come (2462)": (
        a_video_that_comes,
        # The sample has a time of publishing too, as a video has that is to be published later.
        {"status": {"video_status": "processing", "uploading_phase": {"status": "in_progress", "bytes_transfered": 50002},
         "processing_phase": {"status": "not_started"}, "publishing_phase": {"status": "not_started"}}},
    ),
}  # fmt: skip


@pytest.fixture
def demo(sandbox_server):
    identity = sandbox_server.identity
    client = GraphClient(identity["access_token"], app_secret=identity["app_secret"], api_url=sandbox_server.url)
    yield client, Found(client, identity["ad_account_id"])
    client.close()


@pytest.mark.parametrize("name", CASES)
def test_documented_answer_has_nothing_that_the_sandbox_has_not(name, demo):
    ask, answer = CASES[name]
    with wire([Reply(answer)]) as server:
        documented = ask(GraphClient("t", api_url=server.url, retries=0), demo[1])
    assert differences(shape(ask(*demo)), shape(documented)) == []
