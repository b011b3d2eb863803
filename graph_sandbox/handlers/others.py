"""Acts of other people on folders, media and tokens."""

from typing import TYPE_CHECKING, Any

from .. import grants, limits
from ..acts import act, stored
from ..auth import SUBCODES
from ..errors import GraphFault
from ..seeds import facts
from ..store import Stored
from . import folders

if TYPE_CHECKING:
    from ..sandbox import Sandbox


@act("delete_folder")
def delete_folder(sandbox: "Sandbox", values: dict[str, Any]) -> None:
    folders.remove(sandbox, stored(sandbox, values, "creative_folder"))


@act("rename")
def rename(sandbox: "Sandbox", values: dict[str, Any]) -> None:
    """Of anything that has a name: {"id", "name"}."""
    sandbox.store.update(stored(sandbox, values).id, {"name": str(values["name"])})


@act("add_folder")
def add_folder(sandbox: "Sandbox", values: dict[str, Any]) -> dict[str, str]:
    """{"business_id", "name", "parent_folder_id"?}"""
    upper = str(values.get("parent_folder_id") or "")
    fields = {
        "name": str(values["name"]),
        "description": "",
        "business_id": str(values["business_id"]),
        "parent_folder_id": upper,
    }
    return {"id": sandbox.store.add("creative_folder", fields, parent=upper or str(values["business_id"])).id}


@act("move_asset")
def move_asset(sandbox: "Sandbox", values: dict[str, Any]) -> None:
    """{"id", "folder_id"}: what Meta's own pages can do and the API cannot."""
    sandbox.store.update(stored(sandbox, values).id, {"folder_id": str(values["folder_id"])})


@act("delete")
def delete(sandbox: "Sandbox", values: dict[str, Any]) -> None:
    """Any object, by id: an image, a video, an account."""
    sandbox.store.delete(stored(sandbox, values).id)


@act("change")
def change(sandbox: "Sandbox", values: dict[str, Any]) -> None:
    """{"id", "fields": {...}}: any stored field, for example account_status 2."""
    sandbox.store.update(stored(sandbox, values).id, dict(values["fields"]))


@act("fail_video")
def fail_video(sandbox: "Sandbox", values: dict[str, Any]) -> None:
    """Processing of the video ends in an error."""
    sandbox.store.update(stored(sandbox, values, "video").id, {"failed": True})


def _token(sandbox: "Sandbox", values: dict[str, Any]) -> Stored:
    found = sandbox.store.find("token", str(values.get("access_token", "")))
    if found is None:
        raise GraphFault(100, "There is no such token.", status=404)
    return found


@act("expire_token")
def expire_token(sandbox: "Sandbox", values: dict[str, Any]) -> None:
    sandbox.store.update(_token(sandbox, values).id, {"expires_at": int(sandbox.clock.now()) - 1})


@act("end_data_access")
def end_data_access(sandbox: "Sandbox", values: dict[str, Any]) -> None:
    """{"id": person, "seconds", "app_id"?}: the app's leave to read what the person may see ends in so many seconds, however
    often their token is exchanged; a new login gives it anew."""
    until = int(sandbox.clock.now() + float(values.get("seconds", 0)))
    for token in grants.tokens_of(sandbox, str(values.get("app_id") or facts()["app_id"]), str(values["id"])):
        sandbox.store.update(token.id, {"data_access_expires_at": until})


@act("revoke_token")
def revoke_token(sandbox: "Sandbox", values: dict[str, Any]) -> None:
    """{"access_token", "subcode"?}: one of the documented subcodes of 190."""
    subcode = int(values.get("subcode", 460))
    if subcode not in SUBCODES:
        raise GraphFault(100, f"There is no subcode {subcode} of 190. Subcodes: {', '.join(map(str, SUBCODES))}.")
    sandbox.store.update(_token(sandbox, values).id, {"revoked": True, "revoked_subcode": subcode})


def _for_all_tokens(name: str, subcode: int) -> None:
    @act(name)
    def happen(sandbox: "Sandbox", values: dict[str, Any]) -> None:
        """{"id": person, "app_id"?}: all tokens of this person for the app die."""
        grants.end(sandbox, str(values.get("app_id") or facts()["app_id"]), str(values["id"]), subcode)


for _name, _subcode in (("remove_app", 458), ("change_password", 460), ("log_out", 467)):
    _for_all_tokens(_name, _subcode)


@act("expire_permission")
def expire_permission(sandbox: "Sandbox", values: dict[str, Any]) -> None:
    """{"id": person, "scope", "app_id"?}: nobody used it for too long."""
    app_id = str(values.get("app_id") or facts()["app_id"])
    grants.withdraw(sandbox, app_id, str(values["id"]), str(values["scope"]), "expired")


@act("restore_token")
def restore_token(sandbox: "Sandbox", values: dict[str, Any]) -> None:
    sandbox.store.update(_token(sandbox, values).id, {"revoked": None, "revoked_subcode": None, "expires_at": 0})


@act("remove_scope")
def remove_scope(sandbox: "Sandbox", values: dict[str, Any]) -> None:
    token = _token(sandbox, values)
    sandbox.store.update(token.id, {"scopes": [scope for scope in token["scopes"] if scope != values["scope"]]})


@act("add_scope")
def add_scope(sandbox: "Sandbox", values: dict[str, Any]) -> None:
    token = _token(sandbox, values)
    sandbox.store.update(token.id, {"scopes": [*token["scopes"], values["scope"]]})


@act("set_tier")
def set_tier(sandbox: "Sandbox", values: dict[str, Any]) -> None:
    """{"tier": "development_access" or "standard_access", "app_id"?}: App Review says yes or no."""
    if values.get("tier") not in (limits.DEVELOPMENT, limits.STANDARD):
        raise GraphFault(100, f"The tier must be {limits.DEVELOPMENT} or {limits.STANDARD}.")
    sandbox.store.update(str(values.get("app_id") or facts()["app_id"]), {"tier": values["tier"]})
