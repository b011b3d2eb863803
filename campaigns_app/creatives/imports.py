"""Creatives that were made elsewhere become versions here, so that ads, reviews and numbers can point to them."""

from django.db import IntegrityError, transaction

from assets_app import clock
from assets_app.graph import marketing_api
from assets_app.models import Transfer
from assets_app.services import activity
from campaigns_app.creatives import read_backs, spec
from campaigns_app.creatives.features import switched_on
from campaigns_app.creatives.models import (
    ConsentEntry,
    Creative,
    CreativeMedia,
    CreativeVersion,
)
from graph_client import creatives

# What a creative can be made of again; the rest of a stored creative is Meta's own bookkeeping.
WRITABLE = (
    "object_story_spec",
    "object_story_id",
    "asset_feed_spec",
    "url_tags",
    "contextual_multi_ads",
    "product_set_id",
    "template_url",
    "instagram_user_id",
)


def import_versions(ad_account, graph_ids) -> dict[str, CreativeVersion]:
    """The version of each creative id of this account, imported where Galley does not know it.

    Ids that Meta does not give are left out. Raises GraphError when nothing can be read.
    """
    wanted = list(dict.fromkeys(graph_ids))
    known = {row.graph_id: row for row in _held(ad_account, wanted)}
    missing = [graph_id for graph_id in wanted if graph_id not in known]
    if not missing:
        return known
    for graph_id, result in creatives.get_many(marketing_api(ad_account), missing).items():
        if result.ok:
            known[graph_id] = _import(ad_account, graph_id, dict(result.data))
    return known


def _held(ad_account, graph_ids):
    return CreativeVersion.objects.filter(ad_account=ad_account, graph_id__in=graph_ids).select_related("creative")


def _import(ad_account, graph_id: str, stored: dict) -> CreativeVersion:
    try:
        with transaction.atomic():
            version = _create(ad_account, graph_id, stored)
    except IntegrityError:
        return _held(ad_account, [graph_id]).get()
    read_backs.keep(version, stored)
    return version


def _create(ad_account, graph_id, stored) -> CreativeVersion:
    name = (stored.get("name") or f"Creative {graph_id}")[:100]
    content = {key: stored[key] for key in WRITABLE if stored.get(key)}
    found = (stored.get("degrees_of_freedom_spec") or {}).get("creative_features_spec") or {}
    common = {"business": ad_account.business, "ad_account": ad_account, "name": name}
    kind = spec.type_of(content)
    creative = Creative.objects.create(type=kind, **common)
    texts = _texts(kind, content, stored)
    version = CreativeVersion.objects.create(
        creative=creative,
        number=1,
        origin=CreativeVersion.Origin.META,
        state=CreativeVersion.State.PUBLISHED,
        graph_id=graph_id,
        published_at=clock.now(),
        spec=content,
        features={name: value for name, value in found.items() if isinstance(value, dict)},
        **texts,
        **common,
    )
    first = _media(version, content)
    CreativeVersion.objects.filter(pk=version.pk).update(primary_media=first)
    Creative.objects.filter(pk=creative.pk).update(latest=version)
    ConsentEntry.objects.bulk_create(_consents(version, found))
    text = f"found the creative {name} at Meta"
    activity.record(business=ad_account.business, verb="creative.find", subject=creative, text=text)
    return version


def _texts(kind, content, stored) -> dict:
    if kind == "other":
        return {"headline": (stored.get("title") or "")[:300], "body": stored.get("body") or ""}
    value = spec.read(kind, content)
    headline = value.headline or next((card.headline for card in value.cards), "")
    return {"headline": headline[:300], "body": value.message}


def _consents(version, found):
    return [
        ConsentEntry(
            business=version.business,
            version=version,
            feature=name,
            status=ConsentEntry.Status.OPT_IN,
            source=ConsentEntry.Source.IMPORT,
            reason="Found at Meta",
        )
        for name in switched_on(found)
    ]


def _media(version, content):
    """A row for each medium; the asset version where one of ours is the same file. Returns the first of ours."""
    rows = []
    for role, position, field, graph_id in _places(version.creative.type, content):
        ours = Transfer.objects.filter(business=version.business, state="ready", **{field: graph_id}).first()
        row = CreativeMedia(version=version, role=role, position=position, **{field: graph_id})
        row.asset_version = ours.version if ours else None
        rows.append(row)
    CreativeMedia.objects.bulk_create(rows)
    return next((row.asset_version for row in rows if row.asset_version_id), None)


def _places(kind: str, content: dict):
    """(role, position, column, Meta's id) of each medium, in the places of our own forms where the type is one of ours."""
    data: dict = next(iter(_data(content)), {})
    if kind == "carousel":
        for position, card in enumerate(data["child_attachments"]):
            column = "video_id" if card.get("video_id") else "image_hash"
            if card.get(column):
                yield "card", position, column, str(card[column])
    elif kind in ("link", "photo", "video"):
        roles = (("video_id", "video"), ("image_hash", "thumbnail" if kind == "video" else "image"))
        yield from ((role, 0, column, str(data[column])) for column, role in roles if data.get(column))
    else:
        for position, (column, graph_id) in enumerate(dict.fromkeys(_ids(content))):
            yield ("video" if column == "video_id" else "image"), position, column, graph_id


def _data(content):
    story = content.get("object_story_spec") or {}
    return [story[key] for key in ("link_data", "photo_data", "video_data") if story.get(key)]


def _ids(value):
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "video_id" and inner:
                yield "video_id", str(inner)
            elif key in ("image_hash", "hash") and inner:
                yield "image_hash", str(inner)
            else:
                yield from _ids(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _ids(inner)
