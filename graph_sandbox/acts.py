"""Things that happen at Meta by other hands: somebody deletes a folder, revokes a token, edits an ad.

@act("delete_folder")
def delete_folder(sandbox, values): ...       POST /_control/act {"act": "delete_folder", "id": "..."}
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from .errors import GraphFault

if TYPE_CHECKING:
    from .sandbox import Sandbox
    from .store import Stored

Act = Callable[["Sandbox", dict[str, Any]], Any]
ACTS: dict[str, Act] = {}


def act(name: str) -> Callable[[Act], Act]:
    def register(function: Act) -> Act:
        ACTS[name] = function
        return function

    return register


def perform(sandbox: "Sandbox", values: dict[str, Any]) -> Any:
    name = str(values.get("act", ""))
    if name not in ACTS:
        raise GraphFault(100, f"There is no act {name!r}. Acts: {', '.join(sorted(ACTS))}.")
    return ACTS[name](sandbox, values) or {"success": True}


def stored(sandbox: "Sandbox", values: dict[str, Any], kind: str | None = None) -> "Stored":
    item = sandbox.store.get(str(values.get("id", "")), kind)
    if item is None:
        raise GraphFault(100, f"There is no {kind or 'object'} {values.get('id')!r}.", status=404)
    return item
