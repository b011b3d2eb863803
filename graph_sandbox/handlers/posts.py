"""Posts that exist before their ad: of a Page, of an Instagram account; Threads accounts; languages.

Marketing API reference: Page posts, lines 1549 to 1596; Threads, lines 3230 to 3337; Instagram media, lines 10840 to 10881;
adlocale, lines 7238 to 7273.
"""

from typing import TYPE_CHECKING, Any

from .. import auth, locales, media
from .. import story as stories
from ..acts import act
from ..clock import iso
from ..creative_rules import check, refuse
from ..request import Request
from ..routes import describe, edge, route, view
from ..store import Stored

if TYPE_CHECKING:
    from ..sandbox import Sandbox

describe("post", "PagePost", default=("id",), fields="created_time is_published message permalink_url")
describe(
    "instagram_media",
    "IGMedia",
    default=("id",),
    fields="boost_ads_list boost_eligibility_info caption id media_product_type media_type media_url permalink shortcode thumbnail_url "
    "timestamp username",
)
describe("threads_user", "ThreadsUser", default=("threads_user_id",), fields="threads_user_id username")


@view("post")
def post_fields(sandbox: "Sandbox", request: Request, post: Stored) -> dict[str, Any]:
    return {
        "id": post.id,
        "message": _message(post["spec"]) or None,
        "is_published": post.get("published", False),
        "created_time": iso(post.created),
        "permalink_url": f"https://www.facebook.com/{post.id}",
    }


def _message(spec: dict[str, Any]) -> str:
    story = spec["object_story_spec"]
    return next((str(value.get("message") or "") for value in story.values() if isinstance(value, dict)), "")


@edge("POST", kind="page", name="feed")
@edge("POST", kind="page", name="posts")
def create_post(sandbox: "Sandbox", request: Request, page: Stored) -> dict[str, str]:
    """A post of a Page, published or (published=0) for ads only; a creative names it by object_story_id."""
    auth.require_scope(request, "pages_manage_posts", "pages_manage_ads", "ads_management")
    names = ("message", "link", "name", "caption", "description", "picture", "image_hash")
    data = {name: request.text(name) for name in names if request.text(name)}
    if request.params.get("child_attachments"):
        data["child_attachments"] = request.json("child_attachments")
    if request.params.get("call_to_action"):
        data["call_to_action"] = request.json("call_to_action")
    if not data:
        refuse("A post needs a message or a link.", "message")
    story = {"page_id": page.id, ("link_data" if data.get("link") else "text_data"): data}
    account = _account(sandbox, page)
    check(sandbox, account, {"object_story_spec": story})
    post_id = f"{page.id}_{sandbox.store.new_id('122')}"
    fields = {"spec": {"object_story_spec": story}, "published": request.flag("published", True)}
    sandbox.store.add("post", fields, parent=page.id, id=post_id)
    return {"id": post_id}


def _account(sandbox: "Sandbox", page: Stored) -> Stored:
    """An ad account that may use this Page: its library has the pictures."""
    for account in sandbox.store.list("ad_account", oldest_first=True):
        if page.id in account["page_ids"]:
            return account
    refuse("No ad account may use this Page.", "page_id")


@edge("GET", kind="page", name="feed")
@edge("GET", kind="page", name="posts")
def list_posts(sandbox: "Sandbox", request: Request, page: Stored) -> Any:
    return [post for post in sandbox.store.list("post", parent=page.id) if post.get("published")]


@view("instagram_media")
def media_fields(sandbox: "Sandbox", request: Request, medium: Stored) -> dict[str, Any]:
    reason = medium.get("ineligible")

    def card() -> stories.Card:
        account = sandbox.store.require(medium["account_id"])
        return stories.read(sandbox, account, medium["spec"]).first

    return {
        **{name: medium[name] for name in ("caption", "permalink", "shortcode", "media_type", "media_product_type")},
        "id": medium.id,
        "timestamp": iso(medium.created),
        "username": sandbox.store.require(medium.parent)["username"],
        "boost_ads_list": [],
        "boost_eligibility_info": {
            "eligible_to_boost": not reason,
            **({"boost_ineligible_reason": reason} if reason else {}),
        },
        "media_url": lambda: _address(sandbox, request, card().video or card().image),
        "thumbnail_url": lambda: _address(sandbox, request, card().image),
    }


