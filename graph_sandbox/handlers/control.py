"""/_control/...: what tests and curious people turn and read. It is no part of Graph."""

import math
from typing import TYPE_CHECKING, Any

from .. import acts, calls, errors, media
from ..clock import iso
from ..control_page import STYLE, render, render_kind
from ..request import Request
from ..response import Response
from ..routes import page
from ..seeds import facts

if TYPE_CHECKING:
    from ..sandbox import Sandbox


FIRST, LAST, FASTEST = 946684800.0, 4102444800.0, 1_000_000.0


def control(method: str, path: str) -> Any:
    """A page below /_control that exists only while control is on."""

    def register(handler: Any) -> Any:
        def guarded(sandbox: "Sandbox", request: Request, **parts: str) -> Any:
            if not sandbox.settings.control:
                raise errors.unknown_path(request.path)
            if not _from_a_form(request):
                return handler(sandbox, request, **parts)
            try:
                handler(sandbox, request, **parts)
            except errors.GraphFault as fault:
                return Response.html(render(sandbox, fault.message), fault.status)
            return Response(303, headers={"Location": "/_control/"})

        page(method, f"/_control{path}")(guarded)
        return handler

    return register


def _from_a_form(request: Request) -> bool:
    return request.method == "POST" and "text/html" in request.headers.get("accept", "")


@control("GET", "")
def show_page(sandbox: "Sandbox", request: Request) -> Response:
    return Response.html(render(sandbox))


@control("GET", "/style.css")
def show_style(sandbox: "Sandbox", request: Request) -> Response:
    return Response(200, STYLE.read_bytes(), {"Content-Type": "text/css; charset=utf-8"})


@control("GET", "/objects/{kind}")
def show_kind(sandbox: "Sandbox", request: Request, kind: str) -> Response:
    return Response.html(render_kind(sandbox, kind))


@control("GET", "/state")
def show_state(sandbox: "Sandbox", request: Request) -> dict[str, Any]:
    rows = sandbox.store.execute("SELECT kind, COUNT(*) AS n FROM objects GROUP BY kind ORDER BY kind")
    return {
        "now": iso(sandbox.clock.now()),
        "partner": sandbox.partner,
        "seed": sandbox.seed,
        "objects": {row["kind"]: row["n"] for row in rows},
        "refused_by_limits": sandbox.limits.refused,
    }


@control("GET", "/facts")
def show_facts(sandbox: "Sandbox", request: Request) -> dict[str, Any]:
    return sandbox.facts()


@control("GET", "/clock")
def show_clock(sandbox: "Sandbox", request: Request) -> dict[str, Any]:
    return {"now": sandbox.clock.now(), "iso": iso(sandbox.clock.now()), "rate": sandbox.clock.rate}


@control("POST", "/clock")
def turn_clock(sandbox: "Sandbox", request: Request) -> dict[str, Any]:
    """`advance` seconds, `rate`, `now` (seconds since 1970)."""
    clock = sandbox.clock
    wanted = {name: _float(request, name) for name in ("now", "rate", "advance") if name in request.params}
    after = wanted.get("now", clock.now()) + wanted.get("advance", 0.0)
    if not FIRST <= after <= LAST or not 0 <= wanted.get("rate", 1.0) <= FASTEST:
        raise errors.invalid(
            "The clock must stay between the years 2000 and 2100, and its rate between 0 and 1,000,000"
        )
    for name, turn in (("now", clock.set_now), ("rate", clock.set_rate), ("advance", clock.advance)):
        if name in wanted:
            turn(wanted[name])
    return show_clock(sandbox, request)


def _float(request: Request, name: str) -> float:
    try:
        value = float(request.params[name])
    except (TypeError, ValueError, KeyError, OverflowError):
        raise errors.invalid(f"{name} must be a number", blame=name) from None
    if not math.isfinite(value):
        raise errors.invalid(f"{name} must be a number", blame=name)
    return value


@control("GET", "/faults")
def list_faults(sandbox: "Sandbox", request: Request) -> dict[str, Any]:
    return {"pending": sandbox.faults.pending(), "fired": sandbox.faults.fired}


