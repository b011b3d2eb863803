"""What stands beside the content of a creative, buttons, crops, Threads, apps, groups of ads, and the list of creatives."""

import json

import pytest

from graph_sandbox.creative_rules import check_groups
from graph_sandbox.errors import GraphFault
from graph_sandbox.seeds import facts
from graph_sandbox.server_fields import added_to_groups

from . import ads
from .conftest import blamed, error_of
from .media import clip


@pytest.fixture
def graph(clean_graph):
    return clean_graph


@pytest.fixture
def video_id(graph):
    return graph.post(f"{graph.ad_account_id}/advideos", files={"source": ("a.mp4", clip())}).json()["id"]


def test_site_links_products_partners_and_payers_show_on_facebook(graph, image_hash):
    links = [{"site_link_title": title, "site_link_url": ads.LINK} for title in ("Mugs", "Vases")]
    spec = {
        **ads.link_creative(graph, image_hash),
        "creative_sourcing_spec": {"site_links_spec": links, "associated_product_set_id": facts()["product_set_id"]},
        "degrees_of_freedom_spec": ads.opted_in("site_extensions", "product_extensions"),
        "facebook_branded_content": {"sponsor_page_id": facts()["second_page_id"]},
        "authorization_category": "POLITICAL",
    }

    on_facebook = ads.page_of(graph, ads.preview(graph, spec))

    told = (
        "Mugs",
        "Vases",
        "Fern planter",
        "Paid partnership with Fern &amp; Clay Kids",
        "Paid for by Fern &amp; Clay",
    )
    assert [words for words in told if words not in on_facebook] == []
    assert "site-links" not in ads.page_of(graph, ads.preview(graph, spec, "INSTAGRAM_STANDARD"))


def test_features_without_what_they_need_are_gone_on_reading(graph, image_hash):
    freedom = ads.opted_in(
        "site_extensions", "image_background_gen", "text_generation", "video_auto_crop", "image_template"
    )
    freedom["creative_features_spec"]["adapt_to_placement"] = {"enroll_status": "OPT_OUT"}
    made = ads.make(graph, **ads.link_creative(graph, image_hash), degrees_of_freedom_spec=freedom).json()["id"]

    read = graph.get(made, {"fields": "degrees_of_freedom_spec"}).json()["degrees_of_freedom_spec"][
        "creative_features_spec"
    ]

    on = {name for name, entry in read.items() if entry["enroll_status"] == "OPT_IN"}
    assert on == {"text_generation", "image_template"} and read["adapt_to_placement"]["enroll_status"] == "OPT_OUT"


@pytest.mark.parametrize(
    "spec, path",
    [
        ({"authorization_category": "SECRET"}, ["authorization_category"]),
        ({"contextual_multi_ads": {"enroll_status": "MAYBE"}}, ["contextual_multi_ads", "enroll_status"]),
        ({"url_tags": "?utm=1"}, ["url_tags"]),
        ({"adlabels": [{}]}, ["adlabels", "0", "name"]),
        ({"image_crops": {"191x100": [[0, 0], [191, 100]]}}, ["image_crops", "191x100"]),
        ({"image_crops": {"100x100": [[0, 0], [100, 300]]}}, ["image_crops", "100x100"]),
        ({"creative_sourcing_spec": {"site_links_spec": [{"site_link_title": "A"}]}}, None),
        ({"degrees_of_freedom_spec": {"creative_features_spec": {"make_viral": {"enroll_status": "OPT_IN"}}}}, None),
        (
            {
                "degrees_of_freedom_spec": {
                    "creative_features_spec": {"standard_enhancements": {"enroll_status": "OPT_IN"}}
                }
            },
            None,
        ),
        (
            {
                "degrees_of_freedom_spec": {
                    "creative_features_spec": {"product_extensions": {"enroll_status": "OPT_IN"}}
                }
            },
            None,
        ),
        ({"applink_treatment": "teleport"}, ["applink_treatment"]),
        (
            {"interactive_components_spec": {"components": [1], "child_attachments": [1]}},
            ["interactive_components_spec"],
        ),
        ({"facebook_branded_content": {}}, ["facebook_branded_content", "sponsor_page_id"]),
        ({"format_transformation_spec": [{"format": "cube"}]}, ["format_transformation_spec", "0", "format"]),
    ],
)
def test_a_fault_beside_the_content_is_blamed(graph, image_hash, spec, path):
    answer = ads.make(graph, **ads.link_creative(graph, image_hash), **spec)

    assert answer.status_code == 400
    assert path is None or blamed(answer) == path


