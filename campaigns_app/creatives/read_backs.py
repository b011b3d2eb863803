"""Meta's own copy of a creative, kept whenever it differs from the one before."""

from django.db import transaction

from assets_app import clock
from assets_app.graph import marketing_api
from assets_app.services import activity
from campaigns_app.creatives import media
from campaigns_app.creatives.content_hash import SCHEME, content_hash
from campaigns_app.creatives.models import CreativeVersion, ReadBack
from graph_client import GraphError, ObjectNotFound, creatives


def read_back(version: CreativeVersion, client=None) -> ReadBack:
    """Ask Meta for the creative; the newest row, new only if the content differs. Raises GraphError."""
    client = client or marketing_api(version.ad_account)
    return keep(version, creatives.get(client, version.meta_id))


def read_back_many(ad_account, versions) -> list[CreativeVersion]:
    """The same for many, in batches. Those that could not be read now are left out and stay due."""
    by_id = {version.graph_id: version for version in versions}
    done = []
    for graph_id, result in creatives.get_many(marketing_api(ad_account), list(by_id)).items():
        version = by_id[graph_id]
        if result.ok:
            keep(version, result.data)
            done.append(version)
        elif isinstance(result.error, ObjectNotFound):
            _touch(version)
        elif result.error is not None and not isinstance(result.error, GraphError):
            raise result.error
    return done


def keep(version: CreativeVersion, stored: dict) -> ReadBack:
    """Meta's copy as it is now; that it is not what it was is told."""
    before, sha = version.latest_read, media.sha_of(version)
    with transaction.atomic():
        row = _kept(version, dict(stored), sha)
        if before is not None and content_hash(before.stored, sha) != row.content_hash:
            text = f"found that Meta's copy of {version.name}, version {version.number}, has changed"
            activity.record(business=version.business, verb="creative.drift", subject=version.creative, text=text)
    return row


def count_anew(version: CreativeVersion) -> None:
    """The same copy under another hash, once we know which file of ours a medium of it is."""
    if version.latest_read is not None:
        _kept(version, version.latest_read.stored, media.sha_of(version))


def _kept(version: CreativeVersion, stored: dict, sha: dict[str, str]) -> ReadBack:
    value = content_hash(stored, sha)
    latest = version.latest_read
    if latest is not None and latest.content_hash == value and latest.scheme == SCHEME:
        _touch(version)
        return latest
    with transaction.atomic():
        row = ReadBack.objects.create(version=version, stored=stored, content_hash=value, scheme=SCHEME)
        _touch(version, latest_read=row)
    return row


def _touch(version: CreativeVersion, **fields) -> None:
    fields = {"read_at": clock.now()} | fields
    CreativeVersion.objects.filter(pk=version.pk).update(**fields)
    for name, value in fields.items():
        setattr(version, name, value)
