"""Creatives of posts that exist: a Page post, an Instagram medium, a partner's content by its ad code.

Marketing API reference: object_story_id, line 14786; Instagram media in partnership ads, lines 4089 to 4225; reels as ads, lines
10840 to 10881; that placement customisation and existing posts exclude each other, line 6847.
"""

from typing import NoReturn

from ..story.reading import ad_code
from .checks import Checked, call_to_action, refuse

STORIES = ("instagram_story_id", "source_instagram_media_id")


def check(creative: Checked, sources: list[str]) -> None:
    spec = creative.spec
    if len(sources) > 1 or (sources and spec.get("object_story_spec")):
        others = [*sources, "object_story_spec"][1]
        refuse(f"{sources[0]} and {others} exclude each other: a creative has one content.", others)
    if all(spec.get(name) for name in STORIES):
        sentence = "You can not pass both instagram_story_id and source_instagram_media_id in creative spec"
        refuse(sentence, "instagram_story_id", subcode=2446149)
    call_to_action(spec, ())
    creative.instagram(spec)
    for name in sources:
        (_instagram if name == "source_instagram_media_id" else _page_post)(creative, name)
    if creative.feed.get("asset_customization_rules") and "object_story_id" in sources:
        refuse(
            "Placement asset customization with an existing post is not supported.",
            "asset_feed_spec",
            "asset_customization_rules",
        )
    if code := ad_code(creative.spec):
        _by_code(creative, code)


def _unavailable(name: str) -> NoReturn:
    refuse(
        "The post you selected for your ad is not available. It could be deleted or you might not have permissions "
        "to see it. Please check your ad creative and try again.",
        name,
        title="The post you selected for your ad is not available.",
        subcode=2446289,
    )


def _page_post(creative: Checked, name: str) -> None:
    post_id = str(creative.spec[name])
    page_id = post_id.partition("_")[0]
    if not creative.sandbox.store.get(post_id, "post"):
        _unavailable(name)
    creative.page(page_id, name)
    actor = creative.spec.get("actor_id")
    if actor and str(actor) != page_id:
        refuse(
            "The Page selected for your ad doesn't match the Page associated with the object you're promoting, like a "
            "Page post or app. Please make sure the Pages are the same.",
            "actor_id",
            subcode=1885029,
        )


def _instagram(creative: Checked, name: str) -> None:
    """A medium of an Instagram account that this ad account may use; a reel is shorter than 90 seconds (line 10846)."""
    spec = creative.spec
    medium = creative.sandbox.store.get(str(spec[name]), "instagram_media")
    if medium is None or medium.parent not in creative.account["instagram_ids"]:
        _unavailable(name)
    if reason := medium.get("ineligible"):
        refuse(
            str(reason),
            name,
            title="This content can’t be used for your partnership ad. Select different content.",
            subcode=3867105,
        )
    creative.page(spec.get("object_id") or spec.get("actor_id"), "object_id")


def _by_code(creative: Checked, code: str) -> None:
    found = creative.sandbox.store.find("instagram_media", code) or creative.sandbox.store.find("post", code)
    if found is None:
        refuse(
            "This content can’t be used for your partnership ad. Select different content.",
            "branded_content",
            title="Ad Code Not Valid",
            subcode=3867105,
        )
