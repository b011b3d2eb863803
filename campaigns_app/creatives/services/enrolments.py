"""Who lets Meta do what: each switch is a named person's act, written into an append-only ledger."""

from django.conf import settings
from django.db import transaction

from assets_app.permissions import require
from assets_app.services import activity
from campaigns_app.creatives import features
from campaigns_app.creatives.models import ConsentEntry, Creative, CreativeVersion
from campaigns_app.creatives.services.creatives import EDITABLE, NotNow, draft_of


class NotOffered(ValueError):
    """The feature does not exist for this creative or this API version; the text says which."""


def set_feature(
    *, creative: Creative, feature: str, status: str, by, source=ConsentEntry.Source.PERSON, reason: str = ""
) -> CreativeVersion:
    """Switch one feature on (OPT_IN) or off. A version at Meta stays as it is: the change goes into its successor.

    Returns the draft that holds the choice. A choice that stands already is not written again.
    """
    require(by, "enrol")
    _check(creative, feature, status)
    current = creative.newest.features.get(feature, {}).get("enroll_status", features.OPT_OUT)
    if current == status:
        return creative.newest
    with transaction.atomic():
        version = draft_of(creative, by)
        chosen = features.enrolments(version.features, settings.GRAPH_API_VERSION)
        chosen[feature] = {"enroll_status": status}
        if not CreativeVersion.objects.filter(pk=version.pk, state__in=EDITABLE).update(features=chosen):
            raise NotNow("Somebody sent this version to Meta meanwhile.")
        version.features = chosen
        _write_down(creative, version, feature, status, by, source, reason)
    return version


def _check(creative, feature, status) -> None:
    if status not in (features.OPT_IN, features.OPT_OUT):
        raise NotOffered(f"{status} is neither OPT_IN nor OPT_OUT.")
    offered = {row.name for row in features.for_type(creative.type, settings.GRAPH_API_VERSION)}
    if feature not in offered:
        raise NotOffered(f"Meta does not offer {feature} for a {creative.get_type_display().lower()} creative.")


def _write_down(creative, version, feature, status, by, source, reason) -> None:
    ConsentEntry.objects.create(
        business=creative.business,
        version=version,
        feature=feature,
        status=status,
        member=by,
        source=source,
        reason=reason,
    )
    was, word = ("off", "on") if status == features.OPT_IN else ("on", "off")
    name = features.label(feature)
    text = f"Turned {name} {word} in {creative.name}, version {version.number}"
    activity.record(
        business=creative.business,
        verb="enrol",
        subject=creative,
        text=text,
        by=by,
        before={name: was},
        after={name: word},
        reason=reason,
    )


def consents(version: CreativeVersion) -> dict[str, ConsentEntry]:
    """The newest entry of each feature in the lineage of this creative, up to this version."""
    rows = ConsentEntry.objects.filter(version__creative=version.creative_id, version__number__lte=version.number)
    found: dict[str, ConsentEntry] = {}
    for row in rows.select_related("member__user").order_by("-id"):
        found.setdefault(row.feature, row)
    return found
