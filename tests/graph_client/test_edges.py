"""The functions over a client, asked of a server with state."""

import io

import pytest
import requests

from graph_client import (
    GraphClient,
    InvalidParameter,
    MediaRefused,
    ObjectNotFound,
    PermissionMissing,
    TokenRejected,
    accounts,
    folders,
    images,
    oauth,
    videos,
)
from graph_client.edges import previews

from .conftest import new_client, png
from .wire import Reply, wire


def test_token_reaches_its_businesses_accounts_and_pages(meta, client):
    facts = meta.facts
    assert accounts.me(client)["id"] == facts["system_user_id"]
    assert facts["business_id"] in {row["id"] for row in accounts.list_businesses(client)}
    reached = {row["id"]: row for row in accounts.list_ad_accounts(client)}
    assert reached[facts["ad_account_id"]]["currency"] == "EUR"
    assert facts["page_id"] in {row["id"] for row in accounts.list_pages(client)}
    assert accounts.get_ad_account(client, facts["ad_account_id"])["timezone_name"] == "Europe/Berlin"


def test_business_lists_owned_and_client_accounts_once(meta, client):
    found = [row["id"] for row in accounts.list_ad_accounts(client, meta.facts["business_id"])]
    assert len(found) == len(set(found))
    assert {meta.facts["ad_account_id"], meta.facts["client_ad_account_id"]} <= set(found)


def test_ad_account_and_business_tell_their_instagram_accounts(meta, client):
    wanted = meta.facts["instagram_user_id"]
    assert wanted in {row["id"] for row in accounts.list_instagram_accounts(client, meta.facts["ad_account_id"])}
    assert wanted in {row["id"] for row in accounts.list_business_instagram_accounts(client, meta.facts["business_id"])}


def test_token_is_inspected(meta, client):
    told = oauth.debug_token(client)
    assert (told["is_valid"], told["app_id"], told["type"]) == (True, meta.facts["app_id"], "SYSTEM_USER")
    assert "ads_management" in told["scopes"]
    assert oauth.permissions(client)["ads_management"] == "granted"


def test_invalid_token_is_told_apart(meta, client):
    assert oauth.debug_token(client, meta.facts["expired_access_token"])["is_valid"] is False
    stranger = new_client(meta, token=meta.facts["expired_access_token"])
    with pytest.raises(TokenRejected):
        accounts.me(stranger)
    stranger.close()


def test_wrong_app_secret_is_told_as_such(meta):
    stranger = new_client(meta, app_secret="not the secret")
    with pytest.raises(TokenRejected, match="appsecret_proof") as caught:
        accounts.me(stranger)
    assert "app secret" in caught.value.advice
    stranger.close()


def test_login_address_holds_what_the_dialog_needs():
    url = oauth.login_url(
        "https://www.facebook.com/",
        "v24.0",
        app_id="5",
        redirect_uri="https://g/cb",
        state="s1",
        scopes=("ads_read", "ads_management"),
        rerequest=True,
    )
    assert url == (
        "https://www.facebook.com/v24.0/dialog/oauth?client_id=5&redirect_uri=https%3A%2F%2Fg%2Fcb&state=s1"
        "&response_type=code&scope=ads_read%2Cads_management&auth_type=rerequest"
    )


def test_folder_lives_from_creation_to_deletion(meta, client):
    business = meta.facts["business_id"]
    parent = folders.create(client, business, "Summer", description="All of it")
    child = folders.create(client, business, "Reels", parent=parent)
    assert [row["id"] for row in folders.list_children(client, parent)] == [child]
    assert [row["id"] for row in folders.find(client, business, "Reels", parent)] == [child]
    assert folders.find(client, business, "Ree", parent) == []
    folders.rename(client, child, "Reels 9:16")
    assert folders.get(client, child)["name"] == "Reels 9:16"
    assert parent in {row["id"] for row in folders.list_roots(client, business)}
    folders.delete(client, child)
    with pytest.raises(ObjectNotFound):
        folders.get(client, child)


@pytest.mark.parametrize(
    ("answer", "at_once"), [({"success": True}, True), ({"success": True, "share_status": "In Progress"}, False)]
)
def test_sharing_a_folder_tells_whether_access_holds_at_once(answer, at_once):
    with wire([Reply(answer)]) as server:
        assert folders.share(GraphClient("t", api_url=server.url), "55", "66", ["VIEW_CONTENT"]) is at_once
    [seen] = server.seen
    assert (seen.path, seen.params) == ("/v24.0/55/agencies", {"business": "66", "permitted_tasks": '["VIEW_CONTENT"]'})


def test_folders_without_the_permission_are_refused_in_words(meta):
    stranger = new_client(meta, token=meta.facts["limited_access_token"])
    with pytest.raises(PermissionMissing) as caught:
        list(folders.list_roots(stranger, meta.facts["business_id"]))
    assert caught.value.advice
    stranger.close()


def test_same_image_sent_twice_is_one_with_one_hash(meta, client):
    account = meta.facts["ad_account_id"]
    file, size = png()
    first = images.upload(client, account, file, "leaf.png", size)
    again = images.upload(client, account, file, "leaf.png", size)
    assert first["hash"] == again["hash"]
    [row] = list(images.list_images(client, account, [first["hash"]]))
    assert (row["width"], row["height"], row["name"]) == (640, 640, "leaf.png")
    assert requests.get(row["url"], timeout=10).content == file.getvalue()


@pytest.mark.parametrize("action", ["reset", "answer_lost", "cut"])
def test_image_arrives_once_whatever_happens_to_the_answer(meta, client, action):
    account = meta.facts["ad_account_id"]
    file, size = png(colour="#884422")
    meta.sandbox.faults.add(action=action, method="POST", path="/adimages", bytes=40)
    sent = images.upload(client, account, file, "clay.png", size)
    assert [row["hash"] for row in images.list_images(client, account)] == [sent["hash"]]


