"""The page at /_control/: what exists, recent calls, faults, clock. Plain HTML, no script."""

import html
import json
from typing import TYPE_CHECKING, Any

from . import calls
from .clock import iso
from .faults import ACTIONS

if TYPE_CHECKING:
    from .sandbox import Sandbox

STYLE = """
:root{color-scheme:light dark;--line:color-mix(in srgb,currentColor 18%,transparent)}
body{font:15px/1.5 system-ui,sans-serif;max-width:76rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2rem}
table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.3rem .6rem;border-bottom:1px solid var(--line);vertical-align:top}
table.pairs th{width:14rem;font-weight:500}td{overflow-wrap:anywhere;font-variant-numeric:tabular-nums}code{font-size:.9em}
form{display:flex;flex-wrap:wrap;gap:.5rem;align-items:end;margin:.5rem 0}label{display:grid;font-size:.85rem}
input,select,button{font:inherit;padding:.3rem .5rem}.wide{overflow-x:auto}.bad{color:light-dark(#a3200f,#ff9d8c)}
"""


def render(sandbox: "Sandbox") -> str:
    parts = [_clock(sandbox), _objects(sandbox), _faults(sandbox), _calls(sandbox), _settings(sandbox)]
    head = f"<meta charset=utf-8><meta name=viewport content='width=device-width'><title>Graph sandbox</title><style>{STYLE}</style>"
    return f"<!doctype html><html lang=en>{head}<h1>Graph sandbox</h1>{''.join(parts)}</html>"


def _clock(sandbox: "Sandbox") -> str:
    rows = _row("Now", iso(sandbox.clock.now())) + _row("Rate", sandbox.clock.rate)
    rows += _row("Seed", sandbox.seed) + _row("Partner access", "yes" if sandbox.partner else "no")
    forms = _form("/_control/clock", [("advance", "Move the clock on (seconds)", "3600")], "Move on")
    return f"<h2>State</h2><table class=pairs>{rows}</table>{forms}{_form('/_control/reset', [], 'Reset everything')}"


def _objects(sandbox: "Sandbox") -> str:
    rows = sandbox.store.execute("SELECT kind, COUNT(*) AS n FROM objects GROUP BY kind ORDER BY kind")
    return f"<h2>What exists</h2><table class=pairs>{''.join(_row(row['kind'], row['n']) for row in rows)}</table>"


def _faults(sandbox: "Sandbox") -> str:
    pending = sandbox.faults.pending()
    rows = "".join(_row(fault["action"], json.dumps(fault)) for fault in pending) or _row("None is waiting", "")
    fields = [
        ("code", "Code", "2"),
        ("subcode", "Subcode", ""),
        ("method", "Method", ".*"),
        ("path", "Path (regular expression)", ".*"),
        ("times", "Times", "1"),
    ]
    options = "".join(f"<option>{name}</option>" for name in ACTIONS)
    chooser = f"<label>Action<select name=action>{options}</select></label>"
    return f"<h2>Faults</h2><table class=pairs>{rows}</table>{_form('/_control/faults', fields, 'Add fault', chooser)}"


def _calls(sandbox: "Sandbox") -> str:
    head = "<tr><th>When<th>Call<th>Status<th>Code<th>Time<th>In<th>Out<th>Parameters</tr>"
    rows = "".join(_call(row) for row in calls.recent(sandbox.store, 100))
    return f"<h2>Recent calls</h2><div class=wide><table>{head}{rows}</table></div>"


def _call(row: dict[str, Any]) -> str:
    cells = [
        iso(row["at"])[11:19],
        f"{row['method']} {row['path']}",
        row["status"],
        row["code"] or "",
        f"{row['milliseconds']:.0f} ms",
    ]
    cells += [row["bytes_in"], row["bytes_out"], json.dumps(row["params"])[:300]]
    style = " class=bad" if row["status"] >= 400 or row["fault"] else ""
    return f"<tr{style}>{''.join(f'<td>{html.escape(str(cell))}' for cell in cells)}</tr>"


def _settings(sandbox: "Sandbox") -> str:
    rows = "".join(_row(name, json.dumps(value)) for name, value in sandbox.settings.as_dict().items())
    return f"<h2>Settings</h2><table class=pairs>{rows}</table>"


def _row(name: Any, value: Any) -> str:
    return f"<tr><th>{html.escape(str(name))}<td>{html.escape(str(value))}</tr>"


def _form(action: str, fields: list[tuple[str, str, str]], button: str, more: str = "") -> str:
    inputs = "".join(
        f"<label>{label}<input name={name} value='{html.escape(value)}'></label>" for name, label, value in fields
    )
    return f"<form method=post action={action}>{more}{inputs}<button>{button}</button></form>"
