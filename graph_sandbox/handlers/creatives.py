"""Ad creatives. Marketing API reference, "Ad Account Ad Creatives", line 14669."""

import hashlib
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from .. import auth, creative_rules, download, errors, features, fields, images, media, server_fields
from .. import story as stories
from ..ad_objects import rules
from ..request import Request
from ..routes import describe, edge, node, route, view
from ..store import Stored
from .accounts import is_usable

if TYPE_CHECKING:
    from ..sandbox import Sandbox

JSON_FIELDS = (
    "ad_disclaimer_spec adlabels asset_feed_spec branded_content call_to_action contextual_multi_ads creative_sourcing_spec "
    "degrees_of_freedom_spec facebook_branded_content format_transformation_spec generative_asset_spec image_crops "
    "instagram_branded_content interactive_components_spec media_sourcing_spec object_story_spec omnichannel_link_spec "
    "platform_customizations portrait_customizations product_suggestion_settings recommender_settings "
    "regional_regulation_disclaimer_spec template_url_spec"
).split()
PLAIN_FIELDS = (
    "actor_id applink_treatment authorization_category body branded_content_sponsor_page_id bundle_folder_id categorization_criteria "
    "category_media_source destination_set_id dynamic_ad_voice enable_direct_install enable_launch_instant_app existing_post_title "
    "image_hash image_url instagram_user_id link_og_id link_url messenger_sponsored_message name object_id object_store_url "
    "object_story_id object_type object_url page_welcome_message place_page_set_id playable_asset_id product_set_id "
    "source_facebook_post_id source_instagram_media_id template_url threads_user_id thumbnail_id thumbnail_url title url_tags "
    "use_page_actor_override video_id"
).split()
READ_ONLY = (
    "account_id call_to_action_type effective_authorization_category effective_instagram_media_id effective_object_story_id "
    "instagram_permalink_url is_dco_internal link_deep_link_url link_destination_display_url status auto_update "
    "collaborative_ads_lsb_image_bank_id destination_spec media_optimization_spec photo_album_source_object_story_id "
    "product_data wamo_whatsapp_identity_spec marketing_message_structured_spec referral_id"
).split()
describe(
    "creative",
    "AdCreative",
    default=("id",),
    fields=[*JSON_FIELDS, *PLAIN_FIELDS, *READ_ONLY],
)
MOST_STORIES = 2_000
LIBRARY = ("image", "business_image")  # kinds whose key is an image hash; items of a catalogue have none
OLD_NAMES = ("instagram_actor_id", "instagram_story_id")  # taken, never read back
POST_BYTES = 8 * 1024 * 1024  # of a picture that comes with the creative (line 14768)


@view("creative")
def creative_fields(sandbox: "Sandbox", request: Request, creative: Stored) -> dict[str, Any]:
    spec = creative["spec"]
    return {
        **{name: value for name, value in spec.items() if name != "degrees_of_freedom_spec"},
        "id": creative.id,
        "name": creative["name"],
        "account_id": creative.parent.removeprefix("act_"),
        "status": creative.get("status", "ACTIVE"),
        "adlabels": creative.get("adlabels"),
        "degrees_of_freedom_spec": lambda: freedom_as_read(spec),
        "asset_feed_spec": lambda: server_fields.feed_as_read(sandbox, request, creative),
        "effective_object_story_id": creative.get("post_id"),
        "effective_instagram_media_id": lambda: _instagram_media(sandbox, creative),
        "effective_authorization_category": spec.get("authorization_category") or "NONE",
        "instagram_permalink_url": lambda: _permalink(sandbox, request, creative),
        "is_dco_internal": _is_dynamic(spec),
        "object_type": spec.get("object_type") or OBJECT_TYPES.get(stories.kind_of(spec), "SHARE"),
        "call_to_action_type": lambda: _story(sandbox, creative).first.cta or None,
        "body": lambda: spec.get("body") or _story(sandbox, creative).message or None,
        "title": lambda: spec.get("title") or _story(sandbox, creative).first.title or None,
        "image_hash": lambda: _image_hash(sandbox, creative),
        "image_url": lambda: _image_url(sandbox, request, creative),
        "video_id": lambda: _video_id(sandbox, creative),
        "thumbnail_url": lambda: thumbnail_url(sandbox, request, creative),
    }


