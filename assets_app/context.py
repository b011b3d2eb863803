"""What the shell of every page shows."""

from django.conf import settings

from assets_app import sign_in
from assets_app.mailbox import Mailbox
from assets_app.models import Business
from assets_app.permissions import VERBS, can
from assets_app.services import mail


def letters(request) -> dict:
    """Whether mail leaves Galley, and whether a page of the demo shows it."""
    return {"mail_works": mail.is_set_up(), "shows_mail": Mailbox.of_demo() is not None}


def keys(request) -> dict:
    """Whether a passkey or security key can be used here, else where."""
    is_here = sign_in.takes_keys(request)
    return {"takes_keys": is_here, "keys_url": settings.KEYS_URL if sign_in.has_keys() and not is_here else ""}


def shell(request) -> dict:
    """`business`, `member`, `businesses` of this person, and `may` (verb with dots as underscores -> bool)."""
    member = getattr(request, "member", None)
    if member is None:
        return {}
    return {
        "business": member.business,
        "member": member,
        "businesses": Business.objects.of_user(request.user),
        "may": {verb.replace(".", "_"): can(member, verb) for verb in VERBS},
    }