@control("POST", "/faults")
def add_faults(sandbox: "Sandbox", request: Request) -> dict[str, Any]:
    """One fault by its fields, or `faults` with a list of them."""
    try:
        wanted = request.json("faults") or [{name: _typed(name, value) for name, value in request.params.items()}]
        for values in wanted:
            sandbox.faults.add(**values)
    except (TypeError, ValueError) as reason:
        raise errors.invalid(str(reason)) from None
    return {"pending": sandbox.faults.pending()}


def _typed(name: str, value: Any) -> Any:
    """Form texts as the types of Fault's fields."""
    if not isinstance(value, str) or name in ("action", "message", "method", "path"):
        return value
    return None if value == "" else float(value) if name == "seconds" else int(value)


@control("DELETE", "/faults")
def clear_faults(sandbox: "Sandbox", request: Request) -> dict[str, Any]:
    sandbox.faults.clear()
    return {"success": True}


@control("POST", "/faults/clear")
def clear_faults_by_form(sandbox: "Sandbox", request: Request) -> dict[str, Any]:
    return clear_faults(sandbox, request)


@control("GET", "/settings")
def show_settings(sandbox: "Sandbox", request: Request) -> dict[str, Any]:
    return sandbox.settings.as_dict()


@control("POST", "/settings")
def change_settings(sandbox: "Sandbox", request: Request) -> dict[str, Any]:
    try:
        sandbox.settings.change(request.params)
    except ValueError as reason:
        raise errors.invalid(str(reason)) from None
    return sandbox.settings.as_dict()


@control("POST", "/reset")
def reset(sandbox: "Sandbox", request: Request) -> dict[str, Any]:
    sandbox.reset()
    return {"success": True}


@control("GET", "/calls")
def list_calls(sandbox: "Sandbox", request: Request) -> dict[str, Any]:
    """Newest first; `path` (a part of it), `method`, `limit`."""
    rows = calls.recent(
        sandbox.store, request.number("limit", 200) or 200, request.text("path") or "", request.text("method") or ""
    )
    return {"data": rows}


@control("DELETE", "/calls")
def clear_calls(sandbox: "Sandbox", request: Request) -> dict[str, Any]:
    sandbox.store.flush()
    sandbox.store.execute("DELETE FROM calls")
    return {"success": True}


@control("GET", "/counts")
def show_counts(sandbox: "Sandbox", request: Request) -> dict[str, int]:
    return calls.counts(sandbox.store)


@control("GET", "/media/{id}")
def show_bytes(sandbox: "Sandbox", request: Request, id: str) -> Response:
    """The original bytes of an image, a video, or their business twins."""
    item = sandbox.store.get(id)
    if item is not None and item.kind == "business_video":
        item = sandbox.store.get(item["video_id"])
    if item is None or not item.get("blob"):
        raise errors.unknown_object(id)
    return Response(file=media.path_of(sandbox, item))


@control("GET", "/sessions")
def list_sessions(sandbox: "Sandbox", request: Request) -> dict[str, Any]:
    """Upload sessions with their offsets."""
    return {"data": [dict(session) for session in sandbox.store.list("upload_session")]}


@control("POST", "/act")
def perform(sandbox: "Sandbox", request: Request) -> Any:
    return acts.perform(sandbox, request.params)


@control("GET", "/limits")
def show_limits(sandbox: "Sandbox", request: Request) -> dict[str, Any]:
    """What each key has used and may use."""
    return {"data": sandbox.limits.overview(), "refused": sandbox.limits.refused}


@control("POST", "/use")
def use_up(sandbox: "Sandbox", request: Request) -> dict[str, Any]:
    """Other people's calls: `calls` on `key` ("ads_management:act_1", "ads_insights:act_1", "app:1", "user:1")."""
    sandbox.limits.add(request.required("key"), _float(request, "calls"))
    return {"percent": sandbox.limits.percent(request.required("key"), facts()["app_id"])}
