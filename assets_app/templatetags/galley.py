"""Tags and filters of Galley's pages: {% load galley %}."""

from django import template
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.html import format_html

from assets_app import clock, display
from assets_app.models import ActivityEntry, SyncRun, Upload
from assets_app.services.activity import subject_of
from assets_app.statuses import look_of

register = template.Library()
for pure in (
    display.filesize,
    display.ratio_name,
    display.file_kind,
    display.creative_type,
    display.count,
    display.duration,
    display.money,
    display.short_number,
    display.percent,
    display.initials,
    display.browser_name,
):
    register.filter(pure.__name__, pure)
register.filter("subject", subject_of)

PLACES = (
    ("library", "Library", "images", "assets:asset-list"),
    ("creatives", "Creatives", "layout-template", "campaigns:creative-list"),
    ("reviews", "Reviews", "message-square-check", "campaigns:review-list"),
    ("performance", "Performance", "chart-line", "campaigns:performance"),
    ("campaigns", "Campaigns", "megaphone", "campaigns:campaign-list"),
    ("activity", "Activity", "history", "assets:activity-list"),
    ("people", "People", "users", "assets:member-list"),
    ("settings", "Settings", "settings", "assets:settings-detail"),
)
# Of the record, where the field's own name says nothing to a reader.
FIELDS = {
    "graph_id": "id at Meta",
    "parent": "folder",
    "default_ad_account": "begins in",
    "timezone_name": "time zone",
}


@register.simple_tag
def icon(name: str, size: str = "", label: str = "", spin: bool = False):
    """One of the sprite. `size` is "sm" (14 px) or "lg" (20 px); a label makes it an image, else it is hidden."""
    kind = "icon" + (f" icon--{size}" if size else "") + (" icon--spin" if spin else "")
    address = f"{static('img/icons.svg')}#{name}"
    if label:
        return format_html('<svg class="{}" role="img" aria-label="{}"><use href="{}"/></svg>', kind, label, address)
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}"/></svg>', kind, address)


@register.inclusion_tag("_status.html")
def status(state, label: str = "", pill: bool = False, icon_only: bool = False, quiet: bool = False):
    """A state as icon and word. `label` replaces the word; `quiet` takes a good state's colour away (lists)."""
    look = look_of(state)
    tone = "" if quiet and look.tone == "ok" else look.tone
    return {"look": look, "tone": tone, "word": label or look.word, "pill": pill, "icon_only": icon_only}


@register.simple_tag
def file_name(name: str):
    """A file name that loses its middle, never its end, when there is no room."""
    return format_html(
        '<span class="file" title="{}"><span>{}</span><span>{}</span></span>', name, *display.cut_name(name)
    )


@register.filter
def moment(value) -> str:
    """'21 Nov 16:58', with the year when it is another one."""
    if value is None:
        return "–"
    there = timezone.localtime(value)
    year = "" if there.year == timezone.localtime(clock.now()).year else f" {there.year}"
    return f"{there.day} {there:%b}{year} {there:%H:%M}"


