"""What a person must know: their own notices."""

from django.shortcuts import redirect, render

from assets_app.access import member_view
from assets_app.models import Notice
from assets_app.services import notices

MOST = 100


@member_view("see")
def notice_list(request):
    mine = list(Notice.objects.for_member(request.member)[:MOST])
    return render(request, "assets/notice_list.html", {"notices": mine, "section": "settings"})


@member_view("see", "POST")
def notice_read(request):
    notices.read_all(by=request.member)
    return redirect("assets:notice-list", slug=request.member.business.slug)
