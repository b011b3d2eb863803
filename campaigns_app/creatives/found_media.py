"""Media of creatives that were made elsewhere: fetched into the library, so that their pictures outlive Meta's addresses.

Harmless to repeat and to cut short: what is linked is not asked for again, what is in the library is not fetched again.
"""

from collections.abc import Iterator

from django.db import transaction

from assets_app.graph import NoConnection, marketing_api
from assets_app.models import Transfer
from assets_app.services import imports
from campaigns_app.creatives import read_backs
from campaigns_app.creatives.models import CreativeMedia, CreativeVersion
from campaigns_app.creatives.services import usage
from graph_client import GraphError, images, videos

AT_ONCE = 50


def fetch(ad_account) -> Iterator[int]:
    """Link what the library has, fetch the rest; the ids of asset versions with new bytes, each when it is here.

    Ends early, and quietly, while Meta cannot be asked: the next reading of the account goes on.
    """
    for column, ask in (("image_hash", _images), ("video_id", _videos)):
        missing = _link_known(ad_account, column)
        try:
            for start in range(0, len(missing), AT_ONCE):
                for transfer in ask(ad_account, missing[start : start + AT_ONCE]):
                    link(ad_account, column, transfer)
                    if transfer.version.file:
                        yield transfer.version_id
        except (GraphError, NoConnection):
            return


def _unlinked(ad_account, column: str):
    rows = CreativeMedia.objects.filter(version__ad_account=ad_account, version__origin="meta", asset_version=None)
    return rows.exclude(**{column: ""})


def _link_known(ad_account, column: str) -> list[str]:
    """Link media that the library has already. The ids of the others, in the order of their creatives."""
    wanted = list(dict.fromkeys(_unlinked(ad_account, column).order_by("pk").values_list(column, flat=True)))
    ready = Transfer.objects.filter(business=ad_account.business_id, state=Transfer.State.READY)
    found = {getattr(row, column): row for row in ready.filter(**{f"{column}__in": wanted}).select_related("version")}
    settled = [row for row in found.values() if row.version.file or row.version.facts.get("fetch_is_final")]
    for transfer in settled:
        link(ad_account, column, transfer)
    linked = {getattr(transfer, column) for transfer in settled}
    return [graph_id for graph_id in wanted if graph_id not in linked]


def _images(ad_account, hashes):
    for row in images.list_images(marketing_api(ad_account), ad_account.graph_id, hashes):
        yield imports.take_image(ad_account, row)


def _videos(ad_account, ids):
    for result in videos.get_many(marketing_api(ad_account), ids).values():
        if result.ok:
            yield imports.take_video(ad_account, result.data)


def link(ad_account, column: str, transfer: Transfer) -> None:
    """Say for every creative of the account that shows this medium which asset version it is."""
    rows = _unlinked(ad_account, column).filter(**{column: getattr(transfer, column)})
    versions = CreativeVersion.objects.filter(pk__in=rows.values("version")).select_related("latest_read")
    for version in list(versions):
        with transaction.atomic():
            _link(version, column, transfer)
    usage.recount([transfer.version.asset_id])


def _link(version, column: str, transfer: Transfer) -> None:
    """A version under review keeps its media as they were when it was read: a hash that people decided on must not
    change because bytes arrived. Its picture is shown all the same."""
    if not version.rounds.exists():
        rows = version.media.filter(asset_version=None, **{column: getattr(transfer, column)})
        rows.update(asset_version=transfer.version)
        read_backs.count_anew(version)
    if transfer.version.file and version.primary_media_id is None:
        CreativeVersion.objects.filter(pk=version.pk, primary_media=None).update(primary_media=transfer.version)
