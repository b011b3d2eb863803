"""The page of the login dialog: who signs in, what the app wants, one box a permission. Plain HTML, no script."""

import html
from collections.abc import Iterable

STYLE = """
:root{color-scheme:light dark;--line:color-mix(in srgb,currentColor 16%,transparent);--soft:color-mix(in srgb,currentColor 62%,transparent)}
*{box-sizing:border-box}body{font:16px/1.5 system-ui,sans-serif;margin:0;min-height:100vh;display:grid;place-items:center;padding:1rem;
background:light-dark(#f2f4f7,#14171c);color:light-dark(#1b2430,#e8ebf0)}
main{width:100%;max-width:30rem;background:light-dark(#fff,#1d2229);border:1px solid var(--line);border-radius:14px;padding:1.5rem}
h1{font-size:1.25rem;line-height:1.3;margin:.25rem 0 1rem;text-wrap:balance}p{margin:.5rem 0}.soft{color:var(--soft);font-size:.875rem}
.mark{font-size:.75rem;letter-spacing:.04em;color:var(--soft)}fieldset{border:0;margin:.5rem 0;padding:0}legend{font-weight:600;padding:0}
form>label{border:0}label{display:flex;gap:.75rem;align-items:center;padding:.6rem 0;border-top:1px solid var(--line);overflow-wrap:anywhere}
input[type=checkbox]{width:1.25rem;height:1.25rem;flex:none;accent-color:#1668d6}select{font:inherit;padding:.45rem;border-radius:8px;margin-left:auto;max-width:60%}
.acts{display:flex;flex-wrap:wrap;gap:.75rem;margin-top:1.25rem}button{font:inherit;font-weight:600;padding:.65rem 1.1rem;border-radius:9px;
border:1px solid var(--line);background:transparent;color:inherit;cursor:pointer;flex:1 1 8rem}button[value=yes]{background:#1668d6;border-color:#1668d6;color:#fff}
"""


def page(title: str, inside: str) -> str:
    head = f"<meta charset=utf-8><meta name=viewport content='width=device-width,initial-scale=1'><title>{title}</title><link rel=icon href='data:,'><style>{STYLE}</style>"
    return f"<!doctype html><html lang=en><head>{head}</head><body><main>{inside}</main></body></html>"


def refusal(sentence: str) -> str:
    return page("Sandbox login", f"<p class=mark>Sandbox login</p><h1>{html.escape(sentence)}</h1>")


def consent(
    app: str,
    people: Iterable[tuple[str, str]],
    asked: Iterable[str],
    kept: Iterable[str],
    carried: dict[str, str],
    again: bool,
) -> str:
    """`asked` get a box each, `kept` were granted before; `carried` are the parameters that the answer brings along."""
    name = html.escape(app)
    boxes = "".join(
        f"<label><input type=checkbox name=grant_{scope} value=1 checked> <code>{scope}</code></label>"
        for scope in asked
    )
    before = "".join(f"<li><code>{html.escape(scope)}</code></li>" for scope in kept)
    options = "".join(f"<option value={number}>{html.escape(person)}</option>" for number, person in people)
    hidden = "".join(
        f'<input type=hidden name={key} value="{html.escape(value, quote=True)}">' for key, value in carried.items()
    )
    sections = [
        "<p class=mark>Sandbox login</p>",
        f"<h1>{name} asks for permissions</h1>",
        "<p class=soft>Signing in again was asked for. The sandbox knows no passwords.</p>" if again else "",
        f"<form method=post>{hidden}<label>Continue as <select name=user>{options}</select></label>",
        f"<fieldset><legend>{name} wants to have</legend>{boxes}</fieldset>" if boxes else "",
        f"<details><summary>Granted before</summary><ul>{before}</ul></details>" if before else "",
        "<div class=acts><button name=answer value=yes>Continue</button><button name=answer value=no>Cancel</button></div></form>",
    ]
    return page(f"Log in to {name}", "".join(sections))
