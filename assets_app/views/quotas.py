"""How much of Meta's quota is used, and what waits until when. Read from the database; Meta is not asked."""

from django.shortcuts import render

from assets_app.access import member_view
from assets_app.quotas import shares_with_work


@member_view("see")
def quota_list(request):
    found = shares_with_work(request.member)
    waiting = sum(one.resumes is not None for one in found)
    return render(request, "assets/quota_list.html", {"section": "settings", "shares": found, "waiting": waiting})
