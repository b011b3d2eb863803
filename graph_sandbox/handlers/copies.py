"""Copies of campaigns, ad sets and ads: POST /{id}/copies, and which there are.

Marketing API reference, "Migrate and copy", line 4978; the parameters are those of the official SDK. A copy of an ad set or an ad
answers as that of a campaign does, under its own kind's name. Copies are PAUSED unless asked otherwise.
"""

from typing import TYPE_CHECKING, Any, NamedTuple

from .. import auth, errors, moments
from ..ad_objects import rules, running, statuses
from ..creative_rules import refuse
from ..request import Request
from ..routes import edge
from ..store import Stored
from .accounts import is_usable
from .ad_object_writes import whole
from .ad_objects import visible

if TYPE_CHECKING:
    from ..sandbox import Sandbox

NOT_COPIED = ("id", "delivery", "review", "updated", "status", "issues_info", "last_updated_by_app_id")
NOT_EMULATED = "create_dco_adset creative_parameters migrate_to_advantage_plus parameter_overrides".split()
STRATEGIES = ("ONLY_TOP_LEVEL_RENAME", "DEEP_RENAME", "NO_RENAME")  # the first is the default
STATUS_OPTIONS = ("ACTIVE", "INHERITED_FROM_SOURCE", "PAUSED")
KIND_NAMES = {"campaign": "campaign", "adset": "ad_set", "ad": "ad"}
BELOW = {"campaign": ("adset", "campaign_id"), "adset": ("ad", "adset_id")}


def _copy(sandbox: "Sandbox", request: Request, item: Stored) -> dict[str, Any]:
    account = auth.account_by_id(sandbox, request, item.parent)
    is_usable(account)
    for name in NOT_EMULATED:
        if request.params.get(name) not in (None, "", "false", "0", False, "{}"):
            raise errors.invalid(f"Param {name} is not emulated here", blame=name)
    if item["status"] == "DELETED":
        refuse("A deleted object cannot be copied.", "id")
    option = request.text("status_option") or "PAUSED"
    if option not in STATUS_OPTIONS:
        refuse(f"status_option must be one of {', '.join(STATUS_OPTIONS)}.", "status_option")
    copying = _Copying(sandbox, request, account, option)
    return whole(sandbox, False, lambda: copying.answer(item))


class _Names(NamedTuple):
    """How the copies are called: rename_options."""

    strategy: str
    prefix: str
    suffix: str

    @classmethod
    def asked(cls, request: Request) -> "_Names":
        given = request.json("rename_options") or {}
        if not isinstance(given, dict):
            raise errors.invalid("Param rename_options must be an object", blame="rename_options")
        strategy = str(given.get("rename_strategy") or STRATEGIES[0])
        if strategy not in STRATEGIES:
            refuse(f"rename_strategy must be one of {', '.join(STRATEGIES)}.", "rename_options", "rename_strategy")
        return cls(strategy, str(given.get("rename_prefix") or ""), str(given.get("rename_suffix") or ""))

    def of(self, item: Stored, top: bool) -> str:
        named = self.strategy == "DEEP_RENAME" or (top and self.strategy == STRATEGIES[0])
        return f"{self.prefix}{item['name']}{self.suffix}" if named else str(item["name"])


class _Copying:
    """One call: what is copied, and what became of it."""

    def __init__(self, sandbox: "Sandbox", request: Request, account: Stored, option: str):
        self._sandbox, self._account, self._option = sandbox, account, option
        self._deep = request.flag("deep_copy")
        self._names = _Names.asked(request)
        self._adset_id, self._campaign_id = request.text("adset_id"), request.text("campaign_id")
        self._times = {name: moments.read(request, name) for name in ("start_time", "end_time")}
        self._made: list[dict[str, str]] = []

    def answer(self, item: Stored) -> dict[str, Any]:
        copied = self._copy(item, self._places(item), top=True)
        return {f"copied_{item.kind}_id": copied.id, "ad_object_ids": self._made}

    def _places(self, item: Stored) -> dict[str, str]:
        """Where the copy of the named object goes: beside it, or where the call says."""
        if item.kind == "ad" and self._adset_id:
            adset = self._target(self._adset_id, "adset", "adset_id")
            return {"adset_id": adset.id, "campaign_id": adset["campaign_id"]}
        if item.kind == "adset" and self._campaign_id:
            return {"campaign_id": self._target(self._campaign_id, "campaign", "campaign_id").id}
        return {}

    def _target(self, object_id: str, kind: str, name: str) -> Stored:
        found = self._sandbox.store.get(object_id, kind)
        if found is None or found.parent != self._account.id or found["status"] in statuses.GONE:
            refuse(f"No {kind} with this id takes a copy.", name)
        return found

    def _copy(self, item: Stored, places: dict[str, str], top: bool = False) -> Stored:
        fields = {name: value for name, value in item.items() if name not in NOT_COPIED}
        fields |= {**places, f"source_{item.kind}_id": item.id, "status": self._status(item)}
        fields["name"] = self._names.of(item, top)
        end = "stop_time" if item.kind == "campaign" else "end_time"
        if item.kind != "ad":
            fields |= {
                name: value for name, value in zip(("start_time", end), self._times.values(), strict=True) if value
            }
        self._check(item, fields)
        rules.room(self._sandbox, self._account, item.kind)
        copied = self._sandbox.store.add(item.kind, fields, parent=item.parent, key=item.key)
        self._made.append({"ad_object_type": KIND_NAMES[item.kind], "source_id": item.id, "copied_id": copied.id})
        if item.kind == "ad":
            return self._reviewed(copied)
        if self._deep:
            self._below(item, copied)
        return copied

    def _check(self, item: Stored, fields: dict[str, Any]) -> None:
        store = self._sandbox.store
        if item.kind == "campaign":
            rules.campaign(fields)
        elif item.kind == "adset":
            rules.adset(self._sandbox, store.require(fields["campaign_id"]), fields)
        else:
            creative = store.get(fields["creative_id"], "creative")
            rules.place_for_ad(self._sandbox, store.require(fields["adset_id"]), creative["spec"] if creative else {})

    def _status(self, item: Stored) -> str:
        inherited = item["status"] if item["status"] in ("ACTIVE", "PAUSED") else "PAUSED"
        return str(inherited) if self._option == "INHERITED_FROM_SOURCE" else self._option

    def _reviewed(self, ad: Stored) -> Stored:
        self._sandbox.store.update(ad.id, statuses.new_review(self._sandbox, ad))
        return running.plan(self._sandbox, self._sandbox.store.require(ad.id))

    def _below(self, item: Stored, copied: Stored) -> None:
        kind, name = BELOW[item.kind]
        found = self._sandbox.store.list(kind, parent=item.parent, oldest_first=True)
        for child in [one for one in found if one[name] == item.id and one["status"] not in statuses.GONE]:
            above = {"campaign_id": copied["campaign_id"]} if kind == "ad" else {}
            self._copy(child, {**above, name: copied.id})


def _copies(sandbox: "Sandbox", request: Request, item: Stored) -> Any:
    auth.account_by_id(sandbox, request, item.parent)
    name = f"source_{item.kind}_id"
    found = [one for one in sandbox.store.list(item.kind, parent=item.parent) if one.get(name) == item.id]
    return visible(sandbox, request, found)


for _kind in KIND_NAMES:
    edge("POST", kind=_kind, name="copies")(_copy)
    edge("GET", kind=_kind, name="copies")(_copies)
