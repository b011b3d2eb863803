"""A version becomes a creative at Meta, once.

1. Its media must be there; until then the row waits with the reason.
2. A claim that carries `sent_at` has an unknown outcome: the creative is looked for before anything is sent again.
3. `sent_at` is committed, the creative is created, its id is adopted. An id that another version holds already means
   that Meta has an equal creative: that is said, never stored twice.
"""

from itertools import islice

from django.conf import settings
from django.db import IntegrityError, transaction

from assets_app import clock, trouble
from assets_app.graph import NoConnection, marketing_api
from assets_app.services import activity
from campaigns_app.creatives import features, media, read_backs
from campaigns_app.creatives.models import CreativeVersion
from campaigns_app.creatives.sameness import looks_the_same, same_features
from campaigns_app.creatives.spec import tokens
from graph_client import (
    ConnectionFailed,
    GraphError,
    TemporarilyUnavailable,
    TokenRejected,
    UnreadableResponse,
    creatives,
    videos,
)

LOOKED_THROUGH = 2_000
State = CreativeVersion.State


def publish(version: CreativeVersion) -> None:
    """Carry one claimed version as far as it goes now. Never raises for what Meta says; ClaimLost: another has it."""
    try:
        gathered = media.gather(version.media.select_related("asset_version__asset"), version.ad_account, by=None)
        client = marketing_api(version.ad_account)
        spec = spec_to_send(version, with_posters(client, version.spec, gathered))
        graph_id = find(client, version, spec) if version.sent_at else None
        adopt(version, graph_id or send(client, version, spec), gathered)
    except media.MediaNotReady as wait:
        version.put_off(clock.now() + media.WAIT, wait.reason, state=State.QUEUED)
    except media.MediaFailed as error:
        _fail(version, error)
    except (GraphError, NoConnection) as error:
        meet(version, error)
    else:
        read_back_at_once(version, client)


def _fail(version: CreativeVersion, error) -> None:
    with transaction.atomic():
        version.fail(error)
        _tell_failure(version)


def _tell_failure(version: CreativeVersion) -> None:
    """Inside the transaction in which the version ended, if it did."""
    if version.state == State.FAILED:
        text = f"could not create {version.name}, version {version.number}, at Meta: {version.reason}"
        activity.record(business=version.business, verb="creative.fail", subject=version.creative, text=text)


def spec_to_send(version: CreativeVersion, gathered: media.Gathered) -> dict:
    """Name, content, and every feature that this API version knows, on or off."""
    enrolments = features.enrolments(version.features, settings.GRAPH_API_VERSION)
    return {
        "name": version.name,
        **tokens.fill(version.spec, gathered.by_place),
        "degrees_of_freedom_spec": {"creative_features_spec": enrolments},
    }


def with_posters(client, spec: dict, gathered: media.Gathered) -> media.Gathered:
    """The picture that Meta drew of each video that has no other."""
    for place in tokens.posters(spec):
        medium = gathered.by_place[place]
        rows = list(videos.list_thumbnails(client, medium.video_id))
        chosen = next((row for row in rows if row.get("is_preferred")), rows[0] if rows else None)
        if chosen is None:
            raise media.MediaNotReady("Meta has no picture of the video yet.")
        gathered.by_place[place] = tokens.Medium(medium.image_hash, medium.video_id, chosen["uri"])
    return gathered


def send(client, version: CreativeVersion, spec: dict) -> str:
    version.keep(state=State.SENDING, sent_at=clock.now())
    return creatives.create(client, version.ad_account.graph_id, spec)


def find(client, version: CreativeVersion, spec: dict) -> str | None:
    """The creative that an unanswered call made: same name, same content, held by no version of ours."""
    names = islice(creatives.list_names(client, version.ad_account.graph_id), LOOKED_THROUGH)
    candidates = [row["id"] for row in names if row.get("name") == version.name]
    held = CreativeVersion.objects.filter(ad_account=version.ad_account, graph_id__in=candidates)
    free = [graph_id for graph_id in candidates if graph_id not in set(held.values_list("graph_id", flat=True))]
    if not free:
        return None
    stored = creatives.get_many(client, free)
    alike = [graph_id for graph_id in free if stored[graph_id].ok and looks_the_same(spec, stored[graph_id].data)]
    exact = [graph_id for graph_id in alike if same_features(spec, stored[graph_id].data)]
    return next(iter(exact or alike), None)


def adopt(version: CreativeVersion, graph_id: str, gathered: media.Gathered) -> None:
    """The version holds Meta's id from here on, and its media keep the names under which Meta knows them."""
    try:
        with transaction.atomic():
            version.settle(State.PUBLISHED, graph_id=graph_id, published_at=clock.now())
            for row in version.media.all():
                medium = gathered.by_place[row.role, row.position]
                row.image_hash, row.video_id = medium.image_hash, medium.video_id
                row.save(update_fields=["image_hash", "video_id"])
            activity.record(
                business=version.business,
                verb="creative.publish",
                subject=version.creative,
                text=f"Created {version.name} at Meta",
                by=version.author,
                after={"state": State.PUBLISHED, "graph_id": graph_id},
            )
    except IntegrityError:
        _fail(version, equal_creative(version, graph_id))


def equal_creative(version: CreativeVersion, graph_id: str) -> str:
    twin = CreativeVersion.objects.filter(ad_account=version.ad_account, graph_id=graph_id).first()
    where = f"“{twin.name}”, version {twin.number}" if twin else f"creative {graph_id}"
    return f"Meta already has exactly this creative: {where}. Change a text, a picture or the name to make another."


def meet(version: CreativeVersion, error: Exception) -> None:
    """As every row meets an error; only an outcome that is not known keeps the mark of having been sent."""
    unknown = isinstance(error, UnreadableResponse | TemporarilyUnavailable) or (
        isinstance(error, ConnectionFailed) and error.sent
    )
    more = {} if (unknown and version.sent_at) or is_final(error) else {"state": State.QUEUED, "sent_at": None}
    with transaction.atomic():
        trouble.meet(version, error, **more)
        _tell_failure(version)


def is_final(error: Exception) -> bool:
    """`trouble.meet` ends the row for these and takes no further fields."""
    if isinstance(error, TokenRejected) or not isinstance(error, GraphError):
        return False
    return not (error.transient or hasattr(error, "retry_after"))


def read_back_at_once(version: CreativeVersion, client) -> None:
    """Meta's copy right after creation; if it cannot be read now, the reconciler reads it later."""
    if version.state != State.PUBLISHED:
        return
    try:
        read_backs.read_back(version, client)
    except (GraphError, NoConnection):
        return
