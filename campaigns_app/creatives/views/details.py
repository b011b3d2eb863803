"""One creative: its newest version, its history, and what can be done with it."""

from contextlib import suppress

from django.conf import settings
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse

from assets_app.access import member_view
from assets_app.models import InstagramAccount, Page
from campaigns_app.creatives import asking, features, spec
from campaigns_app.creatives.forms.types import FORMS
from campaigns_app.creatives.models import Creative, CreativeVersion
from campaigns_app.creatives.services import creatives, enrolments
from campaigns_app.creatives.tasks import publish_versions


def creative_of(request, pk) -> Creative:
    rows = Creative.objects.visible_to(request.member).select_related("latest__author__user", "ad_account__business")
    return get_object_or_404(rows, pk=pk)


@member_view("see")
def creative_detail(request, pk):
    creative = creative_of(request, pk)
    return render(request, "campaigns/creative_detail.html", page_of(request, creative, creative.latest))


@member_view("see")
def version_detail(request, pk, number):
    creative = creative_of(request, pk)
    version = get_object_or_404(creative.versions.select_related("author__user"), number=number)
    return render(request, "campaigns/creative_detail.html", page_of(request, creative, version))


@member_view("see")
def creative_state(request, pk):
    """The row of state, asked for again while the version is on its way to Meta."""
    creative = creative_of(request, pk)
    answer = render(request, "campaigns/_creative_state.html", {"creative": creative, "version": creative.latest})
    if request.htmx and creative.newest.state not in CreativeVersion.OPEN_STATES:
        # What can be done with it has changed as well: the page that asks is loaded anew.
        answer["HX-Refresh"] = "true"
    return answer


@member_view("creative.publish", "POST")
def creative_publish(request, pk):
    """Create it at Meta. Meta is asked first where that can be done now; what it refuses is said and nothing is sent."""
    creative = creative_of(request, pk)
    answer = _ask(creative) if creative.newest.state in creatives.EDITABLE else None
    if answer is not None and not answer.ok and answer.code:
        return _refused(request, creative, answer)
    creatives.request_publish(creative=creative, by=request.member)
    publish_versions.delay_on_commit(creative.ad_account_id)
    return _back(request, creative)


@member_view("creative.edit", "POST")
def creative_check(request, pk):
    """Ask Meta about the saved version."""
    creative = creative_of(request, pk)
    answer = _ask(creative)
    if not answer.ok:
        return _refused(request, creative, answer)
    return render(
        request, "campaigns/creative_detail.html", page_of(request, creative, creative.latest) | {"answer": answer}
    )


@member_view("creative.edit", "POST")
def creative_duplicate(request, pk):
    copy = creatives.duplicate(creative=creative_of(request, pk), by=request.member)
    messages.success(request, f"Copied as {copy.name}.")
    return redirect("campaigns:creative-edit", request.member.business.slug, copy.pk)


@member_view("creative.edit", "POST")
def creative_trash(request, pk):
    creative = creative_of(request, pk)
    creatives.trash(creative=creative, by=request.member)
    undo = reverse("campaigns:creative-restore", args=[request.member.business.slug, creative.pk])
    messages.success(request, f"{creative.name} moved to the trash.", extra_tags=f"undo:{undo}")
    return redirect("campaigns:creative-list", request.member.business.slug)


@member_view("creative.edit", "POST")
def creative_restore(request, pk):
    creative = creative_of(request, pk)
    creatives.restore(creative=creative, by=request.member)
    return _back(request, creative)


@member_view("enrol", "POST")
def creative_features(request, pk):
    """Switch one Advantage+ feature on or off, by name."""
    creative = creative_of(request, pk)
    try:
        enrolments.set_feature(
            creative=creative,
            feature=request.POST.get("feature", ""),
            status=request.POST.get("status", ""),
            by=request.member,
        )
    except (enrolments.NotOffered, creatives.NotNow) as error:
        context = page_of(request, creative, creative.latest) | {"trouble": str(error)}
        return render(request, "campaigns/creative_detail.html", context, status=422)
    return redirect(f"{_address(request, creative)}#enhancements")


def page_of(request, creative, version) -> dict:
    value = spec.read(creative.type, version.spec) if creative.type in FORMS else None
    return {
        "section": "creatives",
        "creative": creative,
        "version": version,
        "is_newest": version.pk == creative.latest_id,
        "value": value,
        "voices": _voices(request.member, value),
        "media": list(
            version.media.select_related("asset_version__asset").prefetch_related("asset_version__renditions")
        ),
        "versions": creative.versions.select_related("author__user", "latest_read"),
        "switches": _switches(creative, version),
        "off_for_good": _not_for_this(creative),
        "slots": _slots(request, creative),
        "can_edit": creative.type in FORMS and creative.trashed_at is None,
        "search_url": reverse("campaigns:creative-list", args=[request.member.business.slug]),
        "search_hint": "Search names and ad text",
    }


def _switches(creative, version) -> list[dict]:
    """Each feature that Meta offers for this type: on or off, and who said so."""
    entries = enrolments.consents(version)
    on = set(features.switched_on(version.features))
    return [
        {"feature": row, "is_on": row.name in on, "entry": entries.get(row.name)}
        for row in features.for_type(creative.type, settings.GRAPH_API_VERSION)
    ]


def _not_for_this(creative):
    """Known to the API version, offered only elsewhere, and sent as OPT_OUT all the same."""
    return [row for row in features.known(settings.GRAPH_API_VERSION) if creative.type not in row.fits]


def _slots(request, creative) -> dict:
    """Addresses of fragments that other parts of Galley show here; a part that is not there has none."""
    found = {}
    for name in ("review", "results"):
        with suppress(NoReverseMatch):
            found[name] = reverse(f"campaigns:creative-{name}", args=[request.member.business.slug, creative.pk])
    return found


def _voices(member, value) -> dict:
    """Names of the Page and the Instagram account that speak; Meta's id where Galley knows no name."""
    if value is None:
        return {}
    pages = Page.objects.visible_to(member).filter(graph_id=value.page_id)
    accounts = InstagramAccount.objects.visible_to(member).filter(graph_id=value.instagram_user_id)
    found = {"Page": pages.first() or value.page_id, "Instagram account": accounts.first() or value.instagram_user_id}
    return {role: str(name) for role, name in found.items() if name}


def _ask(creative):
    version = creative.latest
    return asking.ask_meta(
        ad_account=creative.ad_account,
        creative_type=creative.type,
        name=version.name,
        spec=version.spec,
        places=list(version.media.select_related("asset_version__asset")),
        chosen=version.features,
    )


def _refused(request, creative, answer):
    context = page_of(request, creative, creative.latest) | {"answer": answer}
    return render(request, "campaigns/creative_detail.html", context, status=422)


def _back(request, creative):
    return redirect(_address(request, creative))


def _address(request, creative) -> str:
    return reverse("campaigns:creative-detail", args=[request.member.business.slug, creative.pk])