def test_political_excludes_dynamic(graph, image_hash):
    feed = {"images": [{"hash": image_hash}], "ad_formats": ["SINGLE_IMAGE"], "link_urls": [{"website_url": ads.LINK}]}

    answer = ads.make(
        graph, object_story_spec={"page_id": graph.page_id}, asset_feed_spec=feed, authorization_category="POLITICAL"
    )

    assert blamed(answer) == ["authorization_category"]


def test_a_crop_of_ones_own_is_shown(graph):
    picture = ads.uploaded(graph, 1000, 1000)
    spec = ads.link_creative(graph, picture, image_crops={"400x500": [[600, 0], [1000, 500]]})

    shown = ads.picture_in(graph, ads.preview(graph, spec).json()["data"][0]["body"])

    assert abs(shown.width / shown.height - 0.8) < 0.01
    red, green, _ = shown.getpixel((shown.width - 6, 5))
    assert red < 60 < green  # the lime square of the upper right corner


def test_threads_needs_the_instagram_account_it_is_tied_to(graph, image_hash):
    user = facts()["instagram_user_id"]
    threads = graph.get(f"{user}/connected_threads_user").json()["threads_user_id"]
    story = ads.link_story(graph, image_hash)

    assert blamed(ads.make(graph, object_story_spec=story, threads_user_id=threads))[-1] == "instagram_user_id"
    assert (
        "id" in ads.make(graph, object_story_spec={**story, "instagram_user_id": user}, threads_user_id=threads).json()
    )
    first = graph.post(f"{user}/instagram_backed_threads_user").json()
    assert graph.post(f"{user}/instagram_backed_threads_user").json() == first


def test_an_app_carousel_has_three_cards_and_one_store(graph, image_hash):
    store = "https://apps.apple.com/app/id1"
    action = {"type": "INSTALL_MOBILE_APP", "value": {"link": store}}
    cards = [{"link": store, "image_hash": image_hash, "call_to_action": action} for _ in range(3)]
    story = ads.link_story(graph, image_hash, link=store, call_to_action=action, child_attachments=cards)

    assert "id" in ads.create(graph, story).json()
    story["link_data"]["child_attachments"] = cards[:2]
    assert "3 to 10" in ads.create(graph, story).json()["error"]["error_user_msg"]
    story["link_data"]["child_attachments"] = [*cards[:2], {**cards[2], "link": "https://apps.apple.com/app/id2"}]
    assert ads.create(graph, story).status_code == 400


@pytest.mark.parametrize(
    "action, words",
    [
        ({"type": "SIGN_UP", "value": {"lead_gen_form_id": "123"}}, "Sign up"),
        ({"type": "MESSAGE_PAGE", "value": {"app_destination": "MESSENGER"}}, "Messenger"),
        ({"type": "WHATSAPP_MESSAGE", "value": {"app_destination": "WHATSAPP"}}, "WhatsApp"),
        ({"type": "CALL_NOW", "value": {"link": "tel:+4930123"}}, "Call now"),
    ],
)
def test_leads_messages_and_calls_have_their_buttons(graph, image_hash, action, words):
    spec = ads.link_creative(graph, image_hash, call_to_action=action)

    assert "id" in ads.make(graph, **spec).json()
    assert words in ads.page_of(graph, ads.preview(graph, spec))


def test_an_unknown_button_is_1373054(graph, image_hash):
    assert error_of(ads.make(graph, **ads.link_creative(graph, image_hash, call_to_action={"type": "NOPE"}))) == (
        100,
        1373054,
    )


def groups(image_hash, video_id, **changes):
    action = {"type": "LEARN_MORE", "value": {"link": ads.LINK}}
    texts = [{"text": "Summer sale", "text_type": "primary_text"}, {"text": "Half off", "text_type": "headline"}]
    return {
        "images": [{"hash": image_hash}],
        "videos": [{"video_id": video_id}],
        "texts": texts,
        "call_to_action": action,
        **changes,
    }


