"""Making, changing and sending creatives. A version that has left the draft is never changed: an edit makes the next."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from assets_app import clock
from assets_app.models import AssetVersion
from assets_app.permissions import require
from assets_app.services import activity
from campaigns_app.creatives import features, spec
from campaigns_app.creatives.models import Creative, CreativeMedia, CreativeVersion
from campaigns_app.creatives.services import usage
from campaigns_app.creatives.spec.value import Value

State = CreativeVersion.State
EDITABLE = (State.DRAFT, State.FAILED)
LIST, TRASH = {"place": "the list"}, {"place": "the trash"}


class NotNow(Exception):
    """The creative cannot be changed at this moment; the text says why."""


@dataclass(frozen=True)
class Chosen:
    """An asset version at a place of a creative: role image, video, thumbnail or card."""

    role: str
    position: int
    asset_version: AssetVersion


def create(*, ad_account, type: str, name: str, value: Value, media: list[Chosen], by) -> Creative:
    """A creative with its first draft."""
    require(by, "creative.edit")
    with transaction.atomic():
        creative = Creative.objects.create(
            business=ad_account.business, ad_account=ad_account, type=type, name=name, created_by=by
        )
        _add_version(creative, by, **_content(type, name, value, media), features=_all_off())
        _place(creative.latest, media)
        _record(creative, "creative.create", f"Made the draft {name}", by)
    usage.recount(row.asset_version.asset_id for row in media)
    return creative


def save(*, creative: Creative, name: str, value: Value, media: list[Chosen], by) -> CreativeVersion:
    """What somebody changed, in the draft, or in a new one when the newest version is at Meta."""
    require(by, "creative.edit")
    before = list(creative.newest.media.values_list("asset_version__asset_id", flat=True))
    with transaction.atomic():
        version = draft_of(creative, by)
        old, content = _words(version), _content(creative.type, name, value, media)
        _write(version, **content)
        version.media.all().delete()
        _place(version, media)
        Creative.objects.filter(pk=creative.pk).update(name=name)
        creative.name = name
        changed = {"before": old, "after": _words(version), "version": version.number}
        _record(creative, "creative.edit", f"Edited {name}, version {version.number}", by, **changed)
    usage.recount([*before, *(row.asset_version.asset_id for row in media)])
    return version


def draft_of(creative: Creative, by) -> CreativeVersion:
    """The version that may be changed: the draft, or a successor of what is at Meta. Call inside a transaction.

    The creative is locked and read anew, so that two changes at once follow one another and neither undoes the other.
    """
    locked = Creative.objects.select_for_update(of=("self",)).select_related("latest").get(pk=creative.pk)
    latest = creative.latest = locked.newest
    if latest.state in EDITABLE:
        if by is not None and by.pk != latest.author_id:
            latest.editors.add(by)
        return latest
    if latest.state != State.PUBLISHED:
        raise NotNow("This version is being created at Meta. Wait until it is there, then edit it.")
    return successor(creative, by)


def successor(creative: Creative, by, **changes) -> CreativeVersion:
    """The next version, equal to the newest but for `changes`, as a draft."""
    latest = creative.newest
    fields = ("name", "spec", "features", "headline", "body", "primary_media")
    copied = {field: getattr(latest, field) for field in fields}
    version = _add_version(creative, by, **(copied | changes))
    CreativeMedia.objects.bulk_create(_copy_of(row, version) for row in latest.media.all())
    return version


def duplicate(*, creative: Creative, by) -> Creative:
    """A new creative with the same content, as a draft, under its own name."""
    require(by, "creative.edit")
    latest, name = creative.newest, _copy_name(creative.name)
    with transaction.atomic():
        copy = Creative.objects.create(
            business=creative.business, ad_account=creative.ad_account, type=creative.type, name=name, created_by=by
        )
        version = _add_version(
            copy,
            by,
            name=name,
            spec=latest.spec,
            features=_all_off(),
            headline=latest.headline,
            body=latest.body,
            primary_media=latest.primary_media,
        )
        CreativeMedia.objects.bulk_create(_copy_of(row, version) for row in latest.media.all())
        _record(copy, "creative.duplicate", f"Copied {creative.name}", by, source=creative.pk)
    usage.recount(latest.media.values_list("asset_version__asset_id", flat=True))
    return copy


def trash(*, creative: Creative, by) -> None:
    """Out of the list. What is at Meta stays there."""
    require(by, "creative.edit")
    with transaction.atomic():
        Creative.objects.filter(pk=creative.pk).update(trashed_at=clock.now())
        _record(creative, "creative.trash", f"Moved {creative.name} to the trash", by, before=LIST, after=TRASH)
    usage.recount(
        CreativeMedia.objects.filter(version__creative=creative).values_list("asset_version__asset", flat=True)
    )


def restore(*, creative: Creative, by) -> None:
    require(by, "creative.edit")
    with transaction.atomic():
        Creative.objects.filter(pk=creative.pk).update(trashed_at=None)
        _record(creative, "creative.restore", f"Took {creative.name} back from the trash", by, before=TRASH, after=LIST)
    usage.recount(
        CreativeMedia.objects.filter(version__creative=creative).values_list("asset_version__asset", flat=True)
    )


def request_publish(*, creative: Creative, by) -> CreativeVersion:
    """Freeze the draft and let the worker create it at Meta. Doing it twice is doing it once."""
    require(by, "creative.publish")
    version = creative.newest
    changes: dict[str, Any] = {
        "state": State.QUEUED,
        "next_at": None,
        "attempts": 0,
        "reason": "",
        "error_text": "",
        "blame": [],
    }
    with transaction.atomic():
        kept = CreativeVersion.objects.filter(pk=version.pk, creative__trashed_at=None)
        states = {"before": {"state": version.state}, "after": {"state": State.QUEUED}}
        if kept.filter(state__in=EDITABLE).update(**changes):
            _record(creative, "creative.send", f"Sent {version.name}, version {version.number}, to Meta", by, **states)
    version.refresh_from_db()
    return version


def _words(version) -> dict:
    """What people read in a version, for the record."""
    return {"name": version.name, "headline": version.headline, "text": version.body}


def _content(type, name, value, media) -> dict:
    headline = value.headline or next((card.headline for card in value.cards if card.headline), "")
    return {
        "name": name,
        "spec": spec.build(type, value),
        "headline": headline[:300],
        "body": value.message,
        "primary_media": media[0].asset_version if media else None,
    }


def _add_version(creative, by, **fields) -> CreativeVersion:
    newest = creative.versions.aggregate(newest=Max("number"))["newest"] or 0
    version = CreativeVersion.objects.create(
        business=creative.business,
        creative=creative,
        ad_account=creative.ad_account,
        number=newest + 1,
        author=by,
        **fields,
    )
    Creative.objects.filter(pk=creative.pk).update(latest=version)
    creative.latest = version
    return version


def _write(version, **fields) -> None:
    """A draft that failed at Meta is a draft again. A row that has been sent meanwhile is left alone."""
    fields |= {"state": State.DRAFT, "reason": "", "error_text": "", "error_code": None, "blame": [], "trace_id": ""}
    if not CreativeVersion.objects.filter(pk=version.pk, state__in=EDITABLE).update(**fields):
        raise NotNow("Somebody sent this version to Meta meanwhile. Open it again to make the next one.")
    for name, value in fields.items():
        setattr(version, name, value)


def _place(version, media) -> None:
    CreativeMedia.objects.bulk_create(
        CreativeMedia(version=version, role=row.role, position=row.position, asset_version=row.asset_version)
        for row in media
    )


def _copy_of(row, version) -> CreativeMedia:
    return CreativeMedia(
        version=version,
        role=row.role,
        position=row.position,
        asset_version_id=row.asset_version_id,
        image_hash=row.image_hash,
        video_id=row.video_id,
    )


def _all_off() -> dict:
    return features.enrolments({}, settings.GRAPH_API_VERSION)


def _copy_name(name: str) -> str:
    return f"{name[:95]} copy"


def _record(creative, verb, text, by, **detail) -> None:
    activity.record(business=creative.business, verb=verb, subject=creative, text=text, by=by, **detail)
