"""What the server adds to a creative beyond what was sent, at once or after a while.

Marketing API reference: call_to_actions, optimization_type and thumbnail_hash of an asset feed, lines 6291 to 6418; generated texts,
lines 9866 to 9914; automatic translations, lines 7396 to 7469; group_uuid and thumbnails of groups, line 11104.
"""

import hashlib
import json
import uuid
from typing import TYPE_CHECKING, Any

from PIL import Image

from . import features, images, locales, media, progress
from .creative_rules import feed as feeds
from .enhancements import translation, writing
from .store import Stored

if TYPE_CHECKING:
    from .request import Request
    from .sandbox import Sandbox

MOST_BODIES = 5
TEXT_KEYS = {"bodies": "body_label", "titles": "title_label", "descriptions": "description_label"}


def added(sandbox: "Sandbox", account: Stored, spec: dict[str, Any]) -> dict[str, Any]:
    """A checked spec with what the server adds when it makes the creative."""
    if not spec.get("asset_feed_spec"):
        return spec
    feed = dict(spec["asset_feed_spec"])
    if feeds.purpose(feed) == "REGULAR":
        feed.setdefault("optimization_type", "REGULAR")
        if feed.get("ad_formats") == ["SINGLE_IMAGE"] and feed.get("videos") and not feed.get("images"):
            feed["ad_formats"] = ["SINGLE_VIDEO"]
    if feed.get("call_to_action_types"):
        feed.setdefault("call_to_actions", [{"type": name} for name in feed["call_to_action_types"]])
    if feed.get("videos"):
        feed["videos"] = [
            {**video, "thumbnail_hash": video.get("thumbnail_hash") or still_hash(sandbox, account, video["video_id"])}
            for video in feed["videos"]
        ]
    return {**spec, "asset_feed_spec": feed}


def added_to_groups(sandbox: "Sandbox", account: Stored, groups: dict[str, Any]) -> dict[str, Any]:
    """creative_asset_groups_spec of an ad: each group with its group_uuid, each video with the hash of its thumbnail."""
    return {"groups": [_group(sandbox, account, group, index) for index, group in enumerate(groups["groups"])]}


def _group(sandbox: "Sandbox", account: Stored, group: dict[str, Any], index: int) -> dict[str, Any]:
    basis = f"{account.id}:{index}:{json.dumps(group, sort_keys=True)}"
    kept = {**group, "group_uuid": group.get("group_uuid") or str(uuid.uuid5(uuid.NAMESPACE_OID, basis))}
    if group.get("videos"):
        kept["videos"] = [
            {**video, "image_hash": video.get("image_hash") or still_hash(sandbox, account, video["video_id"])}
            for video in group["videos"]
        ]
    return kept


def still_hash(sandbox: "Sandbox", account: Stored, video_id: Any) -> str:
    """The hash of a video's thumbnail, which stands in the account's library from then on."""
    video = sandbox.store.require(str(video_id), "video")
    path = media.still_path(sandbox, video)
    data = path.read_bytes()
    with Image.open(path) as still:
        facts = images.ImageFacts(hashlib.md5(data).hexdigest(), still.width, still.height, "jpg", len(data))
    name = f"{video.get('title') or video_id}.jpg"
    return media.keep_image(sandbox, account, name, sandbox.store.put_blob(data), facts).key


def feed_as_read(sandbox: "Sandbox", request: "Request", creative: Stored) -> dict[str, Any] | None:
    """asset_feed_spec with thumbnails, translations, and the texts that were generated meanwhile."""
    feed = creative["spec"].get("asset_feed_spec")
    feed = dict(feed) if feed else {}
    if feed.get("videos"):
        feed["videos"] = [_with_still(sandbox, request, video) for video in feed["videos"]]
    if feed.get("autotranslate"):
        feed = _translated(feed)
    if texts := generated_texts(sandbox, creative):
        bodies = feed.get("bodies") or [{"text": texts[0]}]
        known = {body.get("text") for body in bodies}
        more = [{"text": text} for text in texts[1:] if text not in known]
        feed = {**feed, "bodies": [*bodies, *more][:MOST_BODIES]}
        feed.setdefault("optimization_type", "DEGREES_OF_FREEDOM")
    return feed or None


def _with_still(sandbox: "Sandbox", request: "Request", video: dict[str, Any]) -> dict[str, Any]:
    """The video of a feed with the address of its picture, signed for this reader; the kept one stays as it is."""
    found = sandbox.store.get(str(video["video_id"]), "video")
    if found is None or video.get("thumbnail_url"):
        return video
    return {**video, "thumbnail_url": media.url(sandbox, request, found, "still0")}


def generated_texts(sandbox: "Sandbox", creative: Stored) -> list[str]:
    """The primary text and those that were generated from it; [] while they are being made and without enrolment."""
    if not writes_texts(creative["spec"]):
        return []
    job = sandbox.store.find("generated_texts", creative.id)
    if job is not None and not progress.look(sandbox, job).done:
        return []
    message = primary_text(creative["spec"])
    return [message, *writing.variations(message)]


def begin_texts(sandbox: "Sandbox", creative: Stored) -> None:
    """Texts are written from now on; with the usual settings they are there at the first look."""
    settings = sandbox.settings
    if writes_texts(creative["spec"]) and (settings.preview_polls or settings.preview_seconds):
        state = progress.begin(sandbox, settings.preview_polls, settings.preview_seconds)
        sandbox.store.add("generated_texts", state, parent=creative.id, key=creative.id)


def writes_texts(spec: dict[str, Any]) -> bool:
    return "text_generation" in features.enrolled(spec) and bool(primary_text(spec))


def primary_text(spec: dict[str, Any]) -> str:
    story = spec.get("object_story_spec") or {}
    for name in ("link_data", "video_data", "photo_data"):
        data = story.get(name)
        if data and not data.get("child_attachments"):
            return str(data.get("message") or data.get("caption") or "")
    return ""


def _translated(feed: dict[str, Any]) -> dict[str, Any]:
    """Copies of the default rule's texts, one a language, each with a label of its own and a rule that names it. Copies that
    were sent for such a language are replaced."""
    rules = list(feed.get("asset_customization_rules") or [])
    default = next(rule for rule in rules if rule.get("is_default"))
    out = {**feed, **{key: list(feed.get(key) or []) for key in TEXT_KEYS}}
    for language in feed["autotranslate"]:
        label = {"name": f"Automatically Translated {language}"}
        codes = locales.keys_of(language)
        own = next((rule for rule in rules if set(rule["customization_spec"].get("locales") or []) & set(codes)), None)
        rule: dict[str, Any] = own or {**default, "customization_spec": {"locales": codes}}
        rule = {name: value for name, value in rule.items() if name != "is_default"}
        for key, label_name in TEXT_KEYS.items():
            source = _labelled(out[key], default.get(label_name))
            if source is not None:
                text = translation.translated(str(source["text"]), language)
                out[key].append({"text": text, "adlabels": [label]})
                rule[label_name] = label
        rules = [rule if each is own else each for each in rules] if own else [*rules, rule]
    return {**out, "asset_customization_rules": rules}


def _labelled(entries: list[dict[str, Any]], label: Any) -> dict[str, Any] | None:
    name = label.get("name") if isinstance(label, dict) else None
    return next((each for each in entries if name in {one.get("name") for one in each.get("adlabels") or []}), None)
