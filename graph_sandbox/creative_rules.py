"""What Meta checks before it makes an ad creative. Every refusal is a 100 that blames a field and says why.

Marketing API reference, "Ad Account Ad Creatives", line 14669; carousel 2 to 10 cards, line 1752; image_hash or picture per
card, line 1754; a video needs a picture and must be ready, lines 1212 and 1227; names up to 100 characters.
"""

from typing import TYPE_CHECKING, Any, NoReturn
from urllib.parse import urlsplit

from . import errors, features, media, progress
from .calls_to_action import TYPES
from .store import Stored

if TYPE_CHECKING:
    from .sandbox import Sandbox

NAME, TITLE, MESSAGE, DESCRIPTION, URL = 100, 255, 5000, 1000, 1000
CARDS = (2, 10)
STORY_KINDS = ("link_data", "photo_data", "video_data", "text_data", "template_data")
PAGELESS = ("image_hash", "image_url", "object_url", "link_url", "title", "body")


def refuse(sentence: str, *path: str, title: str = "Invalid parameter", subcode: int | None = None) -> NoReturn:
    blame = list(path) or None
    raise errors.invalid("Invalid parameter", blame=blame, user_title=title, user_msg=sentence, subcode=subcode)


def check(sandbox: "Sandbox", account: Stored, spec: dict[str, Any]) -> None:
    """Raise for the first thing in `spec` that Meta would not take."""
    _Check(sandbox, account, spec).all()


def check_name(name: Any) -> None:
    if name is not None and len(str(name)) > NAME:
        refuse(
            f"The name has {len(str(name))} characters; an ad creative's name can have {NAME}.",
            "name",
            title="Name Is Too Long",
        )


