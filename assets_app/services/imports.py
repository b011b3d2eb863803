"""Media found at Meta, into the library: the bytes are fetched, since Meta's addresses die."""

from dataclasses import dataclass

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction

from assets_app import clock
from assets_app.media.fetching import NotFetched, fetch
from assets_app.media.rules import Rejected
from assets_app.models import AdAccount, Asset, AssetVersion, Business, Folder, Transfer
from assets_app.services import files, folders, ingest
from assets_app.services.activity import record
from assets_app.services.meta_state import refresh
from graph_client.edges import images, videos


@dataclass(frozen=True)
class Place:
    """Where a medium was found: in a creative folder, or in an ad account (then it lies in no folder of ours)."""

    business: Business
    folder: Folder | None = None
    ad_account: AdAccount | None = None

    @property
    def destination(self) -> dict:
        return {"folder": self.folder} if self.folder else {"ad_account": self.ad_account}

    @property
    def shelf(self) -> Folder | None:
        return None if self.folder is None or self.folder.trashed_at else self.folder


def take(client, folder: Folder, row: dict, *, on_read=lambda count: None) -> Transfer | None:
    """One row of a folder's contents at Meta: the transfer that stands for it; None for what is no image and no video.

    Known media is marked as seen. New media is fetched and becomes an asset; where the bytes cannot be had, an asset without.
    """
    known = Transfer.objects.filter(business=folder.business, graph_id=str(row["id"])).first()
    if known is not None and (known.version.file or known.version.facts.get("fetch_is_final")):
        return seen(known)
    details = _details(client, row)
    if details is None:
        return None
    if known is None and (ours := _ours_unanswered(folder, details)):
        return ours
    return _fetched(Place(folder.business, folder=folder), details, known, on_read)


def take_image(ad_account, row: dict, *, on_read=lambda count: None) -> Transfer:
    """An image of an ad account, as `adimages` lists it: the transfer that stands for it. Taken once, however often."""
    details = _facts(row, "", Asset.Kind.IMAGE, row.get("url", ""), {"image_hash": row["hash"]})
    return _taken(ad_account, details | {"name": (row.get("name") or row["hash"])[:255]}, on_read)


def take_video(ad_account, row: dict, *, on_read=lambda count: None) -> Transfer:
    """A video of an ad account, as its node tells: the transfer that stands for it."""
    ids = {"video_id": str(row["id"])}
    details = _facts(row | {"duration": row.get("length")}, "", Asset.Kind.VIDEO, row.get("source", ""), ids)
    return _taken(ad_account, details | {"name": (row.get("title") or f"Video {row['id']}")[:255]}, on_read)


def _taken(ad_account, details: dict, on_read) -> Transfer:
    known = Transfer.objects.filter(business=ad_account.business, **details["ids"]).select_related("version").first()
    if known is not None and (known.version.file or known.version.facts.get("fetch_is_final")):
        return seen(known)
    return _fetched(Place(ad_account.business, ad_account=ad_account), details, known, on_read)


def seen(transfer: Transfer) -> Transfer:
    Transfer.objects.filter(pk=transfer.pk).exclude(missing_since=None).update(missing_since=None)
    Asset.objects.filter(pk=transfer.version.asset_id).exclude(missing_since=None).update(missing_since=None)
    return transfer


def _details(client, row: dict) -> dict | None:
    """Ids, name and the address of the bytes. `type` of a row is not documented, so the ids decide."""
    business_id = str(row["id"])
    if row.get("hash"):
        node = row if row.get("url") else images.get_business_image(client, business_id)
        ids = {"image_hash": row["hash"]}
        return _facts(row, business_id, Asset.Kind.IMAGE, node.get("url", ""), ids)
    node = videos.get_business_video(client, business_id)
    video = node.get("video") or {}
    if not video.get("id"):
        return None
    return _facts(row | node, business_id, Asset.Kind.VIDEO, video.get("source", ""), {"video_id": str(video["id"])})


def _facts(row: dict, business_id: str, kind: str, url: str, ids: dict) -> dict:
    measured = {"width": int(row.get("width") or 0), "height": int(row.get("height") or 0)}
    duration = row.get("duration")
    return {
        "graph_id": business_id,
        "kind": kind,
        "name": (row.get("name") or business_id)[:255],
        "url": url,
        "ids": ids,
        "measured": measured,
        "duration_ms": round(float(duration) * 1000) if duration else None,
    }


def _ours_unanswered(folder: Folder, details: dict) -> Transfer | None:
    """A copy that we are sending just now and whose business id has not come back: it is ours, not a find."""
    sending = Transfer.objects.filter(folder=folder, state__in=["sending", "processing"])
    if video := details["ids"].get("video_id"):
        return sending.filter(video_id=video).first()
    return sending.filter(graph_id="", version__filename=details["name"]).first()


