"""What a reading of the connections found new, back or different, for the record."""

from assets_app.services.activity import record

MOST_NAMED = 25
STATUSES = {
    1: "active",
    2: "disabled",
    3: "unsettled",
    7: "in risk review",
    8: "waits for settlement",
    9: "in the grace period",
    100: "about to be closed",
    101: "closed",
}


def tell(business, model, known: dict, kept: dict) -> None:
    """`known` are the rows before and `kept` those after, by Meta's id. Inside the caller's transaction.

    What nobody chose to use is told when it comes, and then no more.
    """
    new = [row for graph_id, row in kept.items() if graph_id not in known]
    if len(new) > MOST_NAMED:
        text = f"found {len(new)} {model._meta.verbose_name_plural} at Meta"
        record(business=business, verb="access.find", subject=business, text=text)
    else:
        for row in new:
            _record(row, "find", f"found the {_called(row)} at Meta")
    for graph_id, before in known.items():
        if graph_id in kept and before.is_used:
            _compare(before, kept[graph_id])


def _compare(before, row) -> None:
    if before.missing_since:
        _record(row, "back", f"found that a connection reaches the {_called(row)} again")
    old, new = _facts(before), _facts(row)
    if old != new:
        _record(row, "change", f"found the {_called(row)} changed at Meta", before=old, after=new)


def _facts(row) -> dict:
    names = ("name", "currency", "timezone_name")
    facts = {name: getattr(row, name) for name in names if hasattr(row, name)}
    if hasattr(row, "account_status"):
        facts["status"] = STATUSES.get(row.account_status, f"number {row.account_status} of Meta")
    return facts


def _called(row) -> str:
    return f"{row._meta.verbose_name} {row}"


def _record(row, act: str, text: str, **changed) -> None:
    record(business=row.business, verb=f"access.{act}", subject=row, within=row.business, text=text, **changed)
