"""The only place that asks whether htmx wants a part of a page."""

from django.shortcuts import render


def wants_partial(request) -> bool:
    """An htmx request that is neither boosted nor a return through history."""
    return bool(request.htmx) and not request.htmx.boosted and not request.htmx.history_restore_request


def render_page(request, page: str, partial: str, context: dict, status: int = 200):
    """The whole page, or only its changing part if htmx asked."""
    return render(request, partial if wants_partial(request) else page, context, status=status)
