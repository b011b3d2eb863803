"""Who belongs to a business: the list, one person, roles, leaving."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import urlencode

from assets_app.access import member_view
from assets_app.forms.people import InvitationForm, MemberRoleForm
from assets_app.models import Invitation, Member
from assets_app.permissions import can
from assets_app.services import mail, members
from assets_app.services.refusal import Refused

PAGE = 50


@member_view("see")
def member_list(request):
    return render(request, "assets/member_list.html", people(request))


def people(request, form=None, link: str = "") -> dict:
    """The page's context: `link` is a new invitation's, shown once."""
    rows = (
        Member.objects.visible_to(request.member).select_related("user").order_by("left_at", "user__first_name", "pk")
    )
    search = request.GET.get("q", "").strip()[:100]
    page = Paginator(rows.called(search) if search else rows, PAGE).get_page(request.GET.get("page"))
    invited = can(request.member, "member.edit")
    return {
        "section": "people",
        "page": page,
        "search": search,
        "next_query": urlencode({"q": search, "page": page.next_page_number()}) if page.has_next() else "",
        "previous_query": urlencode({"q": search, "page": page.previous_page_number()}) if page.has_previous() else "",
        "invitations": Invitation.objects.visible_to(request.member).open().order_by("-pk") if invited else [],
        "form": form or InvitationForm(),
        "link": link,
        "mails": mail.is_set_up(),
    }


@member_view("see")
def member_detail(request, pk):
    return render(request, "assets/member_detail.html", _about(request, _person(request, pk)))


def _about(request, person, form=None) -> dict:
    return {
        "section": "people",
        "person": person,
        "is_me": person.pk == request.member.pk,
        "is_last_admin": members.is_last_admin(person),
        "tokens": members.tokens_of(person),
        "form": form or MemberRoleForm(initial={"role": person.role}),
    }


def _person(request, pk) -> Member:
    return get_object_or_404(Member.objects.visible_to(request.member).select_related("user", "business"), pk=pk)


@member_view("member.edit", "POST")
def member_role(request, pk):
    person, form = _person(request, pk), MemberRoleForm(request.POST)
    if form.is_valid():
        try:
            members.change_role(member=person, role=form.cleaned_data["role"], by=request.member)
        except Refused as refusal:
            form.add_error("role", str(refusal))
    if form.errors:
        return render(request, "assets/member_detail.html", _about(request, person, form), status=422)
    return redirect("assets:member-detail", slug=request.member.business.slug, pk=person.pk)


@member_view("see", "GET", "POST")
def member_remove(request, pk):
    """GET asks and warns; POST does it. Everybody may take themselves out, admins anybody."""
    person = _person(request, pk)
    if person.pk != request.member.pk and not can(request.member, "member.edit"):
        raise Http404("Not yours to remove.")
    error = ""
    if request.method == "POST":
        try:
            members.remove(member=person, by=request.member)
        except Refused as refusal:
            error = str(refusal)
        else:
            return _after_removal(request, person)
    context = _about(request, person) | {"error": error}
    return render(request, "assets/member_remove.html", context, status=422 if error else 200)


def _after_removal(request, person):
    if person.pk == request.member.pk:
        return redirect("home")
    messages.success(request, f"{person.name} has no seat here any more.")
    return redirect("assets:member-list", slug=request.member.business.slug)


@member_view("member.edit", "POST")
def member_erase(request, pk):
    person = _person(request, pk)
    try:
        members.erase(member=person, by=request.member)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Name and address are erased. What this person did stays.")
    return redirect("assets:member-detail", slug=request.member.business.slug, pk=person.pk)