OBJECT_TYPES = {"video": "VIDEO", "photo": "PHOTO"}


def freedom_as_read(spec: dict[str, Any]) -> dict[str, Any] | None:
    """degrees_of_freedom_spec without the features that this creative is not eligible for."""
    freedom = spec.get("degrees_of_freedom_spec")
    if not freedom:
        return None
    sourcing = spec.get("creative_sourcing_spec") or {}
    without = {
        "site_extensions": not sourcing.get("site_links_spec"),
        "product_extensions": not sourcing.get("associated_product_set_id"),
        "text_generation": not server_fields.primary_text(spec),
    }
    found = features.kept_on_read(
        freedom.get("creative_features_spec") or {},
        stories.kind_of(spec),
        catalogue=bool(spec.get("product_set_id")),
        without=frozenset(name for name, missing in without.items() if missing),
    )
    return {
        **freedom,
        "creative_features_spec": found,
        "degrees_of_freedom_type": freedom.get("degrees_of_freedom_type", "USER_ENROLLED_NON_DCO"),
    }


def _is_dynamic(spec: dict[str, Any]) -> bool:
    return (spec.get("asset_feed_spec") or {}).get("optimization_type") == "REGULAR"


def _instagram_media(sandbox: "Sandbox", creative: Stored) -> str | None:
    """The medium on Instagram: the one that the creative boosts, else the one that Meta makes of the story."""
    spec = creative["spec"]
    if spec.get("source_instagram_media_id"):
        return str(spec["source_instagram_media_id"])
    story = spec.get("object_story_spec") or {}
    user = story.get("instagram_user_id") or story.get("instagram_actor_id")
    return f"179{creative.id[:14]}" if user else None


def _permalink(sandbox: "Sandbox", request: Request, creative: Stored) -> str | None:
    media_id = _instagram_media(sandbox, creative)
    return f"{sandbox.url(request)}/instagram/p/{media_id}/" if media_id else None


def account_of(sandbox: "Sandbox", creative: Stored) -> Stored:
    return sandbox.store.require(creative.parent, "ad_account")


def _story(sandbox: "Sandbox", creative: Stored) -> stories.Story:
    """Read once, and again after anything was written: pictures, products and posts are part of it."""
    known, written = sandbox.stories.get(creative.id), sandbox.store.writes()
    if known is not None and known[0] == written:
        return known[1]
    if len(sandbox.stories) >= MOST_STORIES:
        sandbox.stories.clear()
    story = stories.read(sandbox, account_of(sandbox, creative), creative["spec"])
    sandbox.stories[creative.id] = written, story
    return story


def _image_hash(sandbox: "Sandbox", creative: Stored) -> str | None:
    image = _story(sandbox, creative).first.image
    return image.key if image is not None and image.kind in LIBRARY else None


def _image_url(sandbox: "Sandbox", request: Request, creative: Stored) -> str | None:
    image = _story(sandbox, creative).first.image
    return media.url(sandbox, request, image) if image else None


def _video_id(sandbox: "Sandbox", creative: Stored) -> str | None:
    video = _story(sandbox, creative).first.video
    return video.id if video else None


def thumbnail_url(sandbox: "Sandbox", request: Request, creative: Stored) -> str | None:
    """A cropped picture of the asked size, 64 x 64 by default ("Ad Creative Thumbnails")."""
    card = _story(sandbox, creative).first
    if card.image is None and card.video is None:
        return None
    width, height = (
        request.number("thumbnail_width", 64) or 64,
        request.number("thumbnail_height", 64) or 64,
    )
    size = f"{min(max(width, 1), 2000)}x{min(max(height, 1), 2000)}"
    query = urlencode({"oh": media.signature(f"{creative.id}:{size}", "thumbnail")})
    return f"{sandbox.url(request)}/thumbnail/{creative.id}/{size}?{query}"


