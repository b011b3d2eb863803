"""Work that is asked for now and done later: sets of requests for ads, for creatives, and the asynchronous Batch API.

Marketing API reference, "Asynchronous and Batch Requests", line 16938; the edges, lines 15447, 15487, 15527. A set advances when
it is read (setting async_polls) or as the sandbox's clock goes (async_seconds); by default all is done at once.
"""

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote

from .. import auth, download, errors, fields, progress
from .. import request as requests
from ..clock import iso
from ..jsonpath import REFERENCE, look_up
from ..request import Request
from ..response import Response
from ..routes import describe, edge, node, route, view
from ..store import Stored

if TYPE_CHECKING:
    from ..sandbox import Sandbox

EDGES = ("asyncadrequestsets", "asyncadcreatives", "async_batch_requests")
STATES = ("INITIAL", "IN_PROGRESS", "SUCCESS", "ERROR", "CANCELED")
MOST = 1000  # requests of one call (line 17336)
describe(
    "async_request_set",
    "AdAsyncRequestSet",
    default=("id", "owner_id", "name", "is_completed"),
    fields="owner_id name is_completed total_count initial_count in_progress_count success_count error_count canceled_count "
    "notification_uri notification_mode notification_result notification_status created_time updated_time",
)
describe(
    "async_request",
    "AdAsyncRequest",
    default=("id", "scope_object_id", "status"),
    fields="scope_object_id status result input async_request_set type created_time updated_time",
)


@view("async_request_set")
def set_fields(sandbox: "Sandbox", request: Request, item: Stored) -> dict[str, Any]:
    states = [one["status"] for one in sandbox.store.list("async_request", parent=item.id)]
    return {
        "id": item.id,
        "name": item["name"],
        "owner_id": int(item.parent.removeprefix("act_")),
        "is_completed": "INITIAL" not in states,
        "total_count": len(states),
        **{f"{state.lower()}_count": states.count(state) for state in STATES},
        "notification_mode": "OFF",
        "notification_status": "not_sent",
        "created_time": iso(item.created),
        "updated_time": iso(item.get("updated", item.created)),
    }


@view("async_request")
def request_fields(sandbox: "Sandbox", request: Request, item: Stored) -> dict[str, Any]:
    return {
        "id": item.id,
        "scope_object_id": item["scope_object_id"],
        "status": item["status"],
        "result": item.get("result"),
        "input": item["input"],
        "async_request_set": {"id": item.parent},
        "created_time": iso(item.created),
        "updated_time": iso(item.get("updated", item.created)),
    }


def _open(sandbox: "Sandbox", request: Request, account: Stored, edge_name: str, parts: list[dict[str, Any]]) -> Any:
    """Keep a set with its requests; what is due at once is done before the answer."""
    name = request.required("name")
    _refuse_notifications(request)
    settings = sandbox.settings
    kept = {
        "name": name,
        "edge": edge_name,
        "caller": request.caller.id,
        "host": request.host,
        "version": request.version,
        **progress.begin(sandbox, settings.async_polls, settings.async_seconds),
    }
    with sandbox.store.transaction():
        made = sandbox.store.add("async_request_set", kept, parent=account.id, key="open")
        for part in parts:
            sandbox.store.add(
                "async_request", {"status": "INITIAL", **part}, parent=made.id, key=str(part["scope_object_id"])
            )
    advance(sandbox, account.id)
    return {"id": made.id}


def _refuse_notifications(request: Request) -> None:
    if request.text("notification_mode") not in (None, "", "OFF", "0") or request.params.get("notification_uri"):
        raise errors.invalid("Notifications are not emulated here", blame="notification_mode")


@edge("POST", kind="ad_account", name="asyncadrequestsets")
def create_ad_requests(sandbox: "Sandbox", request: Request, account: Stored) -> Any:
    specs = _objects(request, "ad_specs")
    target = f"{account.id}/ads"
    parts = [{"input": spec, "url": target, "scope_object_id": _scope(spec, account)} for spec in specs]
    return _open(sandbox, request, account, EDGES[0], parts)


@edge("POST", kind="ad_account", name="asyncadcreatives")
def create_creative_request(sandbox: "Sandbox", request: Request, account: Stored) -> Any:
    spec = request.json("creative_spec")
    if not isinstance(spec, dict):
        raise errors.missing("creative_spec")
    part = {"input": spec, "url": f"{account.id}/adcreatives", "scope_object_id": _scope({}, account)}
    return _open(sandbox, request, account, EDGES[1], [part])


