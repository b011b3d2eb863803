"""object_story_spec: the post that Meta makes of a creative. Marketing API reference, lines 1498 to 1764, 8031 to 8225.

Carousel 2 to 10 cards, line 1752; image_hash or picture per card, line 1754; three cards for an app, line 1623; a collection links
to an Instant Experience and has four thumbnails, lines 2598 to 2660.
"""

from typing import Any

from .. import canvases
from ..calls_to_action import APP, VALUES
from . import catalogue, checks
from .checks import Checked, as_object, as_objects, refuse, texts, url

CARDS, APP_CARDS = (2, 10), 3
KINDS = ("link_data", "photo_data", "video_data", "text_data", "template_data")
TOP = "object_story_spec"
THUMBNAILS = (3, 4)  # "Four thumbnails are required" (line 2653); the samples there have three


def check(creative: Checked) -> None:
    story = as_object(creative.spec["object_story_spec"], TOP)
    creative.page(story.get("page_id"), TOP, "page_id")
    creative.instagram(story, TOP)
    _threads(creative, story)
    given = [name for name in KINDS if story.get(name)]
    if not given and (creative.spec.get("asset_feed_spec") or creative.spec.get("product_set_id")):
        return
    if len(given) != 1:
        refuse(f"object_story_spec needs exactly one of {', '.join(KINDS)}.", TOP, title="Missing Content")
    path = (TOP, given[0])
    CHECKS[given[0]](creative, as_object(story[given[0]], *path), path)


def _threads(creative: Checked, story: dict[str, Any]) -> None:
    """A Threads account may stand in the story or beside it, and belongs to the Instagram account (lines 3327 to 3337)."""
    for holder, path in ((creative.spec, ()), (story, (TOP,))):
        threads_id = holder.get("threads_user_id")
        if not threads_id:
            continue
        user = creative.sandbox.store.get(str(threads_id), "threads_user")
        if not story.get("instagram_user_id"):
            refuse("threads_user_id needs instagram_user_id in object_story_spec.", TOP, "instagram_user_id")
        if user is None or user.parent != str(story["instagram_user_id"]):
            sentence = "instagram_user_id must be the Instagram account that the Threads account is tied to."
            refuse(sentence, *path, "threads_user_id")


def link_data(creative: Checked, data: dict[str, Any], path: tuple[str, ...]) -> None:
    texts(data, path)
    children = data.get("child_attachments")
    action = checks.call_to_action(data, path)
    if not data.get("link") and not (action.get("value") or {}).get("link"):
        refuse("A link is required.", *path, "link", title="Missing Website URL")
    if data.get("link"):
        url(data["link"], *path, "link")
    _button(action, path)
    checks.crops(data, path, CROP_KEYS)
    _collection(creative, data, str(data.get("link") or ""), path)
    if children is not None:
        _children(creative, children, (*path, "child_attachments"), app=action.get("type") in APP)
    elif not creative.spec.get("asset_feed_spec"):
        creative.picture(data, path)


CROP_KEYS = ("100x72", "400x150", "600x360", "100x100", "400x500", "90x160", "300x400")


def _button(action: dict[str, Any], path: tuple[str, ...]) -> None:
    value, at = action.get("value") or {}, (*path, "call_to_action", "value")
    for name in sorted(set(value) - VALUES):
        refuse(f"{name} is not a value of a call to action.", *at, name)
    if value.get("lead_gen_form_id") and not str(value["lead_gen_form_id"]).isdigit():
        refuse("lead_gen_form_id is the id of a form of the Page.", *at, "lead_gen_form_id")


