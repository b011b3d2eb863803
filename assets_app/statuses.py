"""What a state looks like: one icon, one tone, one word each, the same on every page."""

from typing import NamedTuple


class Look(NamedTuple):
    icon: str
    tone: str
    word: str

    @property
    def turns(self) -> bool:
        return self.icon == "loader"


QUIET, OK, CAUTION, CRITICAL, AI, PENCIL = "", "ok", "caution", "critical", "ai", "pencil"
LOOKS = {
    # files on their way
    "none": Look("cloud-off", QUIET, "Only here"),
    "local": Look("cloud-off", QUIET, "Only here"),
    "arriving": Look("loader", QUIET, "Arriving"),
    "complete": Look("loader", QUIET, "Arrived"),
    "checking": Look("loader", QUIET, "Checking"),
    "choice": Look("copy", CAUTION, "Already in the library"),
    "kept": Look("check", QUIET, "In the library"),
    "rejected": Look("circle-alert", CRITICAL, "Refused"),
    "cancelled": Look("ban", QUIET, "Cancelled"),
    "expired": Look("clock", QUIET, "Expired"),
    # work for Meta
    "queued": Look("hourglass", QUIET, "Waits to go to Meta"),
    "sending": Look("loader", QUIET, "Going to Meta"),
    "processing": Look("loader", QUIET, "Meta is processing"),
    "ready": Look("check", QUIET, "Ready"),
    "synced": Look("check", QUIET, "At Meta"),
    "published": Look("check", QUIET, "At Meta"),
    "failed": Look("circle-alert", CRITICAL, "Failed"),
    "waiting": Look("hourglass", CAUTION, "Waits for quota"),
    "running": Look("loader", QUIET, "Running"),
    "submitted": Look("loader", QUIET, "Meta is computing"),
    "fetching": Look("loader", QUIET, "Being read"),
    "split": Look("check", QUIET, "Split"),
    "done": Look("check", QUIET, "Done"),
    # previews
    "new": Look("circle", QUIET, "Not asked yet"),
    "generating": Look("loader", QUIET, "Generating"),
    "pending": Look("loader", QUIET, "Meta is preparing"),
    "renewing": Look("loader", QUIET, "Renewing"),
    "not_offered": Look("ban", QUIET, "Not offered"),
    "not_eligible": Look("minus", QUIET, "Not offered"),
    "no_preview": Look("eye-off", QUIET, "No preview"),
    "no_permission": Look("lock", CAUTION, "No permission"),
    "blocked": Look("shield-alert", CAUTION, "Blocked"),
    # reviews
    "open": Look("circle", QUIET, "To decide"),
    "in_review": Look("clock", CAUTION, "In review"),
    "approved": Look("circle-check", OK, "Approved"),
    "approve": Look("circle-check", OK, "Approved"),
    "changes_needed": Look("circle-x", CRITICAL, "Changes needed"),
    "not_relevant": Look("circle-slash", QUIET, "Not relevant"),
    "withdrawn": Look("undo-2", QUIET, "Withdrawn"),
    "stale": Look("triangle-alert", CAUTION, "Stale"),
    "drift": Look("siren", CRITICAL, "Drift"),
    # creatives and what runs
    "draft": Look("pencil", PENCIL, "Draft"),
    "locked": Look("lock", QUIET, "Locked"),
    "active": Look("circle-dot", OK, "Active"),
    "paused": Look("pause", QUIET, "Paused"),
    "archived": Look("folder", QUIET, "Archived"),
    "deleted": Look("trash-2", QUIET, "Deleted"),
    "opt_in": Look("sparkles", AI, "On"),
    "opt_out": Look("minus", QUIET, "Off"),
    # connections
    "healthy": Look("check", OK, "Healthy"),
    "expiring": Look("clock", CAUTION, "Expires soon"),
    "needs_attention": Look("triangle-alert", CRITICAL, "Needs attention"),
    "disconnected": Look("unplug", QUIET, "Disconnected"),
    "access_lost": Look("lock", CAUTION, "No longer reached"),
    "no_connection": Look("unplug", CAUTION, "No working connection"),
}
UNKNOWN = Look("circle", QUIET, "")


def look_of(state: str) -> Look:
    """Graph's words too ('ACTIVE', 'PENDING_REVIEW'); one that nobody knows is shown as it is."""
    key = str(state or "").lower()
    return LOOKS.get(key) or UNKNOWN._replace(word=key.replace("_", " ").capitalize())
