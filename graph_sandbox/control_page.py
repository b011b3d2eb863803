"""The page at /_control/: what exists, recent calls, faults, limits, settings, clock. Plain HTML, no script."""

import html
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import calls
from .clock import iso
from .faults import ACTIONS

if TYPE_CHECKING:
    from .sandbox import Sandbox
    from .store import Stored

STYLE = Path(__file__).with_name("control.css")
SECTIONS = ("What exists", "Calls", "Faults", "Limits", "Clock", "Settings", "For tests")
SHOWN_CALLS, SHOWN_OBJECTS, LONGEST = 60, 100, 600
SECRET = ("secret", "access_token", "token", "key")
ENDPOINTS = ("state", "facts", "clock", "faults", "limits", "settings", "calls", "counts", "sessions")


def render(sandbox: "Sandbox", trouble: str = "") -> str:
    """`trouble` is what the last form got wrong."""
    parts = [_objects, _calls, _faults, _limits, _clock, _settings, _endpoints]
    sections = [
        f"<section id={_anchor(title)}><h2>{title}</h2>{part(sandbox)}</section>"
        for title, part in zip(SECTIONS, parts, strict=True)
    ]
    if trouble:
        sections.insert(0, f"<section class=trouble role=alert>{_text(trouble)}</section>")
    links = "".join(f"<li><a href='#{_anchor(title)}'>{title}</a></li>" for title in SECTIONS)
    return _page(sandbox, "Graph sandbox", f"<nav aria-label='On this page'><ul>{links}</ul></nav>", "".join(sections))


def _page(sandbox: "Sandbox", title: str, nav: str, inside: str) -> str:
    head = (
        "<meta charset=utf-8><meta name=viewport content='width=device-width,initial-scale=1'>"
        f"<title>{_text(title)}</title><link rel=icon href='data:,'><link rel=stylesheet href=/_control/style.css>"
    )
    partner = "with" if sandbox.partner else "without"
    facts = f"<p>seed {_text(sandbox.seed)}, {partner} partner access</p><p>{iso(sandbox.clock.now())}</p>"
    return (
        f"<!doctype html><html lang=en><head>{head}</head><body><header><h1>{_text(title)}</h1>{facts}</header>"
        f"{nav}<main>{inside}</main></body></html>"
    )


def _anchor(title: str) -> str:
    return title.lower().replace(" ", "-")


def _text(value: Any) -> str:
    return html.escape(str(value), quote=True)


def _objects(sandbox: "Sandbox") -> str:
    rows = sandbox.store.execute("SELECT kind, COUNT(*) AS n FROM objects GROUP BY kind ORDER BY kind")
    tiles = "".join(
        f"<li><a href='/_control/objects/{row['kind']}'><b>{row['n']}</b><span>{row['kind'].replace('_', ' ')}</span></a></li>"
        for row in rows
    )
    return f"<ul class=kinds>{tiles}</ul>"


def render_kind(sandbox: "Sandbox", kind: str) -> str:
    """The newest objects of a kind; secrets are left out."""
    listing = sandbox.store.list(kind)
    rows = "".join(_object(item) for item in listing.window(SHOWN_OBJECTS))
    head = "<tr><th>Id</th><th>Name</th><th>Made</th><th>Fields</th></tr>"
    count = f"{len(listing)}, the newest {SHOWN_OBJECTS} first" if len(listing) > SHOWN_OBJECTS else len(listing)
    nav = "<nav aria-label='Back'><ul><li><a href='/_control/'>Back to the sandbox</a></li></ul></nav>"
    table = f"<table class=rows><thead>{head}</thead><tbody>{rows}</tbody></table>"
    inside = f"<section><h2>{_text(kind.replace('_', ' '))} <span class=soft>{count}</span></h2>{table}</section>"
    return _page(sandbox, "Graph sandbox", nav, inside)


def _object(item: "Stored") -> str:
    fields = {name: value for name, value in item.items() if name != "id" and not any(one in name for one in SECRET)}
    text = json.dumps(fields, ensure_ascii=False)
    shown = f"<details><summary>{len(fields)} fields</summary><div class=params>{_text(text[:4000])}</div></details>"
    cells = f"<td><code>{_text(item.id)}</code></td><td class=path>{_text(fields.get('name', ''))}</td>"
    return f"<tr>{cells}<td class=number>{iso(item.created)[:16].replace('T', ' ')}</td><td>{shown}</td></tr>"


def _calls(sandbox: "Sandbox") -> str:
    rows = "".join(_call(row) for row in calls.recent(sandbox.store, SHOWN_CALLS))
    if not rows:
        return "<p class=soft>Nobody has called yet.</p>"
    numbers = "".join(f"<th class=number>{name}</th>" for name in ("Status", "Time", "In", "Out"))
    head = f"<tr><th>When</th><th>Call</th>{numbers}</tr>"
    return f"<table class=rows><thead>{head}</thead><tbody>{rows}</tbody></table>"