@register.filter
def since(value) -> str:
    """'4 min ago' under an hour, else the moment."""
    if value is None:
        return "–"
    minutes = int((clock.now() - value).total_seconds() // 60)
    if minutes < 1:
        return "just now"
    return f"{minutes} min ago" if minutes < 60 else moment(value)


@register.filter
def undo_address(extra_tags: str) -> str:
    """The address in a message's extra tag "undo:/b/…"; only one of this site."""
    kind, _, path = (extra_tags or "").partition(":")
    return path if kind == "undo" and path.startswith("/") and not path.startswith("//") else ""


@register.simple_tag(takes_context=True)
def places(context) -> list[dict]:
    """The places that have an address, with `is_current` by the page's `section`."""
    business = context.get("business")
    shown = [] if business is None else PLACES
    found = [(key, label, drawn, address(name, business.slug)) for key, label, drawn, name in shown]
    return [
        {"key": key, "label": label, "icon": drawn, "url": url, "is_current": context.get("section") == key}
        for key, label, drawn, url in found
        if url
    ]


@register.simple_tag(takes_context=True)
def tray_uploads(context):
    """The uploads of this person's tray; the page's own, if it has read them already."""
    if "uploads" in context:
        return context["uploads"]
    member = context.get("member")
    return [] if member is None else Upload.objects.for_tray(member)


@register.filter
def under_way(uploads) -> bool:
    return any(upload.is_under_way for upload in uploads)


@register.filter
def any_finished(uploads) -> bool:
    return any(upload.is_finished for upload in uploads)


@register.filter
def unfinished(uploads) -> bool:
    """Something is under way or needs the person: the tray lies open."""
    return not all(upload.is_finished for upload in uploads)


@register.simple_tag(takes_context=True)
def last_run(context):
    """The newest reading from Meta, or None."""
    member = context.get("member")
    return None if member is None else SyncRun.objects.visible_to(member).order_by("-pk").first()


def address(name: str, slug: str) -> str:
    try:
        return reverse(name, kwargs={"slug": slug})
    except NoReverseMatch:
        return ""


CLASSES = {
    "select": "select",
    "selectmultiple": "select",
    "nullbooleanselect": "select",
    "textarea": "textarea",
    "checkbox": "box",
    "file": "input input--file",
}


@register.simple_tag
def field_input(field, large: bool = False):
    """A form field's control, dressed, tied to its hint and its errors (`_field.html` gives them their ids)."""
    kind = getattr(field.field.widget, "input_type", None) or type(field.field.widget).__name__.lower()
    given = field.field.widget.attrs.get("class", "")
    attrs: dict[str, str | bool] = {
        "class": f"{CLASSES.get(kind, 'input')}{' input--large' if large else ''} {given}".strip()
    }
    if kind == "password":
        attrs["placeholder"] = False  # allauth writes the label into it once more
    told = [f"{field.auto_id}-hint"] if field.help_text else []
    if field.errors:
        attrs["aria-invalid"] = "true"
        told.append(f"{field.auto_id}-error")
    if told:
        attrs["aria-describedby"] = " ".join(told)
    return field.as_widget(attrs=attrs)


@register.filter
def is_select(field) -> bool:
    return getattr(field.field.widget, "input_type", "") == "select" and not getattr(
        field.field.widget, "allow_multiple_selected", False
    )


@register.filter
def words(text: str) -> list[str]:
    return text.split()


@register.filter
def field(form, name: str):
    """A form's bound field by name."""
    return form[name]


@register.filter
def until_time(value) -> str:
    """'14:32' today, else the moment."""
    there = timezone.localtime(value)
    return f"{there:%H:%M}" if there.date() == timezone.localtime(clock.now()).date() else moment(value)


@register.filter
def state_word(state) -> str:
    return look_of(state).word


@register.simple_tag
def state_icon(state):
    look = look_of(state)
    return icon(look.icon, spin=look.turns)


@register.filter
def minus(number, other):
    return number - other


TIMELINE = 20


@register.inclusion_tag("assets/_timeline.html", takes_context=True)
def timeline(context, row):
    """What happened to a row, newest first, with the way to the whole record."""
    member, subject = context["member"], subject_of(row)
    entries = ActivityEntry.objects.visible_to(member).about(subject).select_related("member__user")
    found = list(entries[: TIMELINE + 1])
    return {
        "entries": found[:TIMELINE],
        "more": len(found) > TIMELINE,
        "subject": subject,
        "business": member.business,
    }


@register.simple_tag
def changes(entry) -> list[dict]:
    """Field by field what an act changed, as it was and as it became."""
    fields = sorted({*entry.before, *entry.after})
    pairs = [(name, entry.before.get(name), entry.after.get(name)) for name in fields]
    return [
        {"field": FIELDS.get(name, name.replace("_", " ")), "before": _said(name, old), "after": _said(name, new)}
        for name, old, new in pairs
        if old != new
    ]


def _said(field: str, value) -> str:
    """A state by the word that pages have for it; anything else as it is."""
    return look_of(value).word if field == "state" and value else display.plain(value)