def _fetched(place: Place, details: dict, known: Transfer | None, on_read) -> Transfer:
    most = settings.IMAGE_MAX_BYTES if details["kind"] == Asset.Kind.IMAGE else settings.UPLOAD_MAX_BYTES
    with files.scratch() as path:
        try:
            if not details["url"]:
                raise NotFetched("Meta gives no address for the file.", is_final=False)
            fetch(details["url"], path, hosts=settings.MEDIA_HOSTS, most=most, on_read=on_read)
            checked = ingest.check(path, details["name"], on_read=on_read)
        except (NotFetched, Rejected) as problem:
            return known or _without_bytes(place, details, problem)
        return _with_bytes(place, details, known, checked)


def _with_bytes(place: Place, details: dict, known: Transfer | None, checked) -> Transfer:
    twin = ingest.twin_of(place.business, checked.sha256)
    if known is None and twin and twin.current and not twin.current.transfers.filter(**place.destination).exists():
        with transaction.atomic():
            return _transfer(place, twin.current, details)
    key = f"meta-{details['graph_id'] or next(iter(details['ids'].values()))}"
    name = files.original_name(place.business.pk, key, checked.facts.extension)
    sent = ingest.make_sent(place.business.pk, key, checked)
    if not (default_storage.exists(name) and not checked.path.exists()):
        files.move_in(checked.path, name)
    with transaction.atomic():
        if known is not None:
            return _filled(known, checked, name)
        if raced := _raced(place, details):
            return raced
        version = ingest.new_asset(
            business=place.business, name=details["name"], folder=place.shelf, checked=checked, file=name, sent=sent
        )
        return _transfer(place, version, details)


def _raced(place: Place, details: dict) -> Transfer | None:
    """What another worker entered while this one fetched the same medium. One at a time for a business."""
    Business.objects.select_for_update().get(pk=place.business.pk)
    return Transfer.objects.filter(business=place.business, **place.destination, **details["ids"]).first()


def _filled(known: Transfer, checked, name: str) -> Transfer:
    """The bytes of an asset that was entered without them have come after all."""
    facts, version = checked.facts, known.version
    measured = {"width": facts.width, "height": facts.height, "duration_ms": facts.duration_ms, "size": checked.size}
    more = {"file": name, "sha256": checked.sha256, "mime": facts.mime, "codec": facts.codec, "facts": facts.details}
    AssetVersion.objects.filter(pk=version.pk).update(**measured, **more)
    arriving = {"state": Asset.State.ARRIVING, "colour": facts.colour, "ratio": facts.width / facts.height}
    Asset.objects.filter(pk=version.asset_id).update(**measured, **arriving)
    return known


def _without_bytes(place: Place, details: dict, problem) -> Transfer:
    """Visible and usable by its ids at Meta, though nothing of it is here."""
    mime = "video/mp4" if details["kind"] == Asset.Kind.VIDEO else "image/jpeg"
    measured = {**details["measured"], "duration_ms": details["duration_ms"], "size": 0}
    ratio = measured["width"] / measured["height"] if measured["height"] else 0
    final = getattr(problem, "is_final", True)
    facts = {"not_fetched": str(problem), "fetch_is_final": final}
    with transaction.atomic():
        asset = Asset.objects.create(
            business=place.business, folder=place.shelf, kind=details["kind"], name=details["name"], ratio=ratio,
            state=Asset.State.READY, **measured,
        )  # fmt: skip
        asset.current = AssetVersion.objects.create(
            business=place.business, asset=asset, filename=details["name"], mime=mime, facts=facts, **measured
        )
        asset.save(update_fields=["current"])
        folders.recount([asset.folder_id] if asset.folder_id else [])
        text = f"found {asset} at Meta, without its bytes"
        record(business=place.business, verb="asset.find", subject=asset, text=text)
        return _transfer(place, asset.current, details)


def _transfer(place: Place, version: AssetVersion, details: dict) -> Transfer:
    facts = {"business": place.business, "origin": Transfer.Origin.META, "state": Transfer.State.READY}
    size = {"size": version.size, "offset": version.size}
    found, _ = Transfer.objects.update_or_create(
        version=version,
        **place.destination,
        defaults={**facts, **size, "graph_id": details["graph_id"], **details["ids"]},
    )
    refresh([version.asset_id])
    return found


def mark_missing(folder: Folder, listed: set[str]) -> int:
    """Copies in this folder that Meta no longer lists; how many."""
    copies = Transfer.objects.filter(folder=folder, state=Transfer.State.READY, missing_since=None).exclude(graph_id="")
    gone = list(copies.exclude(graph_id__in=listed).values_list("pk", "version__asset_id", "origin"))
    now = clock.now()
    with transaction.atomic():
        Transfer.objects.filter(pk__in=[pk for pk, _, _ in gone]).update(missing_since=now)
        only_there = [asset for _, asset, origin in gone if origin == Transfer.Origin.META]
        for asset in Asset.objects.filter(pk__in=only_there, missing_since=None).select_related("business"):
            text = f"found that Meta no longer has {asset}"
            record(business=asset.business, verb="asset.missing", subject=asset, text=text)
        Asset.objects.filter(pk__in=only_there, missing_since=None).update(missing_since=now)
    return len(gone)
