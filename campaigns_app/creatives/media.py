"""The media of a version: which stand where, whether Meta has them, and what Meta calls them."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Q

from assets_app.models import Transfer
from assets_app.services import transfers
from assets_app.services.refusal import Refused
from campaigns_app.creatives.spec.tokens import Medium

WAIT = timedelta(seconds=10)


class MediaNotReady(Exception):
    """A medium is on its way to Meta. `reason` says which and why; `transfers` are the rows that were started."""

    def __init__(self, reason: str, started=()):
        super().__init__(reason)
        self.reason = reason
        self.transfers = list(started)


class MediaFailed(Exception):
    """A medium cannot reach Meta; the text says which, and Meta's words."""


@dataclass
class Gathered:
    """Media by place; `sha` maps `image:HASH` and `video:ID` to the SHA-256 of our bytes."""

    by_place: dict[tuple[str, int], Medium] = field(default_factory=dict)
    sha: dict[str, str] = field(default_factory=dict)


def gather(places, ad_account, by=None) -> Gathered:
    """Meta's ids of all media. `places` are rows of CreativeMedia, saved or not.

    Raises MediaNotReady (after asking for transfers that are missing) or MediaFailed.
    """
    found, waiting, started = Gathered(), [], []
    for row in places:
        medium = _known(row)
        if medium is None:
            transfer = transfers.usable(row.asset_version, ad_account)
            if transfer is None:
                transfer = _start(row, ad_account, by)
                started.append(transfer)
                waiting.append(_waits(row, transfer))
                continue
            medium = Medium(image_hash=transfer.image_hash, video_id=transfer.video_id)
        found.by_place[row.role, row.position] = medium
        found.sha |= _named(row, medium)
    if waiting:
        raise MediaNotReady(" ".join(waiting), started)
    return found


def _start(row, ad_account, by) -> Transfer:
    """The copy that is on its way, or one that is asked for now."""
    on_its_way = Transfer.objects.filter(version=row.asset_version_id, business=ad_account.business_id)
    wanted = Q(ad_account=ad_account) | Q(folder__isnull=False)
    found = on_its_way.filter(wanted).exclude(state=Transfer.State.CANCELLED).order_by("ad_account_id").first()
    if found is not None:
        return found
    try:
        return transfers.ensure_in_account(row.asset_version, ad_account, by)
    except Refused as error:
        raise MediaFailed(f"{title(row)}: {error}") from error


def _known(row) -> Medium | None:
    """Media of an imported creative have Meta's ids and perhaps no bytes here."""
    if row.asset_version_id:
        return None
    return Medium(image_hash=row.image_hash, video_id=row.video_id)


def _named(row, medium) -> dict[str, str]:
    sha = row.asset_version.sha256 if row.asset_version_id else ""
    if not sha:
        return {}
    return {f"video:{medium.video_id}": sha} if medium.video_id else {f"image:{medium.image_hash}": sha}


def _waits(row, transfer) -> str:
    """ "Video 2 is processing." Raises MediaFailed when it will not come."""
    name = title(row)
    if transfer.state == Transfer.State.FAILED:
        raise MediaFailed(f"{name} did not reach Meta: {transfer.reason or transfer.error_text}")
    words = {
        Transfer.State.PROCESSING: "is processing at Meta",
        Transfer.State.SENDING: "is going to Meta",
    }
    said = words.get(transfer.state, "waits to go to Meta")
    reason = f" ({transfer.reason})" if transfer.reason else ""
    return f"{name} {said}{reason}."


def title(row) -> str:
    if row.role == "card":
        return f"Card {row.position + 1}"
    return {"image": "The image", "video": "The video", "thumbnail": "The video's picture"}[row.role]


def sha_of(version) -> dict[str, str]:
    """As `Gathered.sha`, from the ids kept with a published version."""
    found: dict[str, str] = {}
    for row in version.media.select_related("asset_version"):
        if row.asset_version_id and row.asset_version.sha256:
            key = f"video:{row.video_id}" if row.video_id else f"image:{row.image_hash}"
            found[key] = row.asset_version.sha256
    return found


def identity(places) -> list[list]:
    """What media are, whatever Meta calls them: [role, position, sha256 or Meta's id], sorted."""
    rows = []
    for row in places:
        sha = row.asset_version.sha256 if row.asset_version_id else ""
        rows.append([row.role, row.position, sha or row.image_hash or row.video_id])
    return sorted(rows)