def test_groups_of_an_ad_are_kept_with_what_the_server_adds(graph, image_hash, video_id):
    sandbox = graph.sandbox
    account = sandbox.store.require(graph.ad_account_id)
    given = {"groups": [groups(image_hash, video_id)]}

    check_groups(sandbox, account, given, "OUTCOME_SALES")
    kept = added_to_groups(sandbox, account, given)["groups"][0]

    assert len(kept["group_uuid"]) == 36 and len(kept["videos"][0]["image_hash"]) == 32


@pytest.mark.parametrize(
    "changes",
    [
        {"images": [], "videos": []},
        {"texts": [{"text": f"T{number}", "text_type": "headline"} for number in range(6)]},
        {"texts": [{"text": "T", "text_type": "poem"}]},
        {"images": [{"hash": "0" * 32}]},
        {"call_to_action": {"type": "NOPE"}},
    ],
)
def test_a_group_that_breaks_a_rule_is_refused(graph, image_hash, video_id, changes):
    account = graph.sandbox.store.require(graph.ad_account_id)
    spec = {"groups": [groups(image_hash, video_id, **changes)]}

    with pytest.raises(GraphFault):
        check_groups(graph.sandbox, account, spec)
    with pytest.raises(GraphFault):
        check_groups(graph.sandbox, account, {"groups": [groups(image_hash, video_id)]}, "OUTCOME_TRAFFIC")


def test_an_ad_shows_the_first_of_its_groups(graph, image_hash):
    made = ads.make(graph, **ads.link_creative(graph, image_hash)).json()["id"]
    wide = ads.uploaded(graph, 1600, 900)
    group = groups(wide, "", videos=[])
    fields = {"creative_id": made, "creative_asset_groups_spec": {"groups": [group]}, "status": "PAUSED"}
    ad = graph.sandbox.store.add("ad", fields, parent=graph.ad_account_id, key=made)

    body = graph.get(f"{ad.id}/previews", {"ad_format": "MOBILE_FEED_STANDARD"}).json()["data"][0]["body"]
    cookie = graph.session.get(f"{graph.url}/viewer/{facts()['user_id']}").headers["Set-Cookie"].split(";")[0]
    page = graph.session.get(ads.address_in(body), headers={"Cookie": cookie}).text

    assert "Summer sale" in page and "Half off" in page and 'width="1600" height="900"' in page


def test_standard_enhancements_could_be_chosen_before_v22(graph, image_hash):
    freedom = {"creative_features_spec": {"standard_enhancements": {"enroll_status": "OPT_IN"}}}
    data = {
        "object_story_spec": json.dumps(ads.link_story(graph, image_hash)),
        "degrees_of_freedom_spec": json.dumps(freedom),
    }

    answers = [
        graph.post(f"{graph.url}/{version}/{graph.ad_account_id}/adcreatives", data=data)
        for version in ("v21.0", "v22.0")
    ]

    assert [answer.status_code for answer in answers] == [200, 400]


def test_a_list_of_creatives_ends_after_its_most(new_graph):
    graph = new_graph(creatives_listed=3)
    picture = ads.uploaded(graph)
    made = [ads.create(graph, ads.link_story(graph, picture, name=f"N{number}")).json()["id"] for number in range(5)]

    first = graph.get(f"{graph.ad_account_id}/adcreatives", {"limit": 2, "summary": "total_count"}).json()
    rest = graph.get(first["paging"]["next"]).json()

    assert [row["id"] for row in (*first["data"], *rest["data"])] == made[:1:-1]
    assert first["summary"]["total_count"] == 3 and "next" not in rest["paging"]


def test_fifty_thousand_creatives_are_listed_and_no_more(graph):
    account, store = graph.ad_account_id, graph.sandbox.store
    with store.transaction():
        for number in range(50_002):
            store.execute(
                "INSERT INTO objects (id, kind, parent, key, created, json) VALUES (?, 'creative', ?, '', 0, ?)",
                (f"9{number:015}", account, '{"name":"x","spec":{}}'),
            )

    page = graph.get(f"{account}/adcreatives", {"summary": "total_count", "fields": "id"}).json()

    assert page["summary"]["total_count"] == 50_000 and page["data"][0]["id"].endswith("50001")
