"""The access mark of every view: who gets in, and as whom.

A view marked with `member_view` receives `request.member`. A stranger, and a business that does not exist, get the
same 404; a member without the verb gets 403. `config/urls.py` refuses to start with a view that has no mark.
"""

from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.views.decorators.http import require_http_methods

from assets_app.models import Member
from assets_app.permissions import require


def member_view(verb: str, *methods: str):
    """For pages under /b/<slug>/. `methods` defaults to GET and HEAD."""
    allowed = [*methods] or ["GET", "HEAD"]

    def mark(view):
        @wraps(view)
        def guarded(request, slug, *args, **kwargs):
            request.member = Member.objects.of(request.user, slug)
            if request.member is None:
                raise Http404("No such business.")
            require(request.member, verb)
            return view(request, *args, **kwargs)

        marked = login_required(require_http_methods(allowed)(guarded))
        marked.access_mark = verb
        return marked

    return mark


def open_view(*methods: str):
    """For the few addresses that need no member: sign-in, health."""
    allowed = [*methods] or ["GET", "HEAD"]

    def mark(view):
        marked = require_http_methods(allowed)(view)
        marked.access_mark = "open"
        return marked

    return mark


def signed_in_view(*methods: str):
    """For pages of a person rather than of a business."""

    def mark(view):
        marked = login_required(require_http_methods([*methods] or ["GET", "HEAD"])(view))
        marked.access_mark = "signed in"
        return marked

    return mark
