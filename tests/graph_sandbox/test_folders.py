"""Creative folders of a business and what lies in them."""

import base64
import json

import pytest

from graph_sandbox.seeds import facts

from .conftest import error_of
from .media import clip, picture
from .test_ad_videos import bytes_of, phase, send_all


def put(graph, folder, data=None, name="photo.jpg", path=None, **more):
    fields = {"bytes": base64.b64encode(data or picture()), "name": name, "creative_folder_id": folder, **more}
    return graph.post(path or f"{graph.business_id}/images", data=fields)


def test_folders_have_subfolders(graph, folder):
    inner = graph.post(f"{graph.business_id}/creative_folders", {"name": "Week 1", "parent_folder_id": folder}).json()[
        "id"
    ]

    assert [row["id"] for row in graph.get(f"{graph.business_id}/creative_folders").json()["data"]] == [folder]
    assert graph.get(f"{folder}/subfolders").json()["data"] == [{"name": "Week 1", "id": inner}]
    shown = graph.get(inner, {"fields": "name,parent_folder_id,business{name},creation_time,media_library_url"}).json()
    assert (shown["parent_folder_id"], shown["business"]["name"]) == (folder, "Fern & Clay Studio")
    assert "Week 1" in graph.session.get(f"{shown['media_library_url']}&action=CREATE_AD").text


def test_a_folder_is_renamed_but_never_moved(graph, folder):
    assert graph.post(folder, {"name": "Winter"}).json() == {"success": True}
    assert graph.get(folder).json()["name"] == "Winter"
    assert error_of(graph.post(folder, {"parent_folder_id": "1"})) == (100, None)


@pytest.mark.parametrize("fields", [{}, {"name": ""}, {"name": "x" * 300}, {"name": "x", "parent_folder_id": "123"}])
def test_a_folder_needs_a_name_and_an_existing_parent(graph, fields):
    assert error_of(graph.post(f"{graph.business_id}/creative_folders", fields)) == (100, None)


def test_deleting_a_folder_keeps_its_assets(graph, folder):
    image = put(graph, folder).json()["images"]["photo.jpg"]["id"]

    assert graph.delete(folder).json() == {"success": True}

    assert error_of(graph.get(folder)) == (100, 33)
    assert graph.get(image, {"fields": "parent_folder_id,name"}).json() == {"name": "photo.jpg", "id": image}


def test_a_folder_that_somebody_deleted_meanwhile_takes_nothing(graph, folder):
    graph.control("POST", "act", act="delete_folder", id=folder)

    answer = put(graph, folder)

    assert error_of(answer) == (100, None)
    assert answer.json()["error"]["error_data"]["blame_field_specs"] == [["creative_folder_id"]]


def test_an_image_has_an_id_and_a_hash(graph, folder):
    image = put(graph, folder).json()["images"]["photo.jpg"]

    shown = graph.get(image["id"], {"fields": "id,hash,name,width,url,url_128,media_library_url,creation_time"}).json()

    assert shown["hash"] == image["hash"]
    assert graph.session.get(shown["url"]).content == picture()
    assert graph.session.get(shown["media_library_url"]).ok


def test_the_same_image_in_the_same_folder_is_one(graph, folder):
    first, second = put(graph, folder).json(), put(graph, folder, name="again.jpg").json()

    assert first["images"]["photo.jpg"]["id"] == second["images"]["again.jpg"]["id"]


def test_an_image_may_come_as_a_file(graph, folder):
    fields = {"name": "file.jpg", "creative_folder_id": folder}

    answer = graph.post(f"{graph.business_id}/images", data=fields, files={"file": ("local.jpg", picture())})

    assert list(answer.json()["images"]) == ["file.jpg"]


def test_a_bad_image_is_refused(graph, folder):
    assert error_of(put(graph, folder, b"text")) == (100, 1487411)
    assert graph.get(f"{graph.business_id}/images").json()["data"] == []


def test_checking_placements_stores_nothing(graph, folder):
    asked = {
        "validation_ad_placements": '["FACEBOOK_STORY_MOBILE","INSTAGRAM_STANDARD"]',
        "ad_placements_validation_only": "true",
    }

    rows = put(graph, folder, picture(400, 400), **asked).json()["data"]

    assert [row["is_valid"] for row in rows] == [False, True]
    assert "500px" in rows[0]["error_messages"][0]
    assert graph.get(f"{graph.business_id}/images").json()["data"] == []