def _call(row: dict[str, Any]) -> str:
    bad = row["status"] >= 400 or bool(row["fault"])
    status = (
        f"{row['status']}" + (f" / {row['code']}" if row["code"] else "") + (f" {row['fault']}" if row["fault"] else "")
    )
    call = f"{_text(row['method'])} {_text(row['path'])}"
    if row["params"]:
        text = json.dumps(row["params"], ensure_ascii=False)[:LONGEST]
        call = f"<details><summary>{call}</summary><div class=params>{_text(text)}</div></details>"
    numbers = (f"{row['milliseconds']:.0f} ms", _size(row["bytes_in"]), _size(row["bytes_out"]))
    cells = "".join(f"<td class=number>{one}</td>" for one in numbers)
    mark = "bad" if bad else "good"
    return (
        f"<tr><td class=number>{iso(row['at'])[11:19]}</td><td class=path>{call}</td>"
        f"<td class='number {mark}'>{_text(status)}</td>{cells}</tr>"
    )


def _size(count: int) -> str:
    for unit in ("B", "kB", "MB"):
        if count < 1000:
            return f"{count:.0f} {unit}"
        count = count // 1000
    return f"{count} GB"


def _faults(sandbox: "Sandbox") -> str:
    pending = sandbox.faults.pending()
    rows = "".join(
        f"<tr><td><code>{_text(one['action'])}</code></td><td class=path>{_text(_fault(one))}</td></tr>"
        for one in pending
    )
    waiting = f"<table class=rows><tbody>{rows}</tbody></table>" if pending else "<p class=soft>None is waiting.</p>"
    fired = f"<p class=soft>{len(sandbox.faults.fired)} fired since the last reset.</p>"
    fields = _inputs(
        (
            ("code", "Code", "2"),
            ("subcode", "Subcode", ""),
            ("method", "Method (regular expression)", ".*"),
            ("path", "Path (regular expression)", ".*"),
            ("times", "Times (0: for ever)", "1"),
            ("skip", "Let pass first", "0"),
        )
    )
    options = "".join(f"<option>{name}</option>" for name in ACTIONS)
    form = (
        "<form method=post action=/_control/faults class=acts>"
        f"<label>Action<select name=action>{options}</select></label>{fields}<button class=main>Add fault</button></form>"
    )
    clear = "<form method=post action=/_control/faults/clear class=acts><button class=danger>Clear all faults</button></form>"
    return waiting + fired + form + (clear if pending else "")


def _fault(values: dict[str, Any]) -> str:
    """What the fault waits for, without what is as usual."""
    usual = {"method": ".*", "path": ".*", "skip": 0, "seconds": 1.0, "bytes": 0, "extra": {}}
    shown = {name: value for name, value in values.items() if name != "action" and value is not None}
    return ", ".join(f"{name} {value}" for name, value in shown.items() if usual.get(name) != value)


def _limits(sandbox: "Sandbox") -> str:
    rows = []
    for row in sandbox.limits.overview():
        limit = "no limit" if row["limit"] is None else f"{row['limit']:,.0f}"
        bar = (
            f"<progress max=100 value={min(100, int(str(row['percent'])))} aria-label='{_text(row['key'])}'></progress>"
        )
        cells = f"<td class=number>{row['calls']:,.0f} of {limit}</td><td class=number>{row['percent']} %</td><td class=bar>{bar}</td>"
        rows.append(f"<tr><td class=path>{_text(row['key'])}</td>{cells}</tr>")
    if not rows:
        return "<p class=soft>No call has been counted yet.</p>"
    return (
        f"<table class=rows><tbody>{''.join(rows)}</tbody></table><p class=soft>{sandbox.limits.refused} refused.</p>"
    )


def _clock(sandbox: "Sandbox") -> str:
    steps = (("3600", "An hour on"), ("86400", "A day on"), ("604800", "A week on"))
    buttons = "".join(f"<button name=advance value={seconds}>{words}</button>" for seconds, words in steps)
    rate = f"{sandbox.clock.rate:g}"
    return (
        f"<p>{iso(sandbox.clock.now())}, {rate} sandbox seconds in a real one.</p>"
        f"<form method=post action=/_control/clock class=acts>{buttons}</form>"
        "<form method=post action=/_control/clock class=acts>"
        f"{_inputs((('rate', 'Sandbox seconds in a real one', rate),))}<button>Set rate</button></form>"
        "<h3>Begin again</h3><p class=soft>Objects, ids, settings, clock, faults, limits and the log as they were at the start.</p>"
        "<form method=post action=/_control/reset class=acts><button class=danger>Reset everything</button></form>"
    )


def _settings(sandbox: "Sandbox") -> str:
    fields = "".join(_setting(name, value) for name, value in sandbox.settings.as_dict().items() if name != "control")
    return f"<form method=post action=/_control/settings class=settings>{fields}<button class=main>Save settings</button></form>"


def _setting(name: str, value: Any) -> str:
    words = name.replace("_", " ")
    if isinstance(value, bool):
        options = "".join(
            f"<option value={str(one).lower()}{' selected' if one == value else ''}>{'yes' if one else 'no'}</option>"
            for one in (False, True)
        )
        return f"<label>{words}<select name={name}>{options}</select></label>"
    text = json.dumps(value) if isinstance(value, (dict, list)) else str(value)
    return f"<label>{words}<input name={name} value='{_text(text)}'></label>"


def _inputs(fields: tuple[tuple[str, str, str], ...]) -> str:
    return "".join(f"<label>{label}<input name={name} value='{_text(value)}'></label>" for name, label, value in fields)


def _endpoints(sandbox: "Sandbox") -> str:
    links = ", ".join(f"<a href=/_control/{name}>{name}</a>" for name in ENDPOINTS)
    return f"<p>The same as JSON: {links}. The README of graph_sandbox says how each is used.</p>"
