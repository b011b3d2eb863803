"""generatepreviews and previews. Marketing API reference, "Ad Account Generatepreviews", line 15724; enhancement previews
(creative_feature, transformation_spec), line 9219."""

from typing import TYPE_CHECKING, Any

from .. import auth, creative_rules, enhancements, errors, features, frames, progress
from .. import story as stories
from ..formats import FORMATS, Format, refusal
from ..rendering import heights, pictures
from ..request import Request
from ..routes import describe, edge, route
from ..store import Stored
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


@edge("GET", kind="creative", name="previews")
def creative_previews(sandbox: "Sandbox", request: Request, creative: Stored) -> dict[str, Any]:
    account = account_of(sandbox, creative)
    auth.account(sandbox, request, account.id.removeprefix("act_"))
    return previews(sandbox, request, account, creative["spec"], asked_format(request), public=False)


@edge("GET", kind="ad", name="previews")
def ad_previews(sandbox: "Sandbox", request: Request, ad: Stored) -> dict[str, Any]:
    creative = sandbox.store.get(ad["creative_id"], "creative")
    if creative is None:
        raise errors.unknown_object(ad["creative_id"])
    return creative_previews(sandbox, request, creative)


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
    spec = with_fetched_pictures(sandbox, account, given)
    creative_rules.check(sandbox, account, spec)
    spec.pop("name", None)
    return spec


def previews(
    sandbox: "Sandbox",
    request: Request,
    account: Stored,
    spec: dict[str, Any],
    entry: Format,
    *,
    public: bool,
) -> dict[str, Any]:
    feature = asked_feature(request)
    story = stories.read(sandbox, account, spec)
    if reason := refusal(entry, story.kind, story.connected):
        raise errors.invalid(
            "Invalid parameter",
            blame="ad_format",
            user_title="Preview Not Available",
            user_msg=reason,
        )
    locale = request.text("locale") or ""
    width, height = request.number("width"), request.number("height")

    def frame(name: str = "") -> str:
        ticket = frames.issue(
            sandbox,
            account,
            spec,
            entry.name,
            public=public,
            feature=name,
            locale=locale,
        )
        tall = height or heights.natural(pictures.scene(entry, enhancements.with_words(name, story), name))
        return frames.body(frames.address(sandbox, request, ticket), width or entry.width, tall)

    row: dict[str, Any] = {"body": frame()}
    if feature and (states := variations(sandbox, account, spec, story, entry, feature)):
        row["transformation_spec"] = {
            feature: [{"body": frame(feature) if state == "eligible" else "", "status": state} for state in states]
        }
    return {"data": [row]}


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