def _address(sandbox: "Sandbox", request: Request, item: Stored | None) -> str | None:
    return media.url(sandbox, request, item) if item is not None else None


@edge("GET", kind="instagram_user", name="media")
def list_media(sandbox: "Sandbox", request: Request, user: Stored) -> Any:
    auth.require_scope(request, "instagram_basic")
    return sandbox.store.list("instagram_media", parent=user.id)


@act("add_instagram_media")
def add_media(sandbox: "Sandbox", values: dict[str, Any]) -> dict[str, str]:
    """Somebody posts on Instagram: {"instagram_user_id", "account_id", "caption", "image_hash" or "video_id", "ad_code"?,
    "ineligible"?: why it cannot be an ad}. The medium is one of the ad account's library."""
    user = sandbox.store.require(str(values["instagram_user_id"]), "instagram_user")
    caption, video = str(values.get("caption") or ""), values.get("video_id")
    kind = "video_data" if video else "photo_data"
    data = {"video_id": str(video), "message": caption} if video else {"caption": caption}
    if values.get("image_hash"):
        data["image_hash"] = str(values["image_hash"])
    story = {"page_id": user["page_id"], "instagram_user_id": user.id, kind: data}
    media_id = sandbox.store.new_id("179")
    fields = {
        "account_id": str(values["account_id"]),
        "spec": {"object_story_spec": story},
        "caption": caption,
        "shortcode": media_id[-11:],
        "permalink": f"https://www.instagram.com/{'reel' if video else 'p'}/{media_id[-11:]}/",
        "media_type": "VIDEO" if video else "IMAGE",
        "media_product_type": "REELS" if video else "FEED",
    }
    if values.get("ineligible"):
        fields["ineligible"] = str(values["ineligible"])
    sandbox.store.add("instagram_media", fields, parent=user.id, key=str(values.get("ad_code") or ""), id=media_id)
    return {"id": media_id}


@view("threads_user")
def threads_fields(sandbox: "Sandbox", request: Request, user: Stored) -> dict[str, Any]:
    return {"threads_user_id": user.id, "username": user["username"], "id": user.id}


def _threads(sandbox: "Sandbox", user: Stored, key: str) -> dict[str, str]:
    found = sandbox.store.find("threads_user", key, parent=user.id)
    return {"threads_user_id": found.id, "id": found.id} if found else {}


@edge("GET", kind="instagram_user", name="connected_threads_user")
def connected_threads_user(sandbox: "Sandbox", request: Request, user: Stored) -> dict[str, str]:
    return _threads(sandbox, user, "connected")


@edge("GET", kind="instagram_user", name="instagram_backed_threads_user")
def backed_threads_user(sandbox: "Sandbox", request: Request, user: Stored) -> dict[str, str]:
    """{} when there is none: "an empty response" (line 3319)."""
    return _threads(sandbox, user, "backed")


@edge("POST", kind="instagram_user", name="instagram_backed_threads_user")
def create_threads_user(sandbox: "Sandbox", request: Request, user: Stored) -> dict[str, str]:
    """The one that exists comes back (line 3304)."""
    if not _threads(sandbox, user, "backed"):
        sandbox.store.add("threads_user", {"username": user["username"]}, parent=user.id, key="backed")
    return _threads(sandbox, user, "backed")


@route("GET", "/search")
def search(sandbox: "Sandbox", request: Request) -> Any:
    """type=adlocale: languages by a part of their name; all with a blank q."""
    if request.required("type") != "adlocale":
        refuse("The sandbox searches for type adlocale only.", "type")
    query = (request.text("q") or "").lower()
    return [{"key": key, "name": name} for key, name in locales.KEYS.items() if query in name.lower() or not query]
