"""Campaigns, ad sets and ads of one ad account, read whole and mirrored.

Everything but deleted objects is asked for; what Meta no longer lists gets `missing_since` and stays, because its
numbers stay. Reading is harmless to repeat: a worker that died half-way is simply followed by another reading. Two may
overlap, since results begin with one of their own: what either has seen since the other began is there.
"""

from itertools import islice

from django.db import transaction

from assets_app import clock
from assets_app.graph import marketing_api
from campaigns_app.creatives.imports import import_versions
from campaigns_app.models import Ad, AdSet, Campaign
from campaigns_app.objects import changes, mapping
from graph_client.edges import campaigns as edge

BATCH = 500


def read_objects(ad_account, keep=lambda **progress: None) -> int:
    """Bring the mirror of one account up to date; the number of rows read. `keep(rows=n)` is called on the way.

    Raises GraphError and NoConnection.
    """
    client, began = marketing_api(ad_account), clock.now()
    counted = 0
    for mirror in (_campaigns, _ad_sets, _ads):
        for rows in _batches(mirror, client, ad_account):
            mirror(ad_account, rows)
            counted += len(rows)
            keep(rows=counted)
    for model in (Campaign, AdSet, Ad):
        with transaction.atomic():
            gone = model.objects.filter(ad_account=ad_account, seen_at__lt=began, missing_since=None)
            changes.tell_gone(ad_account, model, list(gone.defer("spec")))
            gone.update(missing_since=clock.now())
    return counted


def _batches(mirror, client, ad_account):
    listing = {_campaigns: edge.list_campaigns, _ad_sets: edge.list_ad_sets, _ads: edge.list_ads}[mirror]
    rows = iter(listing(client, ad_account.graph_id))
    while batch := list(islice(rows, BATCH)):
        yield batch


def _campaigns(ad_account, rows):
    _upsert(Campaign, ad_account, [mapping.campaign(row) for row in rows])


def _ad_sets(ad_account, rows):
    campaigns = _parents(Campaign, ad_account, {str(row["campaign_id"]) for row in rows})
    wanted = [mapping.ad_set(row) | {"campaign": campaigns[str(row["campaign_id"])]} for row in rows]
    _upsert(AdSet, ad_account, wanted)


def _ads(ad_account, rows):
    ad_sets = _parents(AdSet, ad_account, {str(row["adset_id"]) for row in rows})
    versions = import_versions(ad_account, sorted({mapping.creative_of(row) for row in rows} - {""}))
    carried = dict(Ad.objects.filter(ad_account=ad_account).values_list("graph_id", "version_id"))
    wanted = []
    for row in rows:
        version = versions.get(mapping.creative_of(row))
        version_id = version.pk if version else carried.get(str(row["id"]))
        wanted.append(mapping.ad(row) | {"ad_set": ad_sets[str(row["adset_id"])], "version_id": version_id})
    _upsert(Ad, ad_account, wanted)


def _parents(model, ad_account, graph_ids) -> dict:
    """Rows by Meta's id. A parent that the list did not hold is kept as missing, so that its children have a place."""
    found = {row.graph_id: row for row in model.objects.filter(ad_account=ad_account, graph_id__in=graph_ids)}
    for graph_id in sorted(graph_ids - found.keys()):
        found[graph_id] = _unlisted(model, ad_account, graph_id)
    return found


def _unlisted(model, ad_account, graph_id):
    now = clock.now()
    values = {"name": graph_id, "status": "DELETED", "seen_at": now, "missing_since": now}
    if model is AdSet:
        values["campaign"] = _unlisted(Campaign, ad_account, f"of {graph_id}")
    key = {"business": ad_account.business, "ad_account": ad_account, "graph_id": graph_id}
    return model.objects.get_or_create(**key, defaults=values)[0]


def _upsert(model, ad_account, wanted):
    shared = {
        "business": ad_account.business,
        "ad_account": ad_account,
        "seen_at": clock.now(),
        "missing_since": None,
    }
    rows = [model(**shared, **values) for values in wanted]
    columns = [field.name for field in model._meta.concrete_fields if field.name not in UNCHANGED]
    key = ["ad_account", "graph_id"]
    with transaction.atomic():
        mine = model.objects.filter(ad_account=ad_account, graph_id__in=[row.graph_id for row in rows]).defer("spec")
        known = {row.graph_id: row for row in mine}
        model.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=key, update_fields=columns, batch_size=BATCH
        )
        changes.tell(ad_account, model, known, rows)


UNCHANGED = {"id", "business", "ad_account", "graph_id"}
