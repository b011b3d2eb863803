"""Tags and filters for connections to Meta and notices: {% load connections %}."""

from django import template

from assets_app.models import Notice
from assets_app.quotas import Share, longest_wait

register = template.Library()
TASK_WORDS = {"MANAGE": "manage", "ADVERTISE": "advertise", "ANALYZE": "see results", "DRAFT": "draft"}


@register.filter
def of(found: dict, key):
    """The value for a key that is a variable."""
    return found.get(key)


@register.filter
def task_words(tasks) -> str:
    """Meta's tasks on an ad account in words, the widest first."""
    return ", ".join(word for task, word in TASK_WORDS.items() if task in tasks)


@register.simple_tag(takes_context=True)
def unread_notices(context) -> int:
    member = context.get("member")
    return 0 if member is None else Notice.objects.for_member(member).unread().count()


@register.simple_tag(takes_context=True)
def quota_wait(context) -> Share | None:
    """What waits longest for Meta's quota, if anything does."""
    member = context.get("member")
    return None if member is None else longest_wait(member)
