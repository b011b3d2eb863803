"""What a reading found changed among campaigns, ad sets and ads, in one entry for each batch of rows that holds any."""

from django.utils.text import capfirst

from assets_app.services import activity
from assets_app.statuses import look_of
from campaigns_app.models import CreativeVersion

NAMED = 12  # by name and state; the text counts all of them
GONE = "no longer at Meta"


def tell(ad_account, model, known: dict, rows: list) -> None:
    """`known` are the rows as they were, by Meta's id; `rows` as Meta lists them now. Inside the caller's transaction."""
    new = [(None, row) for row in rows if row.graph_id not in known]
    both = [(known[row.graph_id], row) for row in rows if row.graph_id in known]
    changed = [(old, row) for old, row in both if _face(old) != _face(row)]
    counts = " and ".join(f"{len(some)} {word}" for some, word in ((new, "new"), (changed, "changed")) if some)
    _record(ad_account, model, f"found {counts} {{kind}} in {{account}}", new + changed)


def tell_gone(ad_account, model, rows: list) -> None:
    _record(
        ad_account, model, f"found {len(rows)} {{kind}} of {{account}} no longer at Meta", [(row, None) for row in rows]
    )


def _face(row) -> tuple:
    """What people see of an object."""
    return row.name, _word(row), getattr(row, "version_id", None)


def _word(row) -> str:
    return GONE if row.missing_since else look_of(row.effective_status or row.status).word


def _record(ad_account, model, text: str, pairs: list) -> None:
    if not pairs:
        return
    names = _creatives(pairs[:NAMED])
    before = {_name(model, new or old): _said(old, names) for old, new in pairs[:NAMED]}
    after = {_name(model, new or old): _said(new, names) if new else GONE for old, new in pairs[:NAMED]}
    kind = model._meta.verbose_name if len(pairs) == 1 else model._meta.verbose_name_plural
    text = text.format(kind=kind, account=ad_account)
    told = {"before": before, "after": after, "more": max(len(pairs) - NAMED, 0)}
    activity.record(business=ad_account.business, verb="ads.change", subject=ad_account, text=text, **told)


def _name(model, row) -> str:
    return f"{capfirst(model._meta.verbose_name)} {row.name[:80]}"


def _said(row, names: dict) -> str:
    if row is None:
        return ""
    shown = names.get(getattr(row, "version_id", None))
    return ", ".join(filter(None, [_word(row), shown and f"shows {shown}"]))


def _creatives(pairs: list) -> dict:
    """Names of the creatives of ads that show another one now."""
    both = [(old.version_id, new.version_id) for old, new in pairs if old and new and hasattr(new, "version_id")]
    swapped = {pk for old, new in both if old != new for pk in (old, new)}
    return dict(CreativeVersion.objects.filter(pk__in=swapped).values_list("pk", "name"))
