"""The same questions, asked of documented answers and of the sandbox: both must give the client the same shape.

Each answer below is a sample of the documentation, with the names of its source; only ids and addresses are shortened.
"""

import json

import pytest

from graph_client import Call, GraphClient, creatives, folders, images, insights, oauth, run, video_upload, videos
from graph_client.edges import previews

from .conftest import png
from .likeness import differences, shape
from .wire import Reply, wire

FRAME = '<iframe src="https://business.facebook.com/ads/api/preview_iframe.php?d=AQ&amp;t=AQ" width="335" height="450" scrolling="yes" style="border: none;"></iframe>'


def an_image(client, facts):
    file, size = png(1080, 1080)
    return images.upload(client, facts["ad_account_id"], file, "photo.png", size)


def a_folder(client, facts):
    return folders.create(client, facts["business_id"], "Creative folder")


def in_a_folder(client, facts):
    file, size = png(1080, 1080)
    return images.upload_to_folder(client, facts["business_id"], a_folder(client, facts), file, "photo.png", size)


def an_upload(client, facts):
    upload = videos.new_upload(facts["ad_account_id"], 104_857_600, "clip.mp4")
    begun = video_upload.start(client, upload)
    return {"session": begun.session_id, "video": begun.video_id, "start": begun.start_offset, "step": begun.step}


def a_folder_upload(client, facts):
    folder = a_folder(client, facts)
    begun = video_upload.start(client, videos.new_folder_upload(facts["business_id"], folder, 104_857_600, "clip.mp4"))
    return {
        "session": begun.session_id,
        "video": begun.video_id,
        "asset": begun.business_video_id,
        "start": begun.start_offset,
    }


def a_report(client, facts):
    return insights.submit(client, facts["ad_account_id"], insights.daily_params("2026-10-01", "2026-10-02"))


def a_polled_report(client, facts):
    polled = insights.poll(client, a_report(client, facts))
    return {"id": polled.id, "known": polled.status.startswith("Job "), "percent": polled.percent}


def link_spec(client, facts):
    sent = an_image(client, facts)
    link = {"image_hash": sent["hash"], "link": "https://example.com/", "message": "Made by hand"}
    return {"name": "Sample", "object_story_spec": {"page_id": facts["page_id"], "link_data": link}}


def a_creative(client, facts):
    return creatives.create(client, facts["ad_account_id"], link_spec(client, facts))


def a_checked_creative(client, facts):
    return creatives.create(client, facts["ad_account_id"], link_spec(client, facts), validate_only=True)


def a_frame(client, facts):
    [result] = previews.generate(client, facts["ad_account_id"], link_spec(client, facts), ["MOBILE_FEED_STANDARD"])
    return previews.frame(result.data)


def an_inspected_token(client, facts):
    return oauth.debug_token(client)


def a_mixed_batch(client, facts):
    results = run(client, [Call("GET", facts["ad_account_id"], {"fields": ("id",)}), Call("GET", "1")])
    return [result.ok for result in results]


IMAGE = {
    "images": {"photo.png": {"hash": "02bee5277ec507b6fd0f9b9ff2f22d9c", "url": "https://scontent.xx.fbcdn.net/x"}}
}
CASES = {
    "AdImage: upload of a file": (an_image, [IMAGE]),
    "Creative Asset Management: create folder": (a_folder, [{"id": "1234567890"}]),
    "Creative Asset Management: upload image": (
        in_a_folder,
        [{"id": "55"}, {"images": {"photo.png": {"id": "77", "hash": "02bee5277ec507b6fd0f9b9ff2f22d9c", "url": "https://x/y"}}}],
    ),
    "Ad Videos: start": (
        an_upload,
        [{"upload_session_id": "1564747013773438", "video_id": "1564747010440105", "start_offset": "0", "end_offset": "52428800"}],
    ),
    "Creative Asset Management: start of a video": (
        a_folder_upload,
        [
            {"id": "55"},
            {"upload_session_id": "1", "business_video_id": "2", "video_id": "3", "start_offset": "0", "end_offset": "52428800"},
        ],
    ),
    "Insights: asynchronous job": (a_report, [{"report_run_id": 6023920149050}]),
    "Insights: job status": (
        a_polled_report,
        [
            {"report_run_id": 6023920149050},
            {"id": "6044775548468", "account_id": "1010035716096012", "async_status": "Job Running", "async_percent_completion": 11},
        ],
    ),
    "Ad Creatives: create": (a_creative, [IMAGE, {"id": "120210000000000", "success": True}]),
    "Ad Creatives: validate_only": (a_checked_creative, [IMAGE, {"success": True}]),
    "Generate previews": (a_frame, [IMAGE, [{"code": 200, "body": json.dumps({"data": [{"body": FRAME}]})}]]),
    "Access tokens: debugging": (
        an_inspected_token,
        [{"data": {"app_id": "138483919580948", "type": "USER", "application": "Social Cafe", "expires_at": 1352419328, "is_valid": True, "scopes": ["email"], "user_id": "1207059"}}],
    ),
    "Batch requests: errors": (
        a_mixed_batch,
        [[{"code": 200, "body": '{"id": "act_1"}'}, {"code": 403, "headers": [{"name": "WWW-Authenticate", "value": "OAuth"}], "body": '{"error":{"type":"OAuthException","message":"x"}}'}]],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_documented_answer_and_sandbox_give_the_same_shape(name, meta, client):
    ask, answers = CASES[name]
    with wire([Reply(answer) for answer in answers]) as server:
        documented = ask(GraphClient("t", api_url=server.url, retries=0), meta.facts)
    told = ask(client, meta.facts)
    assert differences(shape(told), shape(documented)) == []


def test_shapes_that_differ_are_noticed():
    assert differences(shape({"a": "1"}), shape({"b": "1"})) == ["the answer.b is not known"]
    assert differences(shape({"a": {"b": "1"}}), shape({"a": ["x"]})) == ["the answer.a is an object, not a list"]
    assert differences(shape({"a": None}), shape({"a": {"b": "1"}})) == ["the answer.a is nothing, not an object"]
    assert differences(shape([{"a": True}, {"b": 1}]), shape([{"b": False}])) == [
        "the answer[].b is a number, not a flag"
    ]
    assert differences(shape({"a": []}), shape({"a": [1]})) == ["the answer.a is empty"]


def test_texts_of_digits_missing_rows_and_nulls_make_no_difference():
    assert differences(shape({"a": 5, "b": [{"c": 1}]}), shape({"a": "five", "b": []})) == []
    assert differences(shape({"a": True}), shape({"a": None})) == []
    assert differences(shape([{"a": 1}, {"b": 1}]), shape([{"b": 1}, {"a": 2}])) == []
