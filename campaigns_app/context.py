"""What the shell says of reviews."""

from django.utils.functional import SimpleLazyObject

from campaigns_app.reviews.inbox import count_mine


def review_count(request) -> dict:
    """How many open rounds wait for this person; counted only where a page shows it."""
    member = getattr(request, "member", None)
    return {} if member is None else {"review_count": SimpleLazyObject(lambda: count_mine(member))}