class _Check:
    def __init__(self, sandbox: "Sandbox", account: Stored, spec: dict[str, Any]):
        self.sandbox, self.account, self.spec = sandbox, account, spec

    def all(self) -> None:
        check_name(self.spec.get("name"))
        self._features()
        story, feed = (
            self.spec.get("object_story_spec"),
            self.spec.get("asset_feed_spec"),
        )
        if self.spec.get("object_story_id"):
            self._existing_post()
        elif story is not None:
            self._story(story)
        elif not any(self.spec.get(name) for name in PAGELESS) and not self.spec.get("product_set_id"):
            refuse(
                "A creative needs object_story_spec, object_story_id or asset_feed_spec with a Page.",
                "object_story_spec",
                title="Missing Content",
            )
        else:
            self._pageless()
        if feed is not None:
            self._feed(feed)

    def _features(self) -> None:
        freedom = self._object(self.spec.get("degrees_of_freedom_spec") or {}, "degrees_of_freedom_spec")
        spec = self._object(
            freedom.get("creative_features_spec") or {},
            "degrees_of_freedom_spec",
            "creative_features_spec",
        )
        path = ("degrees_of_freedom_spec", "creative_features_spec")
        for name in features.unknown(spec):
            refuse(f"{name} is not a creative feature.", *path, name)
        for name, entry in spec.items():
            status = entry.get("enroll_status") if isinstance(entry, dict) else None
            if status not in (features.OPT_IN, features.OPT_OUT):
                refuse(
                    f"enroll_status of {name} must be OPT_IN or OPT_OUT.",
                    *path,
                    name,
                    "enroll_status",
                )
        if spec.get("standard_enhancements", {}).get("enroll_status") == features.OPT_IN:
            refuse(
                "standard_enhancements is not available since v22.0. Choose features one by one.",
                *path,
                "standard_enhancements",
            )

    def _object(self, value: Any, *path: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            refuse(f"{path[-1]} must be an object.", *path)
        return value

    def _existing_post(self) -> None:
        post_id = str(self.spec["object_story_id"])
        page_id = post_id.partition("_")[0]
        if not self.sandbox.store.get(post_id, "post"):
            message = "It could be deleted or you might not have permissions to see it. Please check your ad creative and try again."
            refuse(
                message,
                "object_story_id",
                title="The post you selected for your ad is not available.",
                subcode=2446289,
            )
        self._page(page_id, "object_story_id")

    def _page(self, page_id: Any, *path: str) -> None:
        if not page_id:
            refuse(
                "The ad must be connected to a Facebook Page.",
                *path,
                title="Your Ad Must Be Associated with a Facebook Page",
                subcode=1885833,
            )
        if self.sandbox.store.get(str(page_id), "page") is None or str(page_id) not in self.account["page_ids"]:
            refuse(
                "You cannot advertise for this Page: it does not exist or you have no role on it.",
                *path,
                title="No Permission for This Page",
            )

    def _story(self, story: Any) -> None:
        story = self._object(story, "object_story_spec")
        self._page(story.get("page_id"), "object_story_spec", "page_id")
        user = story.get("instagram_user_id")
        if user and str(user) not in self.account["instagram_ids"]:
            refuse(
                "This Instagram account is not connected to the ad account.",
                "object_story_spec",
                "instagram_user_id",
                subcode=2238055,
            )
        given = [name for name in STORY_KINDS if story.get(name)]
        if not given and self.spec.get("asset_feed_spec"):
            return
        if len(given) != 1:
            refuse(
                f"object_story_spec needs exactly one of {', '.join(STORY_KINDS)}.",
                "object_story_spec",
                title="Missing Content",
            )
        path = ("object_story_spec", given[0])
        data = self._object(story[given[0]], *path)
        getattr(self, f"_{given[0]}")(data, path)

    def _link_data(self, data: dict[str, Any], path: tuple[str, ...]) -> None:
        self._texts(data, path)
        children = data.get("child_attachments")
        if not data.get("link"):
            refuse("A link is required.", *path, "link", title="Missing Website URL")
        self._url(data["link"], *path, "link")
        self._cta(data, path)
        if children is not None:
            self._children(children, (*path, "child_attachments"))
        elif not self.spec.get("asset_feed_spec"):
            self._picture(data, path)

    _template_data = _link_data

    def _children(self, children: Any, path: tuple[str, ...]) -> None:
        fewest, most = CARDS
        if not isinstance(children, list) or not fewest <= len(children) <= most:
            count = len(children) if isinstance(children, list) else 0
            refuse(
                f"A carousel has {fewest} to {most} cards; this one has {count}.",
                *path,
                title="Wrong Number of Carousel Cards",
            )
        for index, child in enumerate(children):
            at = (*path, str(index))
            child = self._object(child, *at)
            self._texts(child, at)
            self._cta(child, at)
            if child.get("link"):
                self._url(child["link"], *at, "link")
            if child.get("video_id"):
                self._video(child, at)
            if not (child.get("image_hash") or child.get("picture")):
                refuse(
                    "Each card needs image_hash or picture.",
                    *at,
                    "image_hash",
                    title="Missing Image",
                )
            self._picture(child, at)

    def _photo_data(self, data: dict[str, Any], path: tuple[str, ...]) -> None:
        self._texts(data, path)
        if not (data.get("image_hash") or data.get("url")):
            refuse(
                "A photo needs image_hash or url.",
                *path,
                "image_hash",
                title="Missing Image",
            )
        self._picture(data, path)

    def _text_data(self, data: dict[str, Any], path: tuple[str, ...]) -> None:
        self._texts(data, path)
        if not data.get("message"):
            refuse("A message is required.", *path, "message", title="Missing Text")

    def _video_data(self, data: dict[str, Any], path: tuple[str, ...]) -> None:
        self._texts(data, path)
        self._cta(data, path)
        if not data.get("video_id"):
            refuse("video_id is required.", *path, "video_id", title="Missing Video")
        self._video(data, path)
        if not (data.get("image_hash") or data.get("image_url")):
            message = "Please specify one of image_hash or image_url in the video_data field of object_story_spec."
            refuse(
                message,
                *path,
                "image_hash",
                title="Your Ad Needs a Video Thumbnail",
                subcode=1443226,
            )
        self._picture(data, path)

    def _video(self, data: dict[str, Any], path: tuple[str, ...]) -> None:
        video = media.video_of(self.sandbox, self.account, str(data["video_id"]))
        if video is None:
            refuse(
                "The video does not exist or does not belong to this ad account.",
                *path,
                "video_id",
                title="Video Not Found",
            )
        if not progress.look(self.sandbox, video, counts=False).done:
            refuse(
                "The video is still being processed. Try again when it is ready.",
                *path,
                "video_id",
                title="Video Not Ready for Use in an Ad",
                subcode=1885252,
            )

    def _picture(self, data: dict[str, Any], path: tuple[str, ...]) -> None:
        image_hash = data.get("image_hash")
        if image_hash and media.image_of(self.sandbox, self.account, str(image_hash)) is None:
            refuse(
                "No image with this hash exists in the ad account.",
                *path,
                "image_hash",
                title="Image Not Found",
            )

    def _texts(self, data: dict[str, Any], path: tuple[str, ...]) -> None:
        limits = {
            "message": MESSAGE,
            "name": TITLE,
            "title": TITLE,
            "caption": TITLE,
            "description": DESCRIPTION,
            "link_description": DESCRIPTION,
        }
        if path[-1] == "photo_data":
            limits["caption"] = MESSAGE
        for name, most in limits.items():
            value = data.get(name)
            if value is not None and not isinstance(value, str):
                refuse(f"{name} must be text.", *path, name)
            if value and len(value) > most:
                refuse(
                    f"{name} has {len(value)} characters; it can have {most}.",
                    *path,
                    name,
                    title="Text Is Too Long",
                )

    def _url(self, value: Any, *path: str) -> None:
        text = str(value)
        if len(text) > URL:
            refuse(
                f"The URL has {len(text)} characters; it can have {URL}.",
                *path,
                title="URL Is Too Long",
            )
        parts = urlsplit(text)
        if parts.scheme not in ("http", "https", "fb", "itms-apps", "market") or not parts.netloc:
            raise errors.GraphFault(
                1500,
                "(#1500) The url you supplied is invalid",
                error_data={"blame_field_specs": [list(path)]},
                user_title="Invalid URL",
                user_msg=f"{text[:80]!r} is not a web address that starts with http:// or https://.",
            )

    def _cta(self, data: dict[str, Any], path: tuple[str, ...]) -> None:
        if data.get("call_to_action") is None:
            return
        action = self._object(data["call_to_action"], *path, "call_to_action")
        if action.get("type") not in TYPES:
            refuse(
                f"{action.get('type')} is not a type of call to action.",
                *path,
                "call_to_action",
                "type",
                title="Invalid Call to Action",
            )
        link = (action.get("value") or {}).get("link") if isinstance(action.get("value") or {}, dict) else None
        if link:
            self._url(link, *path, "call_to_action", "value", "link")

    def _pageless(self) -> None:
        self._picture(self.spec, ())
        for name in ("object_url", "link_url"):
            if self.spec.get(name):
                self._url(self.spec[name], name)

    def _feed(self, feed: Any) -> None:
        feed = self._object(feed, "asset_feed_spec")
        for key in (
            "images",
            "videos",
            "bodies",
            "titles",
            "descriptions",
            "link_urls",
        ):
            entries = feed.get(key) or []
            if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
                refuse(f"{key} must be an array of objects.", "asset_feed_spec", key)
        for index, entry in enumerate(feed.get("images") or []):
            self._picture(
                {"image_hash": entry.get("hash")},
                ("asset_feed_spec", "images", str(index)),
            )
        for index, entry in enumerate(feed.get("videos") or []):
            if entry.get("video_id"):
                self._video(entry, ("asset_feed_spec", "videos", str(index)))
        for index, entry in enumerate(feed.get("call_to_action_types") or []):
            if entry not in TYPES:
                refuse(
                    f"{entry} is not a type of call to action.",
                    "asset_feed_spec",
                    "call_to_action_types",
                    str(index),
                )