@edge("GET", kind="ad_account", name="adcreatives")
def list_creatives(sandbox: "Sandbox", request: Request, account: Stored) -> Any:
    """Newest first; "pagination past 50,000 is unavailable" (Ad Creative reference)."""
    return sandbox.store.list("creative", parent=account.id).first(sandbox.settings.creatives_listed)


def spec_from(request: Request) -> dict[str, Any]:
    """Every creative field among the request's parameters."""
    spec: dict[str, Any] = {}
    for name in JSON_FIELDS:
        if request.params.get(name) not in (None, ""):
            spec[name] = request.json(name)
    for name in (*PLAIN_FIELDS, *OLD_NAMES):
        if request.params.get(name) not in (None, ""):
            spec[name] = request.text(name)
    return spec


def with_sources(sandbox: "Sandbox", request: Request, account: Stored, spec: dict[str, Any]) -> dict[str, Any]:
    """A picture that came as a file, and an Instagram medium that was named by its address."""
    permalink = request.text("instagram_permalink_url")
    if permalink:
        found = next((each for each in sandbox.store.list("instagram_media") if each["permalink"] == permalink), None)
        spec["source_instagram_media_id"] = found.id if found else permalink
    if spec.get("object_story_spec") or spec.get("object_story_id"):
        return spec  # image_file is ignored then (line 14769)
    for file in request.files:
        if file.field == "image_file":
            if file.size > POST_BYTES:
                creative_rules.refuse("An image can have 8 MB.", "image_file", title="Image Too Large")
            facts = images.measure(file.path)
            spec["image_hash"] = media.keep_image(sandbox, account, file.filename, file.path, facts).key
    return spec


@route("POST", "/act_{account}/adcreatives")
def create_creative(sandbox: "Sandbox", request: Request, account: Stored) -> dict[str, Any]:
    is_usable(account)
    spec = with_fetched_pictures(sandbox, account, with_sources(sandbox, request, account, spec_from(request)))
    creative_rules.check(sandbox, account, spec, request.version)
    if rules.only_validates(request, "creative"):
        return {"success": True}
    return {"id": made(sandbox, account, spec).id, "success": True}


def made(sandbox: "Sandbox", account: Stored, spec: dict[str, Any]) -> Stored:
    """The creative of a checked spec: an equal one, or one of the same post, or a new one."""
    name = str(spec.pop("name", "") or "")
    key = creative_key(name, spec)
    spec = server_fields.added(sandbox, account, spec)
    with sandbox.store.transaction():
        found = sandbox.store.find("creative", key, parent=account.id)
        if found is not None:
            return found
        post_id = spec.get("object_story_id") or _post(sandbox, spec)
        fields = {
            "name": name or default_name(sandbox, spec),
            "spec": spec,
            "status": "ACTIVE",
            "post_id": post_id,
        }
        if "adlabels" in spec:
            fields["adlabels"] = spec.pop("adlabels")
        creative = sandbox.store.add("creative", fields, parent=account.id, key=key)
        server_fields.begin_texts(sandbox, creative)
        return creative


def creative_key(name: str, spec: dict[str, Any]) -> str:
    """Equal creatives have equal keys; of creatives with an existing post and nothing else, the post decides (line 14716)."""
    basis: Any = {"name": name, **spec}
    if spec.get("object_story_id") and set(spec) <= {"object_story_id", "object_type"}:
        basis = {"object_story_id": spec.get("object_story_id")}
    return hashlib.sha256(json.dumps(basis, sort_keys=True).encode()).hexdigest()


def default_name(sandbox: "Sandbox", spec: dict[str, Any]) -> str:
    day = sandbox.clock.today().isoformat()
    link = (spec.get("object_story_spec") or {}).get("link_data") or {}
    return (
        f"{link.get('name') or 'Creative'} {day}-{hashlib.md5(json.dumps(spec, sort_keys=True).encode()).hexdigest()}"[
            :100
        ]
    )


