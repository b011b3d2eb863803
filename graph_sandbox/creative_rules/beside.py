"""What stands beside the content of a creative: Page and partner, politics, links below, tags, labels, whole-ad switches.

Marketing API reference: branded content, lines 4341 to 4396; site links, lines 9288 to 9452; format automation, lines 11151 to
11283; multi-advertiser ads, line 10567; authorization_category, line 14735; url_tags, line 14805; error 2446580, line 18377.
"""

from typing import Any
from urllib.parse import parse_qsl

from . import checks
from .checks import Checked, as_object, as_objects, enrolment, enum, refuse, texts, url
from .story_spec import CROP_KEYS

POLITICAL = ("NONE", "POLITICAL", "POLITICAL_WITH_DIGITALLY_CREATED_MEDIA")
SOURCES = ("none", "catalog")
TITLE = 25
OBJECT_TYPES = ("APPLICATION", "DOMAIN", "EVENT", "OFFER", "PAGE", "PHOTO", "SHARE", "STATUS", "STORE_ITEM", "VIDEO")


def check(creative: Checked) -> None:
    spec = creative.spec
    _political(creative)
    _site_links(creative.part("creative_sourcing_spec"))
    _formats(spec)
    _partners(creative)
    _labels(spec)
    enum(spec, "object_type", OBJECT_TYPES)
    checks.crops(spec, (), CROP_KEYS)
    if spec.get("contextual_multi_ads") is not None:
        enrolment(spec["contextual_multi_ads"], "contextual_multi_ads")
    if spec.get("url_tags"):
        url_tags(spec["url_tags"], "url_tags")
    _platforms(creative)
    _components(creative)
    _omnichannel(creative)


def url_tags(value: Any, *path: str) -> None:
    """A query string, without its question mark: a=b&c={{campaign.name}}."""
    text = str(value)
    if text.startswith("?") or "://" in text.partition("=")[0] or not parse_qsl(text, keep_blank_values=True):
        refuse("url_tags is a query string such as utm_source=facebook&utm_medium=paid.", *path)


def _political(creative: Checked) -> None:
    enum(creative.spec, "authorization_category", POLITICAL)
    named = creative.spec.get("authorization_category") not in (None, "NONE")
    if named and creative.feed.get("optimization_type", "REGULAR") == "REGULAR" and creative.feed.get("ad_formats"):
        sentence = "authorization_category cannot be used for dynamic ads."
        refuse(sentence, "authorization_category")


def _site_links(sourcing: dict[str, Any]) -> None:
    path = ("creative_sourcing_spec", "site_links_spec")
    for index, link in enumerate(as_objects(sourcing.get("site_links_spec") or [], *path)):
        at = (*path, str(index))
        for name in ("site_link_title", "site_link_url"):
            if not link.get(name):
                refuse(f"{name} is required.", *at, name)
        texts(link, at, {"site_link_title": TITLE})
        url(link["site_link_url"], *at, "site_link_url")


def _formats(spec: dict[str, Any]) -> None:
    """format_transformation_spec: the further formats that Meta may make of a catalogue carousel."""
    for index, entry in enumerate(
        as_objects(spec.get("format_transformation_spec") or [], "format_transformation_spec")
    ):
        path = ("format_transformation_spec", str(index))
        if entry.get("format") != "da_collection":
            refuse("format must be da_collection.", *path, "format")
        sources = entry.get("data_source") or []
        if not isinstance(sources, list) or not set(map(str, sources)) <= set(SOURCES):
            refuse(f"data_source is a list of {', '.join(SOURCES)}.", *path, "data_source")
        if not spec.get("product_set_id"):
            sentence = "Format automation only supports carousel Advantage+ catalog ads."
            refuse(sentence, "product_set_id")


def _partners(creative: Checked) -> None:
    for name, key in (("facebook_branded_content", "sponsor_page_id"), ("instagram_branded_content", "sponsor_id")):
        if creative.spec.get(name) is not None and not creative.part(name).get(key):
            refuse(f"{key} is required.", name, key)
    kind = creative.part("branded_content").get("ad_format")
    if kind is not None and str(kind) not in ("1", "2", "3"):
        refuse("ad_format of branded_content must be 1, 2 or 3.", "branded_content", "ad_format")


def _labels(spec: dict[str, Any]) -> None:
    for index, label in enumerate(as_objects(spec.get("adlabels") or [], "adlabels")):
        if not (label.get("name") or label.get("id")):
            refuse("A label has a name or an id.", "adlabels", str(index), "name")


def _platforms(creative: Checked) -> None:
    """Other media for single placements."""
    for platform, custom in creative.part("platform_customizations").items():
        path = ("platform_customizations", platform)
        custom = as_object(custom, *path)
        creative.picture(custom, path)
        if custom.get("video_id"):
            creative.video(custom, path)
        checks.crops(custom, path, CROP_KEYS)


def _components(creative: Checked) -> None:
    interactive = creative.part("interactive_components_spec")
    if interactive.get("components") and interactive.get("child_attachments"):
        refuse(
            "Cannot specify both `components` and `child_attachments` field when providing `interactive_components_spec` params",
            "interactive_components_spec",
            subcode=2446580,
        )


def _omnichannel(creative: Checked) -> None:
    """A website and an app as one destination; the website is the link of the story (lines 5624 to 5686)."""
    spec = creative.part("omnichannel_link_spec")
    if not spec:
        return
    path = ("omnichannel_link_spec",)
    web = as_object(spec.get("web") or {}, *path, "web")
    platforms = as_object(as_object(spec.get("app") or {}, *path, "app").get("platform_specs") or {}, *path, "app")
    if sum(name in platforms for name in ("ios", "ipad", "iphone")) > 1:
        refuse("ios, ipad and iphone are mutually exclusive.", *path, "app", "platform_specs")
    story = creative.part("object_story_spec")
    link = as_object(story.get("link_data") or {}, "object_story_spec", "link_data").get("link")
    if web.get("url") and link and web["url"] != link:
        refuse("The url of web must be the link of link_data.", *path, "web", "url")
