"""Which ads a question is about, grouped by the objects of its level.

Totals of a parent hold archived and deleted children; rows of their own are left out unless a filter asks for their status
(Insights API, line 11517). Filters that look into texts (STARTS_WITH, CONTAIN) do not change the summary (line 11972).
"""

from typing import TYPE_CHECKING, Any

from .. import paging
from ..ad_objects import statuses
from ..clock import iso
from ..store import Stored
from . import delivering
from .query import Query

if TYPE_CHECKING:
    from ..sandbox import Sandbox

GROUPS = {"campaign": "campaign_id", "adset": "adset_id"}
KINDS = ("campaign", "adset", "ad")
OF_OBJECTS = frozenset(
    """id name objective status configured_status effective_status delivery_info adlabels created_time updated_time buying_type
    optimization_goal""".split()
)
IN_TEXTS = ("STARTS_WITH", "CONTAIN", "NOT_CONTAIN")


def operator(entry: dict[str, Any]) -> str:
    return str(entry.get("operator", "EQUAL")).upper()


class Choice:
    """The objects of a query's account, read once."""

    def __init__(self, sandbox: "Sandbox", query: Query):
        self._sandbox, self._query = sandbox, query
        self._objects: dict[str, Stored] = {}
        self._filters = [
            (kind, name, operator(entry), entry.get("value"))
            for entry in query.filters
            for kind, name in [self._meant(str(entry["field"]))]
            if name in OF_OBJECTS
        ]

    def _meant(self, field: str) -> tuple[str, str]:
        """(kind, field): `campaign.name`, `campaign_name`, or `name` of the level's own objects."""
        kind, _, name = field.rpartition(".")
        before, _, after = name.partition("_")
        if not kind and before in KINDS and after in ("id", "name"):
            return before, after
        return kind or self._query.level, name

    def groups(self, *, in_texts: bool = True) -> dict[str, list[Stored]]:
        """Ads by the id of their group, those of filters only; `in_texts` False leaves filters on texts aside."""
        filters = [one for one in self._filters if in_texts or one[2] not in IN_TEXTS]
        level = self._query.level
        found: dict[str, list[Stored]] = {}
        for ad in self._ads():
            if all(self._passes(ad, *one) for one in filters):
                found.setdefault(self._key(ad), []).append(ad)
        if level == "account":
            return found
        asked = {kind for kind, name, _, _ in filters if name in ("effective_status", "delivery_info", "status")}
        return {
            key: ads
            for key, ads in found.items()
            if level in asked or key == self._query.node.id or self._status(self.object(key)) not in statuses.GONE
        }

    def _key(self, ad: Stored) -> str:
        level = self._query.level
        return self._query.account.id if level == "account" else ad.id if level == "ad" else ad[GROUPS[level]]

    def _ads(self) -> list[Stored]:
        node = self._query.node
        if node.kind == "ad":
            return [node] if delivering.delivered(node) else []
        every = self._sandbox.store.list("ad", parent=self._query.account.id, oldest_first=True)
        return [
            ad
            for ad in every
            if delivering.delivered(ad)
            and (node.kind == "ad_account" or node.id in (ad.id, ad["adset_id"], ad["campaign_id"]))
        ]

    def object(self, object_id: str) -> Stored:
        if object_id not in self._objects:
            self._objects[object_id] = self._sandbox.store.require(object_id)
        return self._objects[object_id]

    def _passes(self, ad: Stored, kind: str, name: str, test: str, value: Any) -> bool:
        if kind not in KINDS:
            return True
        holder = ad if kind == "ad" else self.object(ad[GROUPS[kind]])
        if name == "delivery_info":
            return self._status(holder) in {"-", *statuses.with_words(value)}
        return paging.OPERATORS[test](self._value(holder, name), value)

    def _value(self, holder: Stored, name: str) -> Any:
        if name == "effective_status":
            return self._status(holder)
        if name in ("created_time", "updated_time"):
            return iso(holder.created if name == "created_time" else holder.get("updated", holder.created))
        if name == "id":
            return holder.id
        if name == "adlabels":
            labels = holder.get("adlabels") or []
            return [label[key] for label in labels if isinstance(label, dict) for key in ("name", "id") if key in label]
        return holder.get("status" if name == "configured_status" else name, "")

    def _status(self, holder: Stored) -> str:
        return statuses.effective_status(self._sandbox, holder)
