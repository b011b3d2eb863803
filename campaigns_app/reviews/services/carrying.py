"""Decisions of earlier rounds on cells that show exactly the same go over into a new round."""

from campaigns_app.models import Decision, ReviewItem, ReviewRound


def carry(items: list[ReviewItem], one: ReviewRound) -> int:
    """Copy the latest decision of each person on each equal cell; how many.

    Equality of content hashes decides and nothing else. Who made the new version decides nothing, old words included.
    """
    by_hash = {item.content_hash: item for item in items}
    earlier = Decision.objects.filter(item__round__creative=one.creative, content_hash__in=by_hash)
    latest = {}
    makers = list(one.version.editors.values_list("pk", flat=True))
    if one.version.author_id:
        makers.append(one.version.author_id)
    for decision in earlier.exclude(member_id__in=makers).order_by("id"):
        latest[decision.content_hash, decision.member_id] = decision
    copies = [_copy(decision, by_hash[content], one) for (content, _), decision in latest.items()]
    Decision.objects.bulk_create(copies)
    return len(copies)


def _copy(decision: Decision, item: ReviewItem, one: ReviewRound) -> Decision:
    return Decision(
        business=one.business,
        item=item,
        member=decision.member,
        verdict=decision.verdict,
        remark=decision.remark,
        fingerprint=one.fingerprint,
        content_hash=item.content_hash,
        carried_from=decision,
        ip=decision.ip,
        user_agent=decision.user_agent,
    )
