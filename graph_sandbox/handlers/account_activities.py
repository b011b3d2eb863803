"""What happened in an ad account, newest first, told from what stands in it: everything was made once.

Fields and event types as in the official SDK's AdActivity; changes and deletions are not told.
"""

from typing import TYPE_CHECKING, Any

from .. import moments
from ..clock import iso
from ..request import Request
from ..routes import edge
from ..seeds import facts
from ..store import Stored

if TYPE_CHECKING:
    from ..sandbox import Sandbox

# Kind -> its event and the words that Ads Manager has for it.
EVENTS = {
    "campaign": ("create_campaign_group", "Campaign created"),
    "adset": ("create_ad_set", "Ad set created"),
    "ad": ("create_ad", "Ad created"),
    "image": ("add_images", "Images added"),
}


@edge("GET", kind="ad_account", name="activities")
def list_activities(sandbox: "Sandbox", request: Request, account: Stored) -> list[dict[str, Any]]:
    """Narrowed by `since` and `until`."""
    since, until = moments.read(request, "since"), moments.read(request, "until")
    made = [item for kind in EVENTS for item in sandbox.store.list(kind, parent=account.id)]
    made.sort(key=lambda item: (item.created, item.id), reverse=True)
    inside = [item for item in made if (since or 0) <= item.created and (until is None or item.created <= until)]
    app = sandbox.store.require(facts()["app_id"], "app")
    person = sandbox.store.require(facts()["user_id"], "user")
    return [_activity(item, app, person) for item in inside]


def _activity(item: Stored, app: Stored, person: Stored) -> dict[str, Any]:
    event, words = EVENTS[item.kind]
    return {
        "event_time": iso(item.created),
        "event_type": event,
        "translated_event_type": words,
        "object_id": item.id,
        "object_name": item.get("name", ""),
        "actor_id": person.id,
        "actor_name": person["name"],
        "application_id": app.id,
        "application_name": app["name"],
    }
