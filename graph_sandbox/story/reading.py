"""From a creative's spec to a story."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from .. import media
from ..store import Stored
from . import feeds, shop
from .model import Box, Card, Story, Variation

if TYPE_CHECKING:
    from ..sandbox import Sandbox

POSTS = ("object_story_id", "source_instagram_media_id", "source_facebook_post_id")


def ad_code(spec: dict[str, Any]) -> str:
    """The code by which a creator lets others boost a post."""
    branded = spec.get("branded_content") or {}
    return str(
        branded.get("instagram_boost_post_access_token") or branded.get("facebook_boost_post_access_token") or ""
    )


def _is_post(spec: dict[str, Any]) -> bool:
    return bool(spec.get("branded_content")) or any(spec.get(name) for name in POSTS)


def kind_of(spec: dict[str, Any]) -> str:
    """What sort of creative this spec is."""
    story = spec.get("object_story_spec") or {}
    if _is_post(spec):
        return "post"
    if template := story.get("template_data"):
        single = template.get("force_single_link") or template.get("format_option") in shop.SINGLE
        return "collection" if template.get("format_option") == "collection_video" else "link" if single else "carousel"
    if any((story.get(name) or {}).get("collection_thumbnails") for name in ("link_data", "video_data")):
        return "collection"
    if "video_data" in story:
        return "video"
    if "photo_data" in story:
        return "photo"
    if (story.get("link_data") or {}).get("child_attachments"):
        return "carousel"
    feed = spec.get("asset_feed_spec") or {}
    if (feed.get("ad_formats") or [""])[0] in ("CAROUSEL", "CAROUSEL_IMAGE"):
        return "carousel"
    return "video" if feed.get("videos") and not feed.get("images") and "link_data" not in story else "link"


def read(sandbox: "Sandbox", account: Stored, spec: dict[str, Any], view: Variation | None = None) -> Story:
    """The story of a spec that passed the rules; media that was deleted since is left out."""
    view = view or Variation()
    return shop.beside(sandbox, account, spec, _read(sandbox, account, spec, view))


def _read(sandbox: "Sandbox", account: Stored, spec: dict[str, Any], view: Variation) -> Story:
    if _is_post(spec):
        return _post(sandbox, account, spec, view)
    story = spec.get("object_story_spec") or {}
    name, handle = speaker(sandbox, account, story)
    look = Reader(sandbox, account, spec, view)
    plain = Story("link", name, handle)
    if template := story.get("template_data"):
        return shop.template_story(look, plain, template)
    if data := story.get("video_data"):
        told = replace(plain, kind="video", message=text(data, "message"), cards=(look.video_card(data),))
        return shop.collection(look, told, data)
    if data := story.get("photo_data"):
        card = Card(image=look.image(data), link=text(data, "url"), cta=look.cta(data))
        return replace(plain, kind="photo", message=text(data, "caption") or text(data, "message"), cards=(card,))
    if data := story.get("link_data"):
        return shop.collection(look, look.link_story(plain, data), data)
    if data := story.get("text_data"):
        return replace(plain, message=text(data, "message"), cards=(Card(),))
    if spec.get("asset_feed_spec"):
        return look.feed_story(plain, {})
    if spec.get("product_set_id"):
        return shop.template_story(look, plain, {"link": text(spec, "template_url")})
    return _pageless(look, spec)


def _pageless(look: "Reader", spec: dict[str, Any]) -> Story:
    card = Card(text(spec, "title"), "", text(spec, "object_url") or text(spec, "link_url"), image=look.image(spec))
    return Story("link", text(spec, "title"), "", text(spec, "body"), (card,), connected=False)


def _post(sandbox: "Sandbox", account: Stored, spec: dict[str, Any], view: Variation) -> Story:
    """The story of a post that exists; the creative may bring its own button."""
    code = ad_code(spec)
    post_id = next((str(spec[name]) for name in POSTS if spec.get(name)), "")
    post = sandbox.store.get(post_id, "post") or sandbox.store.get(post_id, "instagram_media")
    post = post or (sandbox.store.find("instagram_media", code) if code else None)
    if post is None:
        return Story("post", "", "")
    inner = _read(sandbox, account, post["spec"], view)
    action = spec.get("call_to_action") or {}
    if action.get("type"):
        value = action.get("value") or {}
        inner = inner.with_first(cta=str(action["type"]), link=str(value.get("link") or inner.first.link))
    return replace(inner, kind=inner.kind if inner.kind != "link" else "post")


def text(data: dict[str, Any], name: str) -> str:
    return str(data.get(name) or "")


def speaker(sandbox: "Sandbox", account: Stored, story: dict[str, Any]) -> tuple[str, str]:
    page = sandbox.store.get(str(story.get("page_id", "")), "page")
    instagram_id = story.get("instagram_user_id") or story.get("instagram_actor_id")
    instagram_id = instagram_id or (page and page.get("instagram_id")) or ""
    user = sandbox.store.get(str(instagram_id), "instagram_user")
    name = page["name"] if page else ""
    return name, user["username"] if user else name.lower().replace(" ", "")


def crops_of(data: dict[str, Any]) -> tuple[tuple[str, Box], ...]:
    """image_crops as (key, (left, top, right, bottom))."""
    given = data.get("image_crops") or {}
    return tuple((key, (*box[0], *box[1])) for key, box in given.items())


class Reader:
    def __init__(self, sandbox: "Sandbox", account: Stored, spec: dict[str, Any], view: Variation):
        self.sandbox, self.account, self.spec, self.view = sandbox, account, spec, view

    def image(self, data: dict[str, Any]) -> Stored | None:
        image_hash = data.get("image_hash") or data.get("hash")
        return media.image_of(self.sandbox, self.account, str(image_hash)) if image_hash else None

    def video(self, data: dict[str, Any]) -> Stored | None:
        return media.video_of(self.sandbox, self.account, str(data["video_id"])) if data.get("video_id") else None

    def cta(self, data: dict[str, Any]) -> str:
        return str((data.get("call_to_action") or {}).get("type") or "")

    def cta_value(self, data: dict[str, Any], name: str) -> str:
        return str(((data.get("call_to_action") or {}).get("value") or {}).get(name) or "")

    def video_card(self, data: dict[str, Any]) -> Card:
        return Card(
            text(data, "title"),
            text(data, "link_description"),
            self.cta_value(data, "link"),
            self.cta_value(data, "link_caption"),
            self.cta(data),
            self.image(data),
            self.video(data),
        )

    def link_story(self, plain: Story, data: dict[str, Any]) -> Story:
        if children := data.get("child_attachments"):
            cards = tuple(self.child(data, child) for child in children)
            return replace(plain, kind="carousel", message=text(data, "message"), cards=cards)
        if feeds.has_assets(self.spec.get("asset_feed_spec") or {}):
            return self.feed_story(plain, data)
        card = Card(
            text(data, "name"),
            text(data, "description"),
            text(data, "link") or self.cta_value(data, "link"),
            text(data, "caption"),
            self.cta(data),
            self.image(data),
            crops=crops_of(data) or crops_of(self.spec),
        )
        return replace(plain, message=text(data, "message"), cards=(card,))

    def child(self, data: dict[str, Any], child: dict[str, Any]) -> Card:
        return Card(
            text(child, "name"),
            text(child, "description"),
            text(child, "link") or text(data, "link"),
            text(child, "caption") or text(data, "caption"),
            self.cta(child) or self.cta(data),
            self.image(child),
            self.video(child),
            crops=crops_of(child),
        )

    def feed_story(self, plain: Story, data: dict[str, Any]) -> Story:
        """The assets that this variation shows, over what link_data says."""
        feed = feeds.choose(self.spec["asset_feed_spec"], self.view)
        message = feed.text("bodies") or text(data, "message")
        if feed.shape == "CAROUSEL":
            return replace(plain, kind="carousel", message=message, cards=self._feed_cards(feed, data))
        image, video = feed.entries("images"), feed.entries("videos")
        if feed.shape == "SINGLE_VIDEO" and video:
            shown = {"image_hash": video[0].get("thumbnail_hash")}
            card = replace(self._feed_card(feed, data), video=self.video(video[0]), image=self.image(shown))
            return replace(plain, kind="video", message=message, cards=(card,))
        source = image[0] if image else data
        card = replace(self._feed_card(feed, data), image=self.image(source), crops=crops_of(source))
        return replace(plain, message=message, cards=(card,))

    def _feed_card(self, feed: feeds.Feed, data: dict[str, Any]) -> Card:
        return Card(
            feed.text("titles") or text(data, "name"),
            feed.text("descriptions") or text(data, "description"),
            feed.link("website_url") or text(data, "link"),
            feed.link("display_url"),
            feed.cta or self.cta(data),
        )

    def _feed_cards(self, feed: feeds.Feed, data: dict[str, Any]) -> tuple[Card, ...]:
        """The cards of a labelled carousel, else a card an image, at most ten; texts take turns."""
        if carousels := feed.entries("carousels"):
            return tuple(self._labelled(feed, data, child) for child in carousels[0].get("child_attachments") or [])
        plain, titles = self._feed_card(feed, data), feed.entries("titles")
        return tuple(
            replace(
                plain,
                title=text(titles[index % len(titles)], "text") if titles else plain.title,
                image=self.image(entry),
                crops=crops_of(entry),
            )
            for index, entry in enumerate(feed.entries("images")[:10])
        )

    def _labelled(self, feed: feeds.Feed, data: dict[str, Any], child: dict[str, Any]) -> Card:
        mine = replace(feed, rule=child, label="")
        images, videos = mine.entries("images"), mine.entries("videos")
        card = self._feed_card(mine, data)
        if child.get("video_label") and videos:
            thumb = {"image_hash": videos[0].get("thumbnail_hash")}
            return replace(card, video=self.video(videos[0]), image=self.image(thumb))
        return replace(card, image=self.image(images[0]) if images else None)
