"""Making and changing a creative. What was typed is never lost: a refusal answers with the same form, status 422."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from assets_app.access import member_view
from assets_app.models import AdAccount
from assets_app.numbers import is_number
from campaigns_app.creatives import asking, spec
from campaigns_app.creatives.forms import opened
from campaigns_app.creatives.forms.types import FORMS
from campaigns_app.creatives.models import Creative, CreativeMedia
from campaigns_app.creatives.services import creatives

PAGE = "campaigns/creative_form.html"
PART = "campaigns/_creative_form.html"


@member_view("creative.edit", "GET", "HEAD", "POST")
def creative_create(request, type):
    _known(type)
    account = account_of(request)
    if request.method != "POST":
        chosen = [pk for pk in request.GET.getlist("asset") if is_number(pk)]
        form = opened.empty(type, request.member, chosen)
        return _page(request, form, account=account)
    form = opened.sent(type, request.member, request.POST)
    if account is None or not form.is_valid():
        return _page(request, form, account=account, status=422)
    creative = creatives.create(
        ad_account=account,
        type=type,
        name=form.cleaned_data["name"],
        value=form.value(),
        media=form.chosen_media(),
        by=request.member,
    )
    return _to(request, creative)


@member_view("creative.edit", "GET", "HEAD", "POST")
def creative_edit(request, pk):
    creative = get_object_or_404(Creative.objects.visible_to(request.member).kept().select_related("latest"), pk=pk)
    if creative.type not in FORMS:
        raise Http404("Galley has no form for this kind of creative.")
    if request.method != "POST":
        form = opened.of_version(creative, request.member)
        return _page(request, form, creative=creative, blamed=opened.blame_of(creative.latest))
    form = opened.sent(creative.type, request.member, request.POST)
    if form.is_valid():
        try:
            creatives.save(
                creative=creative,
                name=form.cleaned_data["name"],
                value=form.value(),
                media=form.chosen_media(),
                by=request.member,
            )
            return _to(request, creative)
        except creatives.NotNow as error:
            form.add_error(None, str(error))
    return _page(request, form, creative=creative, status=422)


@member_view("creative.edit", "POST")
def creative_check_form(request, type):
    """Ask Meta about what is typed, saved or not. Nothing is stored."""
    _known(type)
    form = opened.sent(type, request.member, request.POST)
    account = account_of(request)
    creative = _creative_of(request)
    if account is None or not form.is_valid():
        return _page(request, form, account=account, creative=creative, status=422)
    answer = asking.ask_meta(
        ad_account=account,
        creative_type=type,
        name=form.cleaned_data["name"],
        spec=spec.build(type, form.value()),
        places=places_of(form),
        chosen=creative.latest.features if creative else {},
    )
    if not answer.ok:
        opened.blame(form, answer)
    return _page(request, form, account=account, creative=creative, answer=answer, status=200 if answer.ok else 422)


def places_of(form) -> list[CreativeMedia]:
    """The form's media as rows that are not saved."""
    return [
        CreativeMedia(role=row.role, position=row.position, asset_version=row.asset_version)
        for row in form.chosen_media()
    ]


def account_of(request):
    """The ad account of new creatives: the chosen one, the default, or the only one."""
    accounts = AdAccount.objects.visible_to(request.member).in_use()
    chosen = request.POST.get("ad_account") or request.GET.get("ad_account") or ""
    if is_number(chosen):
        return accounts.filter(pk=chosen).first()
    return request.member.business.default_ad_account or accounts.first()


def _creative_of(request):
    pk = request.POST.get("creative", "")
    if not is_number(pk):
        return None
    return get_object_or_404(Creative.objects.visible_to(request.member).select_related("latest"), pk=pk)


def _known(type):
    if type not in FORMS:
        raise Http404("Galley makes no such creative.")


def _page(request, form, *, account=None, creative=None, answer=None, blamed=(), status=200):
    slug = request.member.business.slug
    create = reverse("campaigns:creative-create", args=[slug, form.type])
    context = {
        "section": "creatives",
        "form": form,
        "type": form.type,
        "type_label": Creative.Type(form.type).label,
        "creative": creative,
        "account": account or (creative.ad_account if creative else None),
        "answer": answer,
        "blamed": list(blamed),
        "action": reverse("campaigns:creative-edit", args=[slug, creative.pk]) if creative else create,
        "problems": _problems(form),
        "search_url": reverse("campaigns:creative-list", args=[slug]),
        "search_hint": "Search names and ad text",
    }
    return render(request, PART if request.htmx else PAGE, context, status=status)


def _problems(form) -> int:
    cards = form.cards.total_error_count() if form.is_bound and hasattr(form, "cards") else 0
    return (
        (sum(len(errors) for name, errors in form.errors.items() if name != "__all__") + cards) if form.is_bound else 0
    )


def _to(request, creative):
    address = reverse("campaigns:creative-detail", args=[request.member.business.slug, creative.pk])
    if request.htmx:
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return redirect(address)
