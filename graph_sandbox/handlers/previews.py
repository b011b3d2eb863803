"""generatepreviews and previews. Marketing API reference, "Ad Account Generatepreviews", line 15724; enhancement previews
(creative_feature, transformation_spec), line 9219."""

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from .. import auth, creative_rules, enhancements, errors, features, frames, products, progress
from .. import story as stories
from ..formats import FORMATS, Format, refusal
from ..rendering import heights, pictures
from ..request import Request
from ..routes import describe, edge, route
from ..store import Stored
from ..story import Variation, feeds
from ..versions import STANDARD_ENDED, at_least
from .creatives import account_of, with_fetched_pictures

if TYPE_CHECKING:
    from ..sandbox import Sandbox

describe("preview", "AdPreview", default=("body",), fields=("body", "transformation_spec"))


@route("GET", "/act_{account}/generatepreviews")
def generate_previews(sandbox: "Sandbox", request: Request, account: Stored) -> dict[str, Any]:
    """Previews of a spec that need not exist: anybody may look at the frames."""
    entry = asked_format(request)
    return previews(
        sandbox,
        request,
        account,
        asked_spec(sandbox, request, account),
        entry,
        public=True,
    )


@route("POST", "/act_{account}/adpreviews")
def ad_previews_of_a_spec(sandbox: "Sandbox", request: Request, account: Stored) -> dict[str, Any]:
    """The spelling of the guide on reels (line 10898); the reference has generatepreviews only. Both are taken."""
    return generate_previews(sandbox, request, account)


@route("GET", "/generatepreviews")
def generate_previews_without_account(sandbox: "Sandbox", request: Request) -> dict[str, Any]:
    """A creative that is tied to no ad account: it names no image of a library."""
    for account in sandbox.store.list("ad_account", oldest_first=True):
        if auth.may_reach(request, account):
            if "image_hash" in json.dumps(request.json("creative") or {}):
                raise _refused("creative", "A creative with image_hash needs the edge of its ad account.")
            return generate_previews(sandbox, request, account)
    raise errors.permission_missing("ads_read")


@edge("GET", kind="creative", name="generatepreviews")
@edge("GET", kind="creative", name="previews")
def creative_previews(sandbox: "Sandbox", request: Request, creative: Stored) -> dict[str, Any]:
    account = account_of(sandbox, creative)
    auth.account_by_id(sandbox, request, account.id)
    return previews(sandbox, request, account, creative["spec"], asked_format(request), public=False)


@edge("GET", kind="ad", name="previews")
def ad_previews(sandbox: "Sandbox", request: Request, ad: Stored) -> dict[str, Any]:
    creative = sandbox.store.get(ad["creative_id"], "creative")
    if creative is None:
        raise errors.unknown_object(ad["creative_id"])
    account = account_of(sandbox, creative)
    auth.account_by_id(sandbox, request, account.id)
    spec = stories.with_groups(creative["spec"], ad.get("creative_asset_groups_spec"))
    return previews(sandbox, request, account, spec, asked_format(request), public=False)


def asked_format(request: Request) -> Format:
    name = request.text("ad_format") or ""
    if not name:
        raise errors.GraphFault(194, "(#194) Requires all of the params: ad_format")
    if name not in FORMATS:
        raise errors.invalid(
            f"Param ad_format must be one of {{{', '.join(sorted(FORMATS))}}}",
            blame="ad_format",
        )
    return FORMATS[name]


def asked_spec(sandbox: "Sandbox", request: Request, account: Stored) -> dict[str, Any]:
    """`creative` as a spec, as {"creative_id": id}, or as {"object_story_id": id}."""
    if request.text("render_type") not in (None, "", "FALLBACK"):
        raise errors.invalid("Param render_type must be one of {FALLBACK}", blame="render_type")
    if request.params.get("creative") in (None, ""):
        raise errors.GraphFault(194, "(#194) Requires all of the params: creative")
    given = request.json("creative")
    if isinstance(given, int):
        given = {"creative_id": given}
    if not isinstance(given, dict):
        raise errors.invalid("Param creative must be an object", blame="creative")
    creative_id = given.get("creative_id") or given.get("id")
    if creative_id:
        creative = sandbox.store.get(str(creative_id), "creative")
        if creative is None or creative.parent != account.id:
            raise errors.unknown_object(str(creative_id))
        return creative["spec"]
    spec = with_fetched_pictures(sandbox, account, _with_post(request, given))
    creative_rules.check(sandbox, account, spec, request.version)
    spec.pop("name", None)
    return spec


def _with_post(request: Request, given: dict[str, Any]) -> dict[str, Any]:
    """`post`: a Page post for a creative that is only a Page as object_id; not for the right column."""
    if request.params.get("post") in (None, "") or set(given) - {"object_id", "object_type"}:
        return given
    post = _object(request, "post")
    if request.text("ad_format") == "RIGHT_COLUMN_STANDARD":
        raise _refused("post", "post is not supported for RIGHT_COLUMN_STANDARD.")
    kind = "link_data" if post.get("link") else "text_data"
    return {"object_story_spec": {"page_id": str(given.get("object_id") or ""), kind: post}}