def _collection(creative: Checked, data: dict[str, Any], link: str, path: tuple[str, ...]) -> None:
    """Thumbnails below a hero; the link opens an Instant Experience that is published."""
    canvas_id = canvases.id_in(link)
    if canvas_id:
        canvas = creative.sandbox.store.get(canvas_id, "canvas")
        if canvas is None or canvas.parent not in creative.account["page_ids"]:
            refuse("The Instant Experience does not exist.", *path, "link", title="Instant Experience Not Found")
        if not canvas.get("is_published"):
            sentence = "The Instant Experience needs to be published before it can be used."
            refuse(sentence, *path, "link", title="Instant Experience Not Published")
    if data.get("collection_thumbnails") is None:
        return
    at = (*path, "collection_thumbnails")
    thumbnails = as_objects(data["collection_thumbnails"], *at)
    if not canvas_id:
        refuse("A collection links to an Instant Experience (https://fb.com/canvas_doc/ID).", *path, "link")
    fewest, most = THUMBNAILS
    if not fewest <= len(thumbnails) <= most:
        refuse(f"Four thumbnails are required; this collection has {len(thumbnails)}.", *at)
    for index, thumbnail in enumerate(thumbnails):
        _thumbnail(creative, thumbnail, (*at, str(index)))


def _thumbnail(creative: Checked, thumbnail: dict[str, Any], path: tuple[str, ...]) -> None:
    element_id = str(thumbnail.get("element_id") or "")
    element = creative.sandbox.store.get(element_id, "canvas_element") if element_id else None
    if element_id and element is None:
        refuse("element_id is the id of an element of the Instant Experience.", *path, "element_id")
    child = thumbnail.get("element_child_index")
    if child is not None and (not isinstance(child, int) or child < 0):
        refuse("element_child_index must be a positive integer.", *path, "element_child_index")
    checks.crops({"image_crops": thumbnail.get("element_crops")}, path, ("100x100",))


def _children(creative: Checked, children: Any, path: tuple[str, ...], *, app: bool) -> None:
    fewest, most = (APP_CARDS, CARDS[1]) if app else CARDS
    if not isinstance(children, list) or not fewest <= len(children) <= most:
        count = len(children) if isinstance(children, list) else 0
        sentence = f"A carousel has {fewest} to {most} cards; this one has {count}."
        refuse(sentence, *path, title="Wrong Number of Carousel Cards")
    links = {str(child.get("link")) for child in children if isinstance(child, dict) and child.get("link")}
    if app and len(links) > 1:
        refuse("A carousel for an app has the same app store link in every card.", *path, title="One App Only")
    for index, child in enumerate(children):
        at = (*path, str(index))
        child = as_object(child, *at)
        texts(child, at)
        checks.call_to_action(child, at)
        if child.get("link"):
            url(child["link"], *at, "link")
        if child.get("video_id"):
            creative.video(child, at)
        if not (child.get("image_hash") or child.get("picture")):
            refuse("Each card needs image_hash or picture.", *at, "image_hash", title="Missing Image")
        creative.picture(child, at)
        checks.crops(child, at, CROP_KEYS)


def photo_data(creative: Checked, data: dict[str, Any], path: tuple[str, ...]) -> None:
    texts(data, path, {**checks.TEXTS, "caption": checks.MESSAGE})
    if not (data.get("image_hash") or data.get("url")):
        refuse("A photo needs image_hash or url.", *path, "image_hash", title="Missing Image")
    creative.picture(data, path)


def text_data(creative: Checked, data: dict[str, Any], path: tuple[str, ...]) -> None:
    texts(data, path)
    if not data.get("message"):
        refuse("A message is required.", *path, "message", title="Missing Text")


def video_data(creative: Checked, data: dict[str, Any], path: tuple[str, ...]) -> None:
    texts(data, path)
    action = checks.call_to_action(data, path)
    link = str((action.get("value") or {}).get("link") or "")
    _button(action, path)
    _collection(creative, data, link, path)
    if not data.get("video_id"):
        refuse("video_id is required.", *path, "video_id", title="Missing Video")
    creative.video(data, path)
    if not (data.get("image_hash") or data.get("image_url")):
        refuse(
            "Please specify one of image_hash or image_url in the video_data field of object_story_spec.",
            *path,
            "image_hash",
            title="Your Ad Needs a Video Thumbnail",
            subcode=1443226,
        )
    creative.picture(data, path)


CHECKS = {
    "link_data": link_data,
    "photo_data": photo_data,
    "video_data": video_data,
    "text_data": text_data,
    "template_data": catalogue.check_template,
}
