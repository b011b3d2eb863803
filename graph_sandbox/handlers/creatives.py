"""Ad creatives. Marketing API reference, "Ad Account Ad Creatives", line 14669."""

import hashlib
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from .. import auth, creative_rules, download, errors, features, images, media
from .. import story as stories
from ..request import Request
from ..routes import describe, edge, node, route, view
from ..store import Stored
from .accounts import is_usable
from .ad_images import keep

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
UNSUPPORTED = ("instagram_permalink_url", "source_instagram_media_id", "image_file")


@view("creative")
def creative_fields(sandbox: "Sandbox", request: Request, creative: Stored) -> dict[str, Any]:
    spec = creative["spec"]
    kind = stories.kind_of(spec)
    return {
        **{name: value for name, value in spec.items() if name != "degrees_of_freedom_spec"},
        "id": creative.id,
        "name": creative["name"],
        "account_id": creative.parent.removeprefix("act_"),
        "status": creative.get("status", "ACTIVE"),
        "adlabels": creative.get("adlabels"),
        "degrees_of_freedom_spec": lambda: freedom_as_read(spec, kind),
        "effective_object_story_id": creative.get("post_id"),
        "object_type": {"video": "VIDEO", "photo": "PHOTO"}.get(kind, "SHARE"),
        "call_to_action_type": lambda: _story(sandbox, creative).first.cta or None,
        "body": lambda: spec.get("body") or _story(sandbox, creative).message or None,
        "title": lambda: spec.get("title") or _story(sandbox, creative).first.title or None,
        "image_hash": lambda: _image_hash(sandbox, creative),
        "image_url": lambda: _image_url(sandbox, request, creative),
        "video_id": lambda: _video_id(sandbox, creative),
        "thumbnail_url": lambda: thumbnail_url(sandbox, request, creative),
    }


def freedom_as_read(spec: dict[str, Any], kind: str) -> dict[str, Any] | None:
    """degrees_of_freedom_spec without the features that this creative is not eligible for."""
    freedom = spec.get("degrees_of_freedom_spec")
    if not freedom:
        return None
    kept = features.kept_on_read(freedom.get("creative_features_spec") or {}, kind)
    return {
        **freedom,
        "creative_features_spec": kept,
        "degrees_of_freedom_type": freedom.get("degrees_of_freedom_type", "USER_ENROLLED_NON_DCO"),
    }


def account_of(sandbox: "Sandbox", creative: Stored) -> Stored:
    return sandbox.store.require(creative.parent, "ad_account")


def _story(sandbox: "Sandbox", creative: Stored) -> stories.Story:
    return stories.read(sandbox, account_of(sandbox, creative), creative["spec"])


def _image_hash(sandbox: "Sandbox", creative: Stored) -> str | None:
    image = _story(sandbox, creative).first.image
    return image.key if image else None


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
    return sandbox.store.list("creative", parent=account.id)


def spec_from(request: Request) -> dict[str, Any]:
    """Every creative field among the request's parameters."""
    spec: dict[str, Any] = {}
    for name in JSON_FIELDS:
        if request.params.get(name) not in (None, ""):
            spec[name] = request.json(name)
    for name in PLAIN_FIELDS:
        if request.params.get(name) not in (None, ""):
            spec[name] = request.text(name)
    return spec


@route("POST", "/act_{account}/adcreatives")
def create_creative(sandbox: "Sandbox", request: Request, account: Stored) -> dict[str, Any]:
    is_usable(account)
    for name in UNSUPPORTED:
        if request.params.get(name):
            raise errors.capability_missing(f"create creatives from {name} in this sandbox")
    spec = spec_from(request)
    spec = with_fetched_pictures(sandbox, account, spec)
    creative_rules.check(sandbox, account, spec)
    if "validate_only" in request.list("execution_options"):
        return {"success": True}
    return {"id": made(sandbox, account, spec).id, "success": True}


def made(sandbox: "Sandbox", account: Stored, spec: dict[str, Any]) -> Stored:
    """The creative of a checked spec: an equal one, or one of the same post, or a new one."""
    name = str(spec.pop("name", "") or "")
    key = creative_key(name, spec)
    with sandbox.store.transaction():
        found = sandbox.store.find("creative", key, parent=account.id)
        if found is not None:
            return found
        if len(sandbox.store.list("creative", parent=account.id)) >= sandbox.settings.max_creatives_per_account:
            raise errors.GraphFault(100, "(#100) The ad account has too many ad creatives.", subcode=1487991)
        post_id = spec.get("object_story_id") or _post(sandbox, spec)
        fields = {
            "name": name or default_name(sandbox, spec),
            "spec": spec,
            "status": "ACTIVE",
            "post_id": post_id,
        }
        if "adlabels" in spec:
            fields["adlabels"] = spec.pop("adlabels")
        return sandbox.store.add("creative", fields, parent=account.id, key=key)


def creative_key(name: str, spec: dict[str, Any]) -> str:
    """Equal creatives have equal keys; of creatives with an existing post and nothing else, the post decides (line 14716)."""
    basis: Any = {"name": name, **spec}
    if set(spec) <= {"object_story_id", "object_type"}:
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
        return keep(
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
    auth.account(sandbox, request, creative.parent.removeprefix("act_"))
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
    auth.account(sandbox, request, creative.parent.removeprefix("act_"))
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
    from .. import fields

    auth.account(sandbox, request, creative.parent.removeprefix("act_"))
    return fields.show(sandbox, request, creative, fields.asked(request))