@edge("POST", kind="ad_account", name="async_batch_requests")
def create_batch(sandbox: "Sandbox", request: Request, account: Stored) -> Any:
    parts, names = [], set()
    for entry in _objects(request, "adbatch"):
        target, body = str(entry.get("relative_url") or ""), entry.get("body") or ""
        if not target or any(name in target for name in EDGES):
            raise errors.invalid("Param adbatch needs a relative_url that is no asynchronous edge", blame="adbatch")
        for used in REFERENCE.findall(unquote(f"{target} {body}")):
            if used[0] not in names:
                raise errors.invalid(
                    f"Param adbatch refers to {used[0][:60]}, which stands not before it", blame="adbatch"
                )
        names.add(str(entry.get("name") or ""))
        parts.append({"input": entry, "url": target, "scope_object_id": _scope({}, account)})
    return _open(sandbox, request, account, EDGES[2], parts)


def _objects(request: Request, name: str) -> list[dict[str, Any]]:
    found = request.json(name)
    if found in (None, ""):
        raise errors.missing(name)
    if not isinstance(found, list) or not found or not all(isinstance(one, dict) for one in found):
        raise errors.invalid(f"Param {name} must be an array of objects", blame=name)
    if len(found) > MOST:
        raise errors.invalid(f"Param {name} must have at most {MOST} requests", blame=name)
    return found


def _scope(spec: dict[str, Any], account: Stored) -> int:
    """The object that the new one will lie in."""
    parent = str(spec.get("adset_id", ""))
    return int(parent) if parent.isascii() and parent.isdigit() else int(account.id.removeprefix("act_"))


def advance(sandbox: "Sandbox", account_id: str, seen: str = "") -> None:
    """Do what is due of the account's sets. `seen` is a set that is being read: that is a poll."""
    if sandbox.store.find("async_request_set", "open", parent=account_id) is None:
        return
    for item in list(sandbox.store.list("async_request_set", parent=account_id, key="open", oldest_first=True)):
        share = progress.look(sandbox, item, counts=item.id == seen).share
        waiting = list(sandbox.store.list("async_request", parent=item.id, oldest_first=True))
        for one in waiting[: int(len(waiting) * share)]:
            _do(sandbox, item, one.id)
        _close(sandbox, item)


def _close(sandbox: "Sandbox", item: Stored) -> None:
    states = {one["status"] for one in sandbox.store.list("async_request", parent=item.id)}
    if "INITIAL" not in states:
        sandbox.store.update(item.id, {"updated": sandbox.clock.now()}, key="done")


def _do(sandbox: "Sandbox", item: Stored, request_id: str) -> None:
    """One request, exactly once: what it makes and that it was done are kept together or not at all, so whoever comes at
    the same time, or after the process died, finds it either waiting or done."""
    with download.beforehand() as fetched:
        while True:
            try:
                with sandbox.store.transaction():
                    one = sandbox.store.require(request_id)
                    if one["status"] == "INITIAL":
                        _end(sandbox, one, sandbox.dispatch(_call(sandbox, item, one)))
                return
            except download.Needed as need:
                download.get(fetched, need, sandbox.store.spool_path())
            except errors.GraphFault as fault:
                _fail(sandbox, request_id, fault)
                return


def _fail(sandbox: "Sandbox", request_id: str, fault: errors.GraphFault) -> None:
    with sandbox.store.transaction():
        one = sandbox.store.require(request_id)
        if one["status"] == "INITIAL":
            _end(sandbox, one, fault)


def _end(sandbox: "Sandbox", one: Stored, answer: Any) -> None:
    if isinstance(answer, errors.GraphFault):
        result = {"error_code": answer.code, "error_message": answer.user_msg or answer.message}
        changes = {"status": "ERROR", "result": result}
    else:
        result = json.loads(answer.body) if isinstance(answer, Response) else answer
        changes = {"status": "SUCCESS", "result": result}
    sandbox.store.update(one.id, {**changes, "updated": sandbox.clock.now()})


def _call(sandbox: "Sandbox", item: Stored, one: Stored) -> Request:
    """The request as if its caller had sent it now."""
    caller = sandbox.store.get(item["caller"], "token")
    if caller is None:
        raise errors.bad_token()
    if trouble := auth.why_invalid(sandbox, caller):
        raise trouble
    batch = item["edge"] == EDGES[2]
    pairs = _pairs(sandbox, item, one["input"].get("body")) if batch else list(one["input"].items())
    target = _filled(sandbox, item, one["url"]) if batch else one["url"]
    try:
        call = requests.build("POST", target, {"host": item["host"]}, pairs)
    except ValueError:
        raise errors.unknown_path(one["url"][:100]) from None
    if call.method != "POST" or call.token:
        raise errors.invalid("A request of a set is a POST with the set's own token")
    call.caller, call.version = caller, item["version"]
    return call


def _pairs(sandbox: "Sandbox", item: Stored, body: Any) -> list[tuple[str, Any]]:
    """The body's parameters; the guide encodes the whole of it, = and & too (line 17345)."""
    if isinstance(body, dict):
        return [(str(name), _filled(sandbox, item, value)) for name, value in body.items()]
    text = str(body or "")
    text = text if "=" in text.split("%", 1)[0] or "%3D" not in text.upper() else unquote(text)
    pairs = parse_qsl(text, keep_blank_values=True)
    return [(name, _filled(sandbox, item, value)) for name, value in pairs]


