"""Filters of the pages of creatives: {% load creatives %}."""

from django import template

from assets_app.numbers import is_number
from campaigns_app.creatives import calls_to_action, features, limits, media
from campaigns_app.creatives.spec.check import kind_of
from campaigns_app.previews import formats

register = template.Library()
register.filter("button_label", calls_to_action.label)
register.filter("feature_label", features.label)


@register.filter
def soft_limit(field) -> int:
    """Characters that Meta recommends for a bound field; a name's hard limit; 0 for none: nobody counts an address."""
    kind = kind_of(field.html_name)
    limit = limits.LIMITS.get(kind)
    return (limit.soft or (limit.hard if kind == "name" else 0)) if limit else 0


@register.filter
def hard_limit(field) -> int:
    limit = limits.LIMITS.get(kind_of(field.html_name))
    return limit.hard if limit else 0


@register.simple_tag
def advice_of(form, field) -> list:
    """Findings that do not block, for a bound field of a form that was sent."""
    return getattr(form, "advice", {}).get(field.name) or getattr(form, "advice", {}).get(field.html_name, [])


@register.filter
def asset_of(field):
    """The asset that a bound AssetField shows now; None when it is empty or not one of this business."""
    value = field.value()
    pk = getattr(value, "pk", value)
    return field.field.queryset.filter(pk=pk).first() if is_number(str(pk or "")) else None


@register.filter
def first_asset(version):
    """The asset of a version's first medium, showing the bytes that this version uses."""
    return _shown(version.primary_media)


@register.filter
def asset_shown(row):
    """The same for a row of CreativeMedia."""
    return _shown(row.asset_version)


def _shown(asset_version):
    asset = asset_version.asset
    asset.current, asset.width, asset.height = asset_version, asset_version.width, asset_version.height
    return asset


@register.filter
def yesno_status(status: str) -> str:
    return "Turned on" if status == features.OPT_IN else "Turned off"


register.filter("medium_title", media.title)


@register.filter
def placements_of(creative_type: str) -> int:
    """On how many placements of the wall a type can appear."""
    return len(formats.fitting(creative_type))
