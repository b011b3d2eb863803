"""Which assets of an asset_feed_spec a placement, a label or a language shows.

Marketing API reference: rules by label, lines 6833 to 7161; languages and automatic translations, lines 7163 to 7469.
"""

from dataclasses import dataclass
from typing import Any

from .. import formats, locales
from ..enhancements import translation
from .model import Variation

LABELS = {
    "images": "image_label",
    "videos": "video_label",
    "bodies": "body_label",
    "titles": "title_label",
    "descriptions": "description_label",
    "link_urls": "link_url_label",
    "carousels": "carousel_label",
}
VIDEO_FIRST = ("story", "reel", "instream", "interstitial")


@dataclass(frozen=True)
class Feed:
    """A feed, the rule that holds for this variation ({} without rules), and the language to translate to ("" for none)."""

    spec: dict[str, Any]
    rule: dict[str, Any]
    label: str
    language: str
    family: str

    def entries(self, key: str) -> list[dict[str, Any]]:
        """The assets of this kind that may be shown: those with the rule's label, else those without any, else all."""
        every = self.spec.get(key) or []
        label = _name(self.rule.get(LABELS[key])) or self.label
        mine = [entry for entry in every if label and label in names(entry)]
        return mine or [entry for entry in every if not entry.get("adlabels")] or every

    def text(self, key: str) -> str:
        entries = self.entries(key)
        found = str(entries[0].get("text") or "").strip() if entries else ""
        return translation.translated(found, self.language) if self.language else found

    def link(self, key: str) -> str:
        entries = self.entries("link_urls")
        return str(entries[0].get(key) or "") if entries else ""

    @property
    def cta(self) -> str:
        types = self.spec.get("call_to_action_types") or []
        actions = self.spec.get("call_to_actions") or []
        return str(types[0]) if types else str((actions[0] if actions else {}).get("type") or "")

    @property
    def shape(self) -> str:
        """SINGLE_IMAGE, SINGLE_VIDEO or CAROUSEL. Automatic: videos where videos fill the screen, else a picture."""
        given = (self.spec.get("ad_formats") or [""])[0]
        if given in ("CAROUSEL", "CAROUSEL_IMAGE", "SINGLE_VIDEO"):
            return "CAROUSEL" if given.startswith("CAROUSEL") else given
        images, videos = self.spec.get("images"), self.spec.get("videos")
        if videos and (not images or (given == "AUTOMATIC_FORMAT" and self.family in VIDEO_FIRST)):
            return "SINGLE_VIDEO"
        return "SINGLE_IMAGE"


def names(entry: dict[str, Any]) -> set[str]:
    return {str(label.get("name")) for label in entry.get("adlabels") or []}


def _name(label: Any) -> str:
    return str(label.get("name") or "") if isinstance(label, dict) else ""


def choose(spec: dict[str, Any], view: Variation) -> Feed:
    rules = spec.get("asset_customization_rules") or []
    rule, language = _rule(spec, rules, view)
    family = formats.FORMATS[view.ad_format].family if view.ad_format in formats.FORMATS else ""
    return Feed(spec, rule, view.label, language, family)


def _rule(spec: dict[str, Any], rules: list[dict[str, Any]], view: Variation) -> tuple[dict[str, Any], str]:
    labelled = [rule for rule in rules if view.label and view.label in {_name(value) for value in rule.values()}]
    if labelled:
        return labelled[0], ""
    default = next((rule for rule in rules if rule.get("is_default")), None)
    if default is not None:
        spoken = set(locales.keys_of(view.locale))
        speaking = [rule for rule in rules if spoken & set((rule.get("customization_spec") or {}).get("locales") or [])]
        wanted = _translation(spec, view.locale)
        rule = speaking[0] if speaking else default
        return ({**default, **rule}, wanted) if wanted and rule is not default else (rule, wanted)
    if not rules:
        return {}, ""
    platform, position = formats.place(view.ad_format)
    exact = [rule for rule in rules if _holds(rule.get("customization_spec") or {}, platform, position)]
    rest = [rule for rule in rules if not rule.get("customization_spec")]
    return (exact or rest or rules)[0], ""


def _translation(spec: dict[str, Any], locale: str) -> str:
    """The language of autotranslate that this locale asks for."""
    wanted = locales.name_of(locale)
    return next((code for code in spec.get("autotranslate") or [] if wanted and locales.TRANSLATED[code] == wanted), "")


def _holds(spec: dict[str, Any], platform: str, position: str) -> bool:
    if platform not in (spec.get("publisher_platforms") or []):
        return False
    positions = spec.get(f"{platform}_positions") or []
    return not positions or position in positions


def has_assets(spec: dict[str, Any]) -> bool:
    """A feed of music or shops alone shows nothing of its own."""
    return any(spec.get(key) for key in LABELS)
