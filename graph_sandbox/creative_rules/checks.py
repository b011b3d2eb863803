"""Checks that several parts of a creative share: texts, addresses, pictures, videos, buttons, Pages.

Names up to 100 characters; carousel 2 to 10 cards, line 1752; a video needs a picture and must be ready, lines 1212 and 1227.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn
from urllib.parse import urlsplit

from .. import errors, media, progress
from ..calls_to_action import TYPES
from ..store import Stored

if TYPE_CHECKING:
    from ..sandbox import Sandbox

NAME, TITLE, MESSAGE, DESCRIPTION, URL = 100, 255, 5000, 1000, 1000
TEXTS = {
    "message": MESSAGE,
    "name": TITLE,
    "title": TITLE,
    "caption": TITLE,
    "description": DESCRIPTION,
    "link_description": DESCRIPTION,
}
SCHEMES = ("http", "https", "fb", "itms-apps", "market", "tel")
Path = tuple[str, ...]


def refuse(sentence: str, *path: str, title: str = "Invalid parameter", subcode: int | None = None) -> NoReturn:
    blame = list(path) or None
    raise errors.invalid("Invalid parameter", blame=blame, user_title=title, user_msg=sentence, subcode=subcode)


def check_name(name: Any) -> None:
    if name is not None and len(str(name)) > NAME:
        refuse(
            f"The name has {len(str(name))} characters; an ad creative's name can have {NAME}.",
            "name",
            title="Name Is Too Long",
        )


@dataclass(frozen=True)
class Checked:
    """The creative that is looked at, and whose it is."""

    sandbox: "Sandbox"
    account: Stored
    spec: dict[str, Any]

    def part(self, name: str) -> dict[str, Any]:
        """A field of the spec that is an object; {} when it is not there."""
        value = self.spec.get(name)
        return as_object(value, name) if value is not None else {}

    @property
    def feed(self) -> dict[str, Any]:
        return self.part("asset_feed_spec")

    def picture(self, data: dict[str, Any], path: Path, key: str = "image_hash") -> None:
        image_hash = data.get(key)
        if image_hash and media.image_of(self.sandbox, self.account, str(image_hash)) is None:
            refuse("No image with this hash exists in the ad account.", *path, key, title="Image Not Found")

    def video(self, data: dict[str, Any], path: Path) -> None:
        video = media.video_of(self.sandbox, self.account, str(data["video_id"]))
        if video is None:
            sentence = "The video does not exist or does not belong to this ad account."
            refuse(sentence, *path, "video_id", title="Video Not Found")
        if not progress.look(self.sandbox, video, counts=False).done:
            refuse(
                "The video is still being processed. Try again when it is ready.",
                *path,
                "video_id",
                title="Video Not Ready for Use in an Ad",
                subcode=1885252,
            )

    def page(self, page_id: Any, *path: str) -> None:
        if not page_id:
            refuse(
                "The ad must be connected to a Facebook Page.",
                *path,
                title="Your Ad Must Be Associated with a Facebook Page",
                subcode=1885833,
            )
        if self.sandbox.store.get(str(page_id), "page") is None or str(page_id) not in self.account["page_ids"]:
            sentence = "You cannot advertise for this Page: it does not exist or you have no role on it."
            refuse(sentence, *path, title="No Permission for This Page")

    def instagram(self, holder: dict[str, Any], *path: str) -> None:
        """instagram_user_id and its older name instagram_actor_id: one of them, and one that this account may use."""
        if holder.get("instagram_user_id") and holder.get("instagram_actor_id"):
            sentence = "You can not pass both instagram_user_id and instagram_actor_id in creative spec"
            refuse(sentence, *path, "instagram_actor_id", subcode=2446149)
        for name in ("instagram_user_id", "instagram_actor_id"):
            if holder.get(name) and str(holder[name]) not in self.account["instagram_ids"]:
                sentence = (
                    "Ad account has no access to this Instagram account. Please use authorized Instagram account or "
                    "assign ad account to this Instagram account first."
                )
                refuse(sentence, *path, name, subcode=1815199)


def as_object(value: Any, *path: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        refuse(f"{path[-1]} must be an object.", *path)
    return value


def as_objects(value: Any, *path: str) -> list[dict[str, Any]]:
    if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
        refuse(f"{path[-1]} must be an array of objects.", *path)
    return value


def texts(data: dict[str, Any], path: Path, limits: dict[str, int] | None = None) -> None:
    for name, most in (limits or TEXTS).items():
        value = data.get(name)
        if value is not None and not isinstance(value, str):
            refuse(f"{name} must be text.", *path, name)
        if value and len(value) > most:
            sentence = f"{name} has {len(value)} characters; it can have {most}."
            refuse(sentence, *path, name, title="Text Is Too Long")


def url(value: Any, *path: str) -> None:
    text = str(value)
    if len(text) > URL:
        refuse(f"The URL has {len(text)} characters; it can have {URL}.", *path, title="URL Is Too Long")
    try:
        parts = urlsplit(text)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in SCHEMES or not (parts.netloc or parts.scheme == "tel"):
        raise errors.GraphFault(
            1500,
            "(#1500) The url you supplied is invalid",
            error_data={"blame_field_specs": [list(path)]},
            user_title="Invalid URL",
            user_msg=f"{text[:80]!r} is not a web address that starts with http:// or https://.",
        )


def call_to_action(data: dict[str, Any], path: Path) -> dict[str, Any]:
    """The call to action of `data`, {} when it has none."""
    if data.get("call_to_action") is None:
        return {}
    path = (*path, "call_to_action")
    action = as_object(data["call_to_action"], *path)
    cta_type(action.get("type"), *path, "type")
    value = as_object(action.get("value") or {}, *path, "value")
    if value.get("link"):
        url(value["link"], *path, "value", "link")
    return action


def cta_type(value: Any, *path: str) -> None:
    if str(value) not in TYPES:
        sentence = f"{value} is not a type of call to action."
        refuse(sentence, *path, title="No Call To Action Type was parseable", subcode=1373054)


def enum(holder: dict[str, Any], name: str, allowed: tuple[str, ...], *path: str) -> None:
    if holder.get(name) is not None and holder[name] not in allowed:
        refuse(f"{name} must be one of {', '.join(allowed)}.", *path, name)


def enrolment(entry: Any, *path: str) -> str:
    """The enroll_status of an object that has one."""
    status = entry.get("enroll_status") if isinstance(entry, dict) else None
    if status not in ("OPT_IN", "OPT_OUT"):
        refuse(f"enroll_status of {path[-1]} must be OPT_IN or OPT_OUT.", *path, "enroll_status")
    return str(status)


def crops(data: dict[str, Any], path: Path, keys: tuple[str, ...]) -> None:
    """image_crops: {"100x100": [[left, top], [right, bottom]]}. The key 191x100 goes away (2490085)."""
    if data.get("image_crops") is None:
        return
    path = (*path, "image_crops")
    for key, box in as_object(data["image_crops"], *path).items():
        if key == "191x100":
            sentence = (
                "The 191x100 crop key will no longer be available in the newest Ads API version. The recommended crop "
                "key will be 100x100."
            )
            refuse(sentence, *path, key, subcode=2490085)
        if key not in keys:
            refuse(f"The crop key must be one of {', '.join(keys)}.", *path, key)
        if not _is_box(box):
            refuse("A crop is [[left, top], [right, bottom]] in pixels of the image.", *path, key)
        (left, top), (right, bottom) = box
        if not _fits(key, right - left, bottom - top):
            refuse(f"The crop does not have the ratio {key}.", *path, key)


def _is_box(box: Any) -> bool:
    corners = isinstance(box, list) and len(box) == 2 and all(isinstance(each, list) and len(each) == 2 for each in box)
    return (
        corners
        and all(isinstance(value, int) and value >= 0 for each in box for value in each)
        and box[0][0] < box[1][0]
        and box[0][1] < box[1][1]
    )


def _fits(key: str, width: int, height: int) -> bool:
    across, _, down = key.partition("x")
    return abs(width / height / (int(across) / int(down)) - 1) <= 0.02
