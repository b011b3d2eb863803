"""What an Undo button carries: a signed note of what was done, so that nothing has to be kept for it."""

from django.core import signing
from django.urls import reverse

SALT = "galley.undo"
LASTS_S = 3600
LONGEST = 3000  # characters: what fits into an address. A bigger act can be undone by hand, Activity says what it was.


def offer(request, act: str, **facts) -> str:
    """The `extra_tags` of a message that can be undone; '' when the note would be too long."""
    note = signing.dumps({"act": act, **facts}, salt=SALT, compress=True)
    address = reverse("assets:act-undo", args=[request.member.business.slug])
    return f"undo:{address}?of={note}" if len(note) <= LONGEST else ""


def read(note: str) -> dict | None:
    """What `offer` was given, with `act`; None when it is too old or not ours."""
    try:
        return signing.loads(note, salt=SALT, max_age=LASTS_S)
    except signing.BadSignature:
        return None