def test_a_small_video_goes_in_one_request(graph, folder):
    fields = {"creative_folder_id": folder, "name": "clip.mp4"}

    answer = graph.post(f"{graph.business_id}/videos", data=fields, files={"source": ("clip.mp4", clip())}).json()

    shown = graph.get(answer["business_video_id"], {"fields": "name,video{id,source,length},media_library_url"}).json()
    assert shown["video"]["id"] == answer["video_id"]
    assert graph.session.get(shown["video"]["source"]).content == clip()


def test_a_large_video_goes_in_phases_that_all_name_the_folder(new_graph):
    graph = new_graph(chunk_bytes=100_000)
    folder = graph.post(f"{graph.business_id}/creative_folders", {"name": "Clips"}).json()["id"]
    named = {"edge": f"{graph.business_id}/videos", "creative_folder_id": folder, "title": "Long one"}
    begun = phase(graph, "start", file_size=len(clip()), **named).json()

    send_all(graph, begun, clip(), **named)
    answers = [phase(graph, "finish", upload_session_id=begun["upload_session_id"], **named).json() for _ in range(2)]

    assert answers[0] == answers[1]
    assert answers[0]["business_video_id"] == begun["business_video_id"]
    assert bytes_of(graph, begun["business_video_id"]) == clip()
    without = {**named, "creative_folder_id": ""}
    assert error_of(phase(graph, "transfer", upload_session_id="1", **without)) == (100, None)


def test_creatives_list_images_and_videos_of_a_folder(graph, folder):
    image = put(graph, folder, name="Harvest photo").json()["images"]["Harvest photo"]
    fields = {"creative_folder_id": folder, "name": "Harvest clip"}
    video = graph.post(f"{graph.business_id}/videos", data=fields, files={"source": ("clip.mp4", clip())}).json()

    asked = {"creative_folder_id": folder, "fields": "id,name,type,hash,video_id,duration,thumbnail", "summary": "true"}
    page = graph.get(f"{graph.business_id}/creatives", asked).json()

    assert page["summary"]["total_count"] == 2
    assert [(row["type"], row.get("hash"), row.get("video_id")) for row in page["data"]] == [
        ("video", None, video["video_id"]),
        ("image", image["hash"], None),
    ]
    narrowed = {
        **asked,
        "filtering": json.dumps([{"field": "name_or_content_filter", "operator": "CONTAIN", "value": "photo"}]),
    }
    assert [row["name"] for row in graph.get(f"{graph.business_id}/creatives", narrowed).json()["data"]] == [
        "Harvest photo"
    ]


def test_an_asset_is_renamed_and_deleted(graph, folder):
    image = put(graph, folder).json()["images"]["photo.jpg"]["id"]

    assert graph.post(image, {"name": "Renamed"}).json() == {"success": True}
    assert error_of(graph.post(image, {"creative_folder_id": folder, "name": "x"})) == (100, None)
    assert graph.get(image).json()["name"] == "Renamed"
    assert graph.delete(image).json() == {"success": True}
    assert error_of(graph.get(image)) == (100, 33)


def test_folders_of_another_business_are_closed(graph):
    other = facts()["other_business_id"]

    assert error_of(graph.get(f"{other}/creative_folders")) == (200, None)


def test_a_business_lists_what_it_has(graph):
    assert [row["id"] for row in graph.get("me/businesses").json()["data"]] == [graph.business_id]
    owned = graph.get(f"{graph.business_id}/owned_ad_accounts", {"fields": "id"}).json()["data"]
    assert {row["id"] for row in owned} == {graph.ad_account_id, facts()["second_ad_account_id"]}
    clients = graph.get(f"{graph.business_id}/client_ad_accounts").json()["data"]
    assert [row["id"] for row in clients] == [facts()["client_ad_account_id"]]
    pages = graph.get(
        f"{graph.business_id}/owned_pages", {"fields": "name,instagram_business_account{username}"}
    ).json()["data"]
    assert pages[0]["instagram_business_account"]["username"] == "fernandclay"
    instagram = graph.get(f"{graph.business_id}/instagram_business_accounts", {"fields": "username"}).json()["data"]
    assert instagram[0]["id"] == facts()["instagram_user_id"]
    assert graph.get(f"{graph.ad_account_id}/instagram_accounts", {"fields": "username,profile_pic"}).json()["data"]
    mine = graph.get("me/accounts", {"fields": "name,access_token,tasks"}).json()["data"]
    assert "ADVERTISE" in mine[0]["tasks"]
    assert graph.get("me/assigned_pages").json() == graph.get("me/accounts").json()
    assigned = graph.get("me/assigned_ad_accounts", {"fields": "id"}).json()["data"]
    assert assigned == graph.get("me/adaccounts", {"fields": "id"}).json()["data"]