def _filled(sandbox: "Sandbox", item: Stored, text: Any) -> Any:
    """References to earlier requests of the set by what they answered."""
    if not isinstance(text, str) or "result=" not in text:
        return text
    text = unquote(text) if "%7Bresult" in text else text
    done = {str(one["input"].get("name")): one for one in sandbox.store.list("async_request", parent=item.id)}

    def value(match: re.Match[str]) -> str:
        other = done.get(match.group(1))
        usable = other is not None and other["status"] == "SUCCESS"
        found = look_up(other["result"], match.group(2)) if usable and other is not None else []
        if not found:
            raise errors.invalid(f"The request {match.group(1)[:60]}, which this one needs, gave no result")
        return ",".join(str(part) for part in found)

    return REFERENCE.sub(value, text)


def _sets(*edges: str) -> Any:
    def handler(sandbox: "Sandbox", request: Request, account: Stored) -> list[Stored]:
        advance(sandbox, account.id)
        found = [one for one in sandbox.store.list("async_request_set", parent=account.id) if one["edge"] in edges]
        if request.params.get("is_completed") in (None, ""):
            return found
        wanted = request.flag("is_completed")
        return [one for one in found if (one.key == "done") == wanted]

    return handler


edge("GET", kind="ad_account", name="asyncadrequestsets")(_sets(EDGES[0], EDGES[2]))
edge("GET", kind="ad_account", name="async_requests")(_sets(EDGES[0], EDGES[2]))
edge("GET", kind="ad_account", name="asyncadcreatives")(_sets(EDGES[1]))


def _of(sandbox: "Sandbox", request: Request, item: Stored) -> Stored:
    """The set, after this call to it or to one of its requests was counted as a poll."""
    account_id = item.parent if item.kind == "async_request_set" else sandbox.store.require(item.parent).parent
    auth.account_by_id(sandbox, request, account_id)
    advance(sandbox, account_id, seen=item.id if item.kind == "async_request_set" else item.parent)
    return sandbox.store.require(item.id)


@node("GET", kind="async_request")
@node("GET", kind="async_request_set")
def show(sandbox: "Sandbox", request: Request, item: Stored) -> Any:
    return fields.shown(sandbox, request, _of(sandbox, request, item))


def _by_status(request: Request, found: list[Stored]) -> list[Stored]:
    wanted = {str(status).strip().upper() for status in request.list("status")}
    for status in wanted - set(STATES):
        raise errors.invalid(f"Param status: {status[:40]} is no status of a request", blame="status")
    return [one for one in found if not wanted or one["status"] in wanted]


@edge("GET", kind="async_request_set", name="requests")
def list_requests(sandbox: "Sandbox", request: Request, item: Stored) -> list[Stored]:
    _of(sandbox, request, item)
    return _by_status(request, list(sandbox.store.list("async_request", parent=item.id, oldest_first=True)))


@route("GET", "/requests")
def list_requests_by_parameter(sandbox: "Sandbox", request: Request) -> list[Stored]:
    """The same, as a sample asks for it (line 17088)."""
    item = sandbox.store.get(request.required("id"), "async_request_set")
    if item is None:
        raise errors.unknown_object(request.required("id"))
    return list_requests(sandbox, request, item)


@edge("GET", kind="adset", name="asyncadrequests")
def list_requests_of_adset(sandbox: "Sandbox", request: Request, adset: Stored) -> list[Stored]:
    auth.account_by_id(sandbox, request, adset.parent)
    advance(sandbox, adset.parent)
    return _by_status(request, list(sandbox.store.list("async_request", key=adset.id)))


@node("POST", kind="async_request_set")
def change_set(sandbox: "Sandbox", request: Request, item: Stored) -> dict[str, bool]:
    _of(sandbox, request, item)
    _refuse_notifications(request)
    sandbox.store.update(item.id, {"name": request.required("name")})
    return {"success": True}


@node("DELETE", kind="async_request_set")
def cancel_set(sandbox: "Sandbox", request: Request, item: Stored) -> dict[str, bool]:
    """Whatever was not begun will not be done."""
    _of(sandbox, request, item)
    with sandbox.store.transaction():
        for one in list(sandbox.store.list("async_request", parent=item.id)):
            if one["status"] == "INITIAL":
                sandbox.store.update(one.id, {"status": "CANCELED"})
        _close(sandbox, item)
    return {"success": True}


@node("DELETE", kind="async_request")
def cancel_request(sandbox: "Sandbox", request: Request, item: Stored) -> dict[str, bool]:
    if _of(sandbox, request, item)["status"] != "INITIAL":
        raise errors.invalid("The request was already processed.", blame="id")
    with sandbox.store.transaction():
        sandbox.store.update(item.id, {"status": "CANCELED"})
        _close(sandbox, sandbox.store.require(item.parent))
    return {"success": True}
