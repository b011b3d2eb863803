"""Who may do what: one table, one question. Services ask it first; templates only hide."""

from django.core.exceptions import PermissionDenied

ADMIN, MARKETER, REVIEWER, VIEWER = "admin", "marketer", "reviewer", "viewer"
EVERYBODY = frozenset({ADMIN, MARKETER, REVIEWER, VIEWER})
MAKERS = frozenset({ADMIN, MARKETER})

VERBS: dict[str, frozenset[str]] = {
    "see": EVERYBODY,
    "comment": frozenset({ADMIN, MARKETER, REVIEWER}),
    "decide": frozenset({ADMIN, MARKETER, REVIEWER}),
    "library.edit": MAKERS,
    "library.send": MAKERS,
    "creative.edit": MAKERS,
    "creative.publish": MAKERS,
    "enrol": MAKERS,
    "review.open": MAKERS,
    "review.withdraw": MAKERS,
    "sync.request": MAKERS,
    "connection.edit": frozenset({ADMIN}),
    "member.edit": frozenset({ADMIN}),
    "business.edit": frozenset({ADMIN}),
}


class NotAllowed(PermissionDenied):
    """Known to the business, but without this right. The text says who can help."""


def can(member, verb: str) -> bool:
    return member is not None and member.left_at is None and member.role in VERBS[verb]


def require(by, verb: str) -> None:
    """Raises NotAllowed unless `by` may do this. `None` is Galley itself, which may."""
    if by is not None and not can(by, verb):
        raise NotAllowed(refusal(by, verb))


def refusal(by, verb: str) -> str:
    helpers = [m.name for m in _members_who_can(by, verb)]
    ask = f" Ask {' or '.join(helpers)}." if helpers else ""
    return f"Your role, {by.get_role_display().lower()}, does not allow this.{ask}"


def _members_who_can(by, verb: str):
    seats = type(by).objects.visible_to(by).filter(role__in=VERBS[verb], left_at=None)
    return seats.select_related("user").order_by("pk")[:2]
