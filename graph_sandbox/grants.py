"""What a person has granted to an app, and what happens to tokens when that changes.

A grant is kind "app_grant" with parent = the app, key = the person: {"granted": [...], "declined": [...], "expired": [...]}.
"""

from typing import TYPE_CHECKING, Any

from .store import Stored

if TYPE_CHECKING:
    from .sandbox import Sandbox

ALWAYS = "public_profile"


def of(sandbox: "Sandbox", app_id: str, user_id: str) -> dict[str, list[str]]:
    found = sandbox.store.find("app_grant", user_id, parent=app_id)
    return {name: list(found[name]) if found is not None else [] for name in ("granted", "declined", "expired")}


def change(
    sandbox: "Sandbox", app_id: str, user_id: str, granted: list[str], declined: list[str]
) -> dict[str, list[str]]:
    """Add one answer of the consent page to what was granted and declined before."""
    with sandbox.store.transaction():
        before = of(sandbox, app_id, user_id)
        now = {
            "granted": [*(one for one in before["granted"] if one not in declined), *granted],
            "declined": [*(one for one in before["declined"] if one not in granted), *declined],
            "expired": [one for one in before["expired"] if one not in granted],
        }
        now = {name: list(dict.fromkeys(scopes)) for name, scopes in now.items()}
        found = sandbox.store.find("app_grant", user_id, parent=app_id)
        if found is None:
            sandbox.store.add("app_grant", now, parent=app_id, key=user_id)
        else:
            sandbox.store.update(found.id, now)
        return now


def tokens_of(sandbox: "Sandbox", app_id: str, user_id: str) -> list[Stored]:
    return [token for token in sandbox.store.list("token") if (token["app_id"], token["user_id"]) == (app_id, user_id)]


def withdraw(sandbox: "Sandbox", app_id: str, user_id: str, scope: str, status: str = "declined") -> None:
    """One permission goes, in all tokens of the person for this app."""
    with sandbox.store.transaction():
        for token in tokens_of(sandbox, app_id, user_id):
            _take(sandbox, token, scope, status)
        found = sandbox.store.find("app_grant", user_id, parent=app_id)
        if found is not None:
            _take(sandbox, found, scope, status, held_in="granted")


def _take(sandbox: "Sandbox", item: Stored, scope: str, status: str, held_in: str = "scopes") -> None:
    if scope not in item[held_in]:
        return
    left = [one for one in item[held_in] if one != scope]
    sandbox.store.update(item.id, {held_in: left, status: [*item.get(status, []), scope]})


def end(sandbox: "Sandbox", app_id: str, user_id: str, subcode: int | None) -> None:
    """All tokens of the person for this app die, for the reason of `subcode`."""
    values: dict[str, Any] = {"revoked": True, "revoked_subcode": subcode}
    with sandbox.store.transaction():
        for token in tokens_of(sandbox, app_id, user_id):
            sandbox.store.update(token.id, values)
        found = sandbox.store.find("app_grant", user_id, parent=app_id)
        if found is not None and subcode == 458:
            sandbox.store.delete(found.id)
