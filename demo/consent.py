"""A person at the sandbox's login dialog, without a browser: opens it, unticks some permissions, presses a button."""

import re
from html import unescape
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, OpenerDirector, build_opener


class Stays(HTTPRedirectHandler):
    """Does not follow: where the dialog leads is the answer."""

    def redirect_request(self, *args, **kwargs):
        return None


def consent(address: str, *, declining: tuple[str, ...] = (), person: str = "", answer: str = "yes") -> str:
    """The address to which the dialog at `address` sends the person back. `person` is a name on its list."""
    browser = build_opener(Stays)
    page = _page(browser, address)
    people = {name: number for number, name in re.findall(r"<option value=(\d+)>([^<]+)", page)}
    if person:
        page = _page(browser, f"{address}&user={people[person]}")  # others are asked for what they did not grant yet
    fields = {name: unescape(value) for name, value in re.findall(r'type=hidden name=(\w+) value="([^"]*)"', page)}
    asked = re.findall(r"type=checkbox name=grant_(\w+)", page)
    if person:
        fields["user"] = people[person]
    fields |= {f"grant_{scope}": "1" for scope in asked if scope not in declining}
    try:
        browser.open(address, urlencode({**fields, "answer": answer}).encode(), timeout=20)
    except HTTPError as redirect:
        if redirect.code == 302:
            return redirect.headers["Location"]
        raise
    raise ValueError("The dialog led nowhere.")


def _page(browser: OpenerDirector, address: str) -> str:
    with browser.open(address, timeout=20) as opened:
        return opened.read().decode()