def _post(sandbox: "Sandbox", spec: dict[str, Any]) -> str | None:
    """The unpublished Page post that Meta makes of a story; another creative may use it by object_story_id."""
    page_id = (spec.get("object_story_spec") or {}).get("page_id")
    if not page_id:
        return None
    post_id = f"{page_id}_{sandbox.store.new_id('122')}"
    sandbox.store.add(
        "post",
        {"spec": {"object_story_spec": spec["object_story_spec"]}, "published": False},
        parent=str(page_id),
        id=post_id,
    )
    return post_id


def _dict(holder: dict[str, Any], name: str) -> dict[str, Any]:
    value = holder.get(name)
    return value if isinstance(value, dict) else {}


def with_fetched_pictures(sandbox: "Sandbox", account: Stored, spec: dict[str, Any]) -> dict[str, Any]:
    """Pictures given by address are taken into the account's image library; what came is used by its hash."""
    spec = json.loads(json.dumps(spec))
    story = _dict(spec, "object_story_spec")
    places: list[tuple[Any, str]] = [
        (story.get("link_data"), "picture"),
        (story.get("video_data"), "image_url"),
        (story.get("photo_data"), "url"),
        (spec, "image_url"),
    ]
    feed_images = _dict(spec, "asset_feed_spec").get("images")
    for image in feed_images if isinstance(feed_images, list) else []:
        if isinstance(image, dict) and image.get("url") and not image.get("hash"):
            image["hash"] = _fetched(sandbox, account, str(image["url"]), "url")
    children = _dict(story, "link_data").get("child_attachments")
    places += [(child, "picture") for child in children] if isinstance(children, list) else []
    for place, name in places:
        if isinstance(place, dict) and place.get(name) and not place.get("image_hash"):
            place["image_hash"] = _fetched(sandbox, account, str(place[name]), name)
    return spec


def _fetched(sandbox: "Sandbox", account: Stored, address: str, name: str) -> str:
    target = sandbox.store.spool_path()
    try:
        download.fetch(address, target, images.MAX_BYTES)
        return media.keep_image(
            sandbox,
            account,
            address.rsplit("/", 1)[-1].partition("?")[0] or "image",
            target,
            images.measure(target),
        ).key
    except download.NotFetched as reason:
        raise errors.GraphFault(
            1500,
            "(#1500) The url you supplied is invalid",
            user_msg=str(reason),
            error_data={"blame_field_specs": [[name]]},
        ) from None
    finally:
        target.unlink(missing_ok=True)


@node("POST", kind="creative")
def change_creative(sandbox: "Sandbox", request: Request, creative: Stored) -> dict[str, bool]:
    """Only name, status and adlabels can be changed: a creative's content is for ever."""
    auth.account_by_id(sandbox, request, creative.parent)
    other = sorted(set(spec_from(request)) - {"name", "adlabels"})
    if other:
        creative_rules.refuse(
            "Only name, status and adlabels of a creative can be changed. Make a new creative instead.",
            other[0],
        )
    changes: dict[str, Any] = {}
    if name := request.text("name"):
        creative_rules.check_name(name)
        changes["name"] = name
    if status := request.text("status"):
        if status not in ("ACTIVE", "DELETED"):
            creative_rules.refuse("status must be ACTIVE or DELETED.", "status")
        if status == "DELETED":
            return delete_creative(sandbox, request, creative)
    if request.params.get("adlabels"):
        changes["adlabels"] = request.json("adlabels")
    sandbox.store.update(creative.id, changes)
    return {"success": True}


@node("DELETE", kind="creative")
def delete_creative(sandbox: "Sandbox", request: Request, creative: Stored) -> dict[str, bool]:
    auth.account_by_id(sandbox, request, creative.parent)
    if len(sandbox.store.list("ad", key=creative.id)):
        creative_rules.refuse(
            "The creative is used by an ad. Delete the ad first.",
            "id",
            title="Creative In Use",
        )
    sandbox.store.delete(creative.id)
    return {"success": True}


@node("GET", kind="creative")
def show_creative(sandbox: "Sandbox", request: Request, creative: Stored) -> Any:
    auth.account_by_id(sandbox, request, creative.parent)
    return fields.shown(sandbox, request, creative)
