"""The preview wall of a saved creative, of a form that is not saved, and one frame large."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from assets_app.access import member_view
from assets_app.numbers import is_number
from assets_app.quotas import calls_left_for
from campaigns_app.creatives import features, spec
from campaigns_app.creatives.forms import opened
from campaigns_app.creatives.forms.types import FORMS
from campaigns_app.creatives.models import Creative, CreativeVersion
from campaigns_app.creatives.views.editing import account_of, places_of
from campaigns_app.previews import fill, formats, services, wall
from campaigns_app.previews.models import Preview

NO_SUCH_FORM = "Galley makes no such creative."


@member_view("see")
def creative_wall(request, pk):
    """The page: what is known at once, the rest by one request of the page."""
    creative, version, feature = _subject(request, pk)
    rows = _rows(creative, version, feature)
    context = _wall(request, creative, version, feature, rows)
    return render(request, "campaigns/creative_wall.html", context)


@member_view("see")
def creative_previews(request, pk):
    """The wall itself, after asking Meta for all that is due, in one call."""
    creative, version, feature = _subject(request, pk)
    rows = _rows(creative, version, feature)
    if wall.due(rows):
        rows = fill.fill(rows, in_request=True)
    return render(request, "campaigns/_wall.html", _wall(request, creative, version, feature, rows))


@member_view("creative.edit", "POST")
def preview_unsaved(request):
    """The wall under a form: what is typed, as Meta shows it. No creative is saved."""
    kind = request.POST.get("type", "")
    if kind not in FORMS:
        return render(request, "campaigns/_wall_refused.html", {"reason": NO_SUCH_FORM}, status=422)
    form, account = opened.sent(kind, request.member, request.POST), account_of(request)
    if account is None or not form.is_valid():
        return render(request, "campaigns/_wall_refused.html", {"form": form, "account": account}, status=422)
    names = [row.name for row in formats.fitting(kind)]
    rows = services.cells_for_spec(account, spec.build(kind, form.value()), places_of(form), names)
    if wall.due(rows):
        rows = fill.fill(rows, in_request=True)
    context = _context(account, kind, rows, form.cleaned_data["name"])
    context |= {
        "again_url": reverse("campaigns:preview-unsaved", args=[request.member.business.slug]),
        "is_unsaved": True,
    }
    context["own"] = own_picture(form.chosen_media()[0].asset_version)
    return render(request, "campaigns/_wall.html", context)


@member_view("see")
def preview_detail(request, pk):
    """One frame large, with the same ad as text."""
    row = get_object_or_404(
        Preview.objects.visible_to(request.member).select_related("version__creative", "ad_account"), pk=pk
    )
    if row.state == Preview.State.READY:
        services.expire(Preview.objects.visible_to(request.member).filter(pk=row.pk))
        row.refresh_from_db()
    if wall.due([row]):
        row = fill.fill([row], in_request=True)[0]
    return render(request, "campaigns/preview_detail.html", _large(request, row))


@member_view("comment", "POST")
def preview_again(request, pk):
    """Ask Meta once more for a frame that was refused or failed."""
    row = get_object_or_404(Preview.objects.visible_to(request.member), pk=pk)
    services.ask_again(row, request.member)
    if row.version_id:
        return redirect("campaigns:creative-wall", request.member.business.slug, row.version.creative_id)
    return redirect("campaigns:preview-detail", request.member.business.slug, row.pk)


def _subject(request, pk):
    """(creative, version, feature) that the address asks for; the newest version and the original by default."""
    creative = get_object_or_404(
        Creative.objects.visible_to(request.member).select_related(
            "latest__primary_media__asset", "ad_account__business"
        ),
        pk=pk,
    )
    number = request.GET.get("version", "")
    version = creative.latest
    if is_number(number):
        version = get_object_or_404(
            CreativeVersion.objects.visible_to(request.member).filter(creative=creative), number=number
        )
    feature = request.GET.get("feature", "")
    return creative, version, feature if feature in features.BY_NAME else ""


def _rows(creative, version, feature):
    names = [row.name for row in formats.fitting(creative.type)]
    if feature:
        limited = features.BY_NAME[feature].placements
        names = [name for name in names if name in limited] if limited else names
    return services.cells_for(version, names, feature)


def _wall(request, creative, version, feature, rows) -> dict:
    query = f"version={version.number}" + (f"&feature={feature}" if feature else "")
    again = reverse("campaigns:creative-previews", args=[request.member.business.slug, creative.pk])
    switched = [features.BY_NAME[name] for name in features.switched_on(version.features) if name in features.BY_NAME]
    return _context(creative.ad_account, creative.type, rows, creative.name) | {
        "creative": creative,
        "version": version,
        "feature": features.BY_NAME.get(feature),
        "shown_features": [row for row in switched if row.has_preview],
        "again_url": f"{again}?{query}",
        "own": own_picture(version.primary_media),
        "search_url": reverse("campaigns:creative-list", args=[request.member.business.slug]),
        "search_hint": "Search names and ad text",
    }


def own_picture(asset_version):
    """The asset whose picture stands in until Meta's frame is there, with the bytes that are used."""
    if asset_version is None:
        return None
    asset = asset_version.asset
    asset.current = asset_version
    return asset


def _context(account, kind, rows, name) -> dict:
    found = wall.cells(kind, rows)
    return {
        "section": "creatives",
        "groups": formats.by_platform(found),
        "sum": wall.summary(found),
        "ask_in": wall.asks_again_in(rows),
        "calls": len(wall.due(rows)),
        "calls_left": calls_left_for(account),
        "name": name,
    }


def _large(request, row) -> dict:
    found = formats.BY_NAME.get(row.ad_format)
    if found is None:
        raise Http404(f"Galley knows no placement {row.ad_format}.")
    creative = row.version.creative if row.version_id else None
    content, kind = (
        (row.version.spec, creative.type) if creative else (row.subject["spec"], spec.type_of(row.subject["spec"]))
    )
    return {
        "section": "creatives",
        "cell": wall.Cell(found, row, row.reason),
        "row": row,
        "creative": creative,
        "name": creative.name if creative else "this form",
        "value": spec.read(kind, content) if kind in FORMS else None,
        "ask_in": wall.asks_again_in([row]),
        "search_url": reverse("campaigns:creative-list", args=[request.member.business.slug]),
    }