def asked_view(request: Request, entry: Format) -> Variation:
    """Which variation: a label of the asset feed, a language, items of a catalogue, other words for the template."""
    custom = _object(request, "dynamic_customization")
    language = custom.get("language") or custom.get("locale") or custom.get("customization_value") or ""
    template = _object(request, "dynamic_creative_spec")
    return Variation(
        entry.name,
        request.text("dynamic_asset_label") or "",
        str(language or request.text("locale") or ""),
        tuple(str(item) for item in request.list("product_item_ids")),
        tuple((str(name), str(value)) for name, value in template.items() if isinstance(value, (str, int, float))),
    )


def _object(request: Request, name: str) -> dict[str, Any]:
    value = request.json(name) if request.params.get(name) not in (None, "") else {}
    if not isinstance(value, dict):
        raise errors.invalid(f"Param {name} must be an object", blame=name)
    return value


def _check_view(sandbox: "Sandbox", account: Stored, spec: dict[str, Any], view: Variation) -> None:
    """A label that no asset has, and items that are in no catalogue of the creative, are errors and no preview."""
    feed = spec.get("asset_feed_spec") or {}
    labels = {name for key in feeds.LABELS for entry in feed.get(key) or [] for name in feeds.names(entry)}
    if view.label and view.label not in labels:
        raise _refused("dynamic_asset_label", f"No asset of this creative has the label {view.label}.")
    if view.products:
        product_set = products.set_of(sandbox, account, str(spec.get("product_set_id") or ""))
        if product_set is None:
            raise _refused("product_item_ids", "This creative shows no products of a catalogue.")
        if len(products.chosen(sandbox, product_set, view.products)) != len(view.products):
            raise _refused("product_item_ids", "A product item does not exist in the catalogue of this creative.")


def _refused(name: str, reason: str) -> errors.GraphFault:
    title = "Preview Not Available"
    return errors.invalid("Invalid parameter", blame=name, user_title=title, user_msg=reason)


def previews(
    sandbox: "Sandbox",
    request: Request,
    account: Stored,
    spec: dict[str, Any],
    entry: Format,
    *,
    public: bool,
) -> dict[str, Any]:
    feature, view = asked_feature(request), asked_view(request, entry)
    _check_view(sandbox, account, spec, view)
    story = stories.read(sandbox, account, spec, view)
    if reason := refusal(entry, story.kind, story.connected, story.template_video):
        raise _refused("ad_format", reason)
    width, height = request.number("width"), request.number("height")

    def frame(name: str = "") -> str:
        ticket = frames.issue(sandbox, account, spec, view, public=public, feature=name)
        told = enhancements.with_words(name, story, view.locale)
        tall = height or heights.natural(pictures.scene(entry, told, name))
        return frames.body(frames.address(sandbox, request, ticket), width or entry.width, tall)

    row: dict[str, Any] = {"body": frame()}
    if not feature:
        return {"data": [row]}
    if feature == "standard_enhancements":
        rows = _standard(request, story, entry, frame)
    else:
        states = variations(sandbox, account, spec, story, entry, feature)
        rows = [{"body": frame(feature) if _shows(feature, state) else "", "status": state} for state in states]
    if rows:
        row["transformation_spec"] = {feature: rows}
    return {"data": [row]}


def _shows(feature: str, state: str) -> bool:
    """A pending background has a stock preview (line 10131); other pending previews have nothing to show yet."""
    return state == "eligible" or (state == "pending" and feature == "image_background_gen")


def _standard(
    request: Request, story: stories.Story, entry: Format, frame: Callable[[str], str]
) -> list[dict[str, str]]:
    """One variant an enhancement, until v22.0 took these previews away (line 9695)."""
    if at_least(request.version, STANDARD_ENDED) or entry.name not in features.PLACES["standard_enhancements"]:
        return []
    return [
        {"body": frame(name), "optimization_type_description": words, "status": "eligible"}
        for name, words in enhancements.STANDARD
        if enhancements.eligible(name, story, entry)
    ]


def asked_feature(request: Request) -> str:
    feature = request.text("creative_feature") or ""
    if feature and feature not in features.PREVIEW_NAMES:
        raise errors.invalid(
            "Param creative_feature is not the name of a creative feature",
            blame="creative_feature",
        )
    return feature


def variations(
    sandbox: "Sandbox",
    account: Stored,
    spec: dict[str, Any],
    story: stories.Story,
    entry: Format,
    feature: str,
) -> list[str]:
    """One status per variation; [] where the feature does not apply. Work on a variation starts with the first question."""
    wish = sandbox.settings.feature_states.get(feature, "")
    if wish == "ineligible":
        return ["ineligible"]
    if wish == "absent" or not enhancements.eligible(feature, story, entry):
        return []
    key = f"{frames.kept_spec(sandbox, account, spec)}:{entry.name}:{feature}"
    job = sandbox.store.find("variation", key)
    if job is None:
        state = progress.begin(sandbox, sandbox.settings.preview_polls, sandbox.settings.preview_seconds)
        job = sandbox.store.add("variation", state, key=key)
    return ["eligible" if progress.look(sandbox, job).done else "pending"]
