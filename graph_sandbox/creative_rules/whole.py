"""A whole creative: where its content comes from, then every part that may stand beside it."""

from typing import TYPE_CHECKING, Any

from ..request import DEFAULT_VERSION
from ..store import Stored
from ..story.reading import POSTS, ad_code
from . import beside, catalogue, checks, enrolments, feed, link_texts, posts, shapes, story_spec
from .checks import Checked, check_name, refuse

if TYPE_CHECKING:
    from ..sandbox import Sandbox

PAGELESS = ("image_hash", "image_url", "object_url", "link_url", "title", "body")


def check(sandbox: "Sandbox", account: Stored, spec: dict[str, Any], version: str = DEFAULT_VERSION) -> None:
    """Raise for the first thing in `spec` that Meta would not take in this version."""
    creative = Checked(sandbox, account, spec)
    check_name(spec.get("name"))
    shapes.check(spec)
    enrolments.check(creative, version)
    catalogue.check(creative)
    _content(creative)
    if spec.get("asset_feed_spec") is not None:
        feed.check(creative)
    beside.check(creative)


def _content(creative: Checked) -> None:
    spec = creative.spec
    sources = [name for name in POSTS if spec.get(name)]
    if sources or ad_code(spec):
        posts.check(creative, sources)
    elif spec.get("object_story_spec") is not None:
        story_spec.check(creative)
    elif not any(spec.get(name) for name in PAGELESS) and not spec.get("product_set_id"):
        refuse(
            "A creative needs object_story_spec, object_story_id or asset_feed_spec with a Page.",
            "object_story_spec",
            title="Missing Content",
        )
    else:
        _pageless(creative)


def _pageless(creative: Checked) -> None:
    """A link ad without a Page."""
    creative.picture(creative.spec, ())
    for name in ("object_url", "link_url"):
        if creative.spec.get(name):
            checks.url(creative.spec[name], name)
    for name in ("title", "body"):
        if creative.spec.get(name) and not creative.spec.get("product_set_id"):
            link_texts.check(str(creative.spec[name]), name)
