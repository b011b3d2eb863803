"""Meta's campaigns, ad sets and ads as columns of ours. Pure.

Sources: Marketing API reference, lines 14926-15273 (ad set), 15567-15722 (ad) and 16814-16936 (campaign).
"""

from django.utils.dateparse import parse_datetime

UNNAMED = "Unnamed"


def common(row: dict) -> dict:
    """What all three kinds have. Keys are our columns."""
    return {
        "graph_id": str(row["id"]),
        "name": (row.get("name") or UNNAMED)[:400],
        "status": row.get("configured_status") or row.get("status") or "",
        "effective_status": row.get("effective_status") or "",
        "issues": row.get("issues_info") or [],
        "spec": row,
        "graph_updated_at": moment(row.get("updated_time")),
    }


def campaign(row: dict) -> dict:
    return common(row) | {"objective": row.get("objective") or ""}


def ad_set(row: dict) -> dict:
    goal = row.get("optimization_goal") or ""
    return common(row) | {"optimization_goal": goal, "is_dynamic": bool(row.get("is_dynamic_creative"))}


def ad(row: dict) -> dict:
    return common(row) | {"review_feedback": row.get("ad_review_feedback") or {}}


def creative_of(row: dict) -> str:
    """The id of the creative that an ad carries, '' when Meta does not say."""
    return str((row.get("creative") or {}).get("id") or "")


def moment(text: str | None):
    """Meta writes +0000 without a colon, which the parser takes too."""
    return parse_datetime(text) if text else None
