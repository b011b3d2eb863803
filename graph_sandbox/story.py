"""What an ad shows: who speaks, the texts, and one card or several, read out of a creative's spec.

The spec is what /adcreatives takes: object_story_spec, object_story_id, asset_feed_spec in its basic form, or the fields of a
link ad without a Page.
"""

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from . import media
from .store import Stored

if TYPE_CHECKING:
    from .sandbox import Sandbox


@dataclass(frozen=True)
class Card:
    """`image` is what is seen (a video's poster included), `video` what plays; either may be missing."""

    title: str = ""
    description: str = ""
    link: str = ""
    caption: str = ""
    cta: str = ""
    image: Stored | None = None
    video: Stored | None = None

    @property
    def domain(self) -> str:
        shown = self.caption or urlsplit(self.link).netloc
        return shown.removeprefix("https://").removeprefix("http://").removeprefix("www.")


@dataclass(frozen=True)
class Story:
    """kind: link, photo, video, carousel, post."""

    kind: str
    page_name: str
    handle: str
    message: str = ""
    cards: tuple[Card, ...] = field(default_factory=tuple)
    connected: bool = True

    @property
    def first(self) -> Card:
        return self.cards[0] if self.cards else Card()

    def with_first(self, **changes: Any) -> "Story":
        return replace(self, cards=(replace(self.first, **changes), *self.cards[1:]))


def kind_of(spec: dict[str, Any]) -> str:
    """What sort of creative this spec is."""
    story = spec.get("object_story_spec") or {}
    if spec.get("object_story_id") or spec.get("source_instagram_media_id"):
        return "post"
    if "video_data" in story:
        return "video"
    if "photo_data" in story:
        return "photo"
    if (story.get("link_data") or {}).get("child_attachments"):
        return "carousel"
    feed = spec.get("asset_feed_spec") or {}
    return "video" if feed.get("videos") and not feed.get("images") and "link_data" not in story else "link"


def read(sandbox: "Sandbox", account: Stored, spec: dict[str, Any]) -> Story:
    """The story of a spec that passed the rules; media that was deleted since is left out."""
    if spec.get("object_story_id"):
        post = sandbox.store.get(str(spec["object_story_id"]), "post")
        inner = read(sandbox, account, post["spec"]) if post else Story("post", "", "")
        return replace(inner, kind=inner.kind if inner.kind != "link" else "post")
    story = spec.get("object_story_spec") or {}
    name, handle = _speaker(sandbox, account, story)
    look = _Reader(sandbox, account, spec)
    if data := story.get("video_data"):
        return Story("video", name, handle, _text(data, "message"), (look.video_card(data),))
    if data := story.get("photo_data"):
        card = Card(image=look.image(data), link=_text(data, "url"), cta=look.cta(data))
        return Story(
            "photo",
            name,
            handle,
            _text(data, "caption") or _text(data, "message"),
            (card,),
        )
    if data := story.get("link_data"):
        return look.link_story(name, handle, data)
    if data := story.get("text_data"):
        return Story("link", name, handle, _text(data, "message"), (Card(),))
    if spec.get("asset_feed_spec"):
        return look.feed_story(name, handle, {})
    card = Card(
        _text(spec, "title"),
        "",
        _text(spec, "object_url") or _text(spec, "link_url"),
        image=look.image(spec),
    )
    return Story("link", _text(spec, "title"), "", _text(spec, "body"), (card,), connected=False)


def _text(data: dict[str, Any], name: str) -> str:
    return str(data.get(name) or "")


def _speaker(sandbox: "Sandbox", account: Stored, story: dict[str, Any]) -> tuple[str, str]:
    page = sandbox.store.get(str(story.get("page_id", "")), "page")
    instagram_id = story.get("instagram_user_id") or (page and page.get("instagram_id")) or ""
    user = sandbox.store.get(str(instagram_id), "instagram_user")
    name = page["name"] if page else ""
    return name, user["username"] if user else name.lower().replace(" ", "")


class _Reader:
    def __init__(self, sandbox: "Sandbox", account: Stored, spec: dict[str, Any]):
        self._sandbox, self._account, self._spec = sandbox, account, spec

    def image(self, data: dict[str, Any]) -> Stored | None:
        image_hash = data.get("image_hash") or data.get("hash")
        return media.image_of(self._sandbox, self._account, str(image_hash)) if image_hash else None

    def video(self, data: dict[str, Any]) -> Stored | None:
        return media.video_of(self._sandbox, self._account, str(data["video_id"])) if data.get("video_id") else None

    def cta(self, data: dict[str, Any]) -> str:
        return str((data.get("call_to_action") or {}).get("type") or "")

    def cta_link(self, data: dict[str, Any]) -> str:
        return str(((data.get("call_to_action") or {}).get("value") or {}).get("link") or "")

    def video_card(self, data: dict[str, Any]) -> Card:
        return Card(
            _text(data, "title"),
            _text(data, "link_description"),
            self.cta_link(data),
            str(((data.get("call_to_action") or {}).get("value") or {}).get("link_caption") or ""),
            self.cta(data),
            self.image(data),
            self.video(data),
        )

    def link_story(self, name: str, handle: str, data: dict[str, Any]) -> Story:
        if children := data.get("child_attachments"):
            return Story(
                "carousel",
                name,
                handle,
                _text(data, "message"),
                tuple(self._child(data, child) for child in children),
            )
        if self._spec.get("asset_feed_spec"):
            return self.feed_story(name, handle, data)
        link = _text(data, "link")
        card = Card(
            _text(data, "name"),
            _text(data, "description"),
            link,
            _text(data, "caption"),
            self.cta(data),
            self.image(data),
        )
        return Story("link", name, handle, _text(data, "message"), (card,))

    def _child(self, data: dict[str, Any], child: dict[str, Any]) -> Card:
        link = _text(child, "link") or _text(data, "link")
        caption = _text(child, "caption") or _text(data, "caption")
        cta = self.cta(child) or self.cta(data)
        return Card(
            _text(child, "name"),
            _text(child, "description"),
            link,
            caption,
            cta,
            self.image(child),
            self.video(child),
        )

    def feed_story(self, name: str, handle: str, data: dict[str, Any]) -> Story:
        """The first asset of each kind, over what link_data says."""
        feed = self._spec["asset_feed_spec"]

        def first(key: str, inner: str) -> str:
            entries = feed.get(key) or []
            return str(entries[0].get(inner) or "") if entries else ""

        images, videos, ctas = (
            feed.get("images") or [],
            feed.get("videos") or [],
            feed.get("call_to_action_types") or [],
        )
        link = first("link_urls", "website_url") or _text(data, "link")
        image = self.image(images[0]) if images else self.image(data)
        video = self.video(videos[0]) if videos and not images else None
        if video and (thumb := videos[0].get("thumbnail_hash")):
            image = self.image({"image_hash": thumb})
        title = first("titles", "text") or _text(data, "name")
        description = first("descriptions", "text") or _text(data, "description")
        card = Card(
            title,
            description,
            link,
            first("link_urls", "display_url"),
            str(ctas[0]) if ctas else self.cta(data),
            image,
            video,
        )
        return Story(
            "video" if video else "link",
            name,
            handle,
            first("bodies", "text") or _text(data, "message"),
            (card,),
        )
