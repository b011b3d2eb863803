"""creative_asset_groups_spec: the flexible format. An ad carries it beside its creative. Marketing API reference, line 11021.

Each group has at least one image or video, at most five texts of a type, and one kind of call to action.
"""

from typing import TYPE_CHECKING, Any

from ..store import Stored
from .checks import Checked, as_object, as_objects, call_to_action, refuse, texts

if TYPE_CHECKING:
    from ..sandbox import Sandbox

TOP = "creative_asset_groups_spec"
TEXT_TYPES = ("primary_text", "headline", "description")
TEXTS = 5
OBJECTIVES = ("OUTCOME_SALES", "OUTCOME_APP_PROMOTION")  # line 11035


def check_groups(sandbox: "Sandbox", account: Stored, spec: Any, objective: str = "") -> None:
    """Raise for the first thing in an ad's `creative_asset_groups_spec` that Meta would not take."""
    ad = Checked(sandbox, account, {})
    if objective and objective not in OBJECTIVES:
        refuse(f"The flexible format needs a campaign whose objective is one of {', '.join(OBJECTIVES)}.", TOP)
    groups = as_objects(as_object(spec, TOP).get("groups"), TOP, "groups")
    if not groups:
        refuse("creative_asset_groups_spec needs a group.", TOP, "groups")
    types = {_group(ad, group, (TOP, "groups", str(index))) for index, group in enumerate(groups)} - {""}
    if len(types) > 1:
        refuse("All call_to_actions must have the same type.", TOP, "groups", "call_to_action", "type")


def _group(ad: Checked, group: dict[str, Any], path: tuple[str, ...]) -> str:
    """Answers the type of its call to action."""
    images = as_objects(group.get("images") or [], *path, "images")
    videos = as_objects(group.get("videos") or [], *path, "videos")
    if not images and not videos:
        refuse("At least 1 image or video is required per group.", *path, "images")
    for index, image in enumerate(images):
        at = (*path, "images", str(index))
        if not image.get("hash"):
            refuse("hash is required.", *at, "hash")
        ad.picture(image, at, "hash")
    for index, video in enumerate(videos):
        at = (*path, "videos", str(index))
        if not video.get("video_id"):
            refuse("video_id is required.", *at, "video_id")
        ad.video(video, at)
    _texts(as_objects(group.get("texts") or [], *path, "texts"), (*path, "texts"))
    return str(call_to_action(group, path).get("type") or "")


def _texts(given: list[dict[str, Any]], path: tuple[str, ...]) -> None:
    for index, text in enumerate(given):
        at = (*path, str(index))
        if text.get("text_type") not in TEXT_TYPES:
            refuse(f"text_type must be one of {', '.join(TEXT_TYPES)}.", *at, "text_type")
        texts(text, at, {"text": 5000 if text["text_type"] == "primary_text" else 255})
        if not text.get("text"):
            refuse("text is required.", *at, "text")
    for kind in TEXT_TYPES:
        count = sum(text["text_type"] == kind for text in given)
        if count > TEXTS:
            refuse(f"There can be no more than {TEXTS} texts of the type {kind}; this group has {count}.", *path)