def test_many_images_go_in_one_batch_and_each_has_its_outcome(meta, client):
    colours = ["#102030", "#405060", "#708090"]
    good = [(*png(colour=colour), f"{colour[1:]}.png") for colour in colours]
    bad = io.BytesIO(b"no picture")
    files = [(file, name, size) for file, size, name in good] + [(bad, "bad.png", 10)]
    results = images.upload_many(client, meta.facts["ad_account_id"], files)
    assert [result.ok for result in results] == [True, True, True, False]
    assert len({result.data["hash"] for result in results[:3]}) == 3


def test_batch_of_images_whose_answer_is_lost_arrives_once(meta, client):
    meta.sandbox.faults.add(action="answer_lost", method="POST", path=r"^(/v24\.0)?/?$")
    files = [(*png(colour=colour), colour) for colour in ("#112233", "#445566")]
    results = images.upload_many(
        client, meta.facts["ad_account_id"], [(file, name[1:] + ".png", size) for file, size, name in files]
    )
    assert all(result.ok for result in results)
    assert len(list(images.list_images(client, meta.facts["ad_account_id"]))) == 2


def test_tiny_image_is_refused_with_a_sentence(meta, client):
    file, size = png(100, 100)
    with pytest.raises(MediaRefused) as caught:
        images.upload(client, meta.facts["ad_account_id"], file, "tiny.png", size)
    assert caught.value.subcode == 1487390 or caught.value.code == 1487390
    assert "too small" in caught.value.advice


def test_image_is_copied_to_another_account_and_deleted(meta, client):
    source, target = meta.facts["ad_account_id"], meta.facts["second_ad_account_id"]
    file, size = png(colour="#aa5500")
    sent = images.upload(client, source, file, "pot.png", size)
    assert images.copy(client, target, source, sent["hash"])["hash"] == sent["hash"]
    images.delete(client, source, sent["hash"])
    assert list(images.list_images(client, source)) == []


def test_image_goes_into_a_business_folder_and_is_found_there(meta, client):
    business = meta.facts["business_id"]
    folder = folders.create(client, business, "Stills")
    file, size = png(colour="#0055aa")
    sent = images.upload_to_folder(client, business, folder, file, "sea.png", size)
    found = images.find_in_folder(client, business, folder, sent["hash"])
    assert found["name"] == "sea.png"
    assert images.get_business_image(client, sent["id"])["hash"] == sent["hash"]
    assert folders.media_link(client, sent["id"], "CREATE_AD").endswith("&action=CREATE_AD")
    images.delete_business_image(client, sent["id"])
    assert images.find_in_folder(client, business, folder, sent["hash"]) is None


def test_video_status_is_read_for_many_at_once(meta, client, clip):
    meta.sandbox.settings.change({"video_polls": 2})
    answer = videos.video_upload.send_whole(client, f"{client.account}/advideos", io.BytesIO(clip), len(clip), "a.mp4")
    seen = []
    for _ in range(4):
        result = videos.status(client, [answer["id"], "999999999"])
        seen.append(videos.progress(result[answer["id"]].data["status"])[0])
    assert seen[0] == "processing"
    assert seen[-1] == "ready"
    assert isinstance(result["999999999"].error, ObjectNotFound)
    assert list(videos.list_thumbnails(client, answer["id"]))


@pytest.mark.parametrize(
    ("status", "told"),
    [
        ({"video_status": "processing", "processing_progress": 40}, ("processing", 40, "")),
        ({"video_status": "ready"}, ("ready", 100, "")),
        (
            {"video_status": "error", "processing_phase": {"errors": [{"code": 1, "message": "No moov"}]}},
            ("failed", 0, "No moov"),
        ),
        ({"video_status": "expired"}, ("failed", 0, "expired")),
        ({}, ("processing", 0, "")),
    ],
)
def test_status_of_a_video_becomes_three_plain_facts(status, told):
    assert videos.progress(status) == told


def test_frame_is_found_in_any_form_of_body():
    body = (
        '<iframe src="https://business.facebook.com/ads/api/preview_iframe.php?d=AQ&amp;t=AQx" width="335" '
        'height="450" scrolling="yes" style="border: none;" allow="autoplay"></iframe>'
    )
    assert previews.frame({"data": [{"body": body}]}) == (
        "https://business.facebook.com/ads/api/preview_iframe.php?d=AQ&t=AQx",
        335,
        450,
    )
    assert previews.frame_of("<iframe src='https://x/?d=1&t=2'></iframe>") == ("https://x/?d=1&t=2", None, None)
    assert previews.frame({"data": []}) is None
    assert previews.frame_of("no frame") is None


def test_variants_of_a_feature_tell_their_status_in_small_letters():
    spec = {
        "image_uncrop": [{"body": "<iframe src='https://x/1'></iframe>", "status": "ELIGIBLE"}, {"status": "pending"}]
    }
    found = previews.variants({"data": [{"body": "", "transformation_spec": spec}]}, "image_uncrop")
    assert [variant["status"] for variant in found] == ["eligible", "pending"]
    assert found[0]["frame"][0] == "https://x/1"
    assert previews.variants({"data": [{"body": ""}]}, "image_uncrop") == []


def test_unknown_parameter_value_blames_its_field(meta, client):
    with pytest.raises(InvalidParameter) as caught:
        client.post(f"{client.account}/advideos", {"upload_phase": "begin"})
    assert caught.value.blame_field_specs == [["upload_phase"]]
