"""Results of all objects of a list together: `summary=insights{...}` of campaigns, ad sets and ads, over the list's
`date_preset` or `time_range`. Marketing API reference, lines 14926, 15049 (presets in capitals) and 15567."""

import dataclasses
import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from .. import fields, paging
from ..request import Request
from ..store import Stored
from . import query
from .answer import Answer
from .periods import periods

if TYPE_CHECKING:
    from ..sandbox import Sandbox


def add(sandbox: "Sandbox", request: Request, parent: Stored, kind: str) -> None:
    """Judge the dates of a list of `kind` under `parent`, and note what its summary is to have."""
    asked = {name: request.text(name) or "" for name in ("date_preset", "time_range") if request.params.get(name)}
    if "date_preset" in asked:
        asked["date_preset"] = asked["date_preset"].lower()
    if asked:
        today = query.today_of(sandbox, query.account_of(sandbox, parent))
        periods(dataclasses.replace(request, params=dict(asked)), today)
    selection = dataclasses.replace(request, params={"fields": request.params.get("summary")})
    wanted = next((one for one in fields.asked(selection) if one.name == "insights"), None)
    if wanted is None:
        return
    params = {**asked, **wanted.args}
    if wanted.inner:
        params["fields"] = ",".join(part.name for part in wanted.inner)
    inner = dataclasses.replace(request, path=f"/{parent.id}/insights", params=params, notes=dict(request.notes))
    request.notes["summary"] = lambda items: {"insights": _together(sandbox, inner, parent, kind, items)}


def _together(
    sandbox: "Sandbox", request: Request, parent: Stored, kind: str, items: Iterable[Stored]
) -> dict[str, Any]:
    chosen = [{"field": f"{kind}.id", "operator": "IN", "value": [item.id for item in items]}]
    asked = dataclasses.replace(request, params={**request.params, "filtering": json.dumps(chosen)})
    window, page = paging.cut(request, Answer(sandbox, asked, query.parse(sandbox, asked, parent)).rows())
    return {**page, "data": window}
