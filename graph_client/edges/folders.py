"""Creative folders of a business. Every call needs `business_creative_management` and partner access.

Sources: Business Creative Asset Management: Get Started, Subfolders, Reference; the Business edges creative_folders
and creatives.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from .. import fields

if TYPE_CHECKING:
    from ..client import GraphClient
    from ..protocol import Answer
    from ..shapes import Rows


PAGE_SIZE = 200


def list_roots(client: GraphClient, business_id: str) -> Rows:
    """The folders without a parent."""
    return client.iterate(f"{business_id}/creative_folders", {"fields": fields.FOLDER}, page_size=PAGE_SIZE)


def list_children(client: GraphClient, folder_id: str, name: str | None = None) -> Rows:
    """Subfolders; with `name`, those whose name or id contains it."""
    params = {"fields": fields.FOLDER, "filtering": _contains(name)}
    return client.iterate(f"{folder_id}/subfolders", params, page_size=PAGE_SIZE, **_app())


def list_contents(client: GraphClient, business_id: str, folder_id: str, name: str | None = None) -> Rows:
    """Images and videos in one folder (rows of BusinessCreative)."""
    params = {"creative_folder_id": folder_id, "fields": fields.BUSINESS_CREATIVE, "filtering": _contains(name)}
    return client.iterate(f"{business_id}/creatives", params, page_size=100, **_app())


def get(client: GraphClient, folder_id: str) -> Answer:
    return client.get(folder_id, {"fields": fields.FOLDER}, **_app())


def create(
    client: GraphClient, business_id: str, name: str, parent: str | None = None, description: str | None = None
) -> str:
    """The new folder's id. After a lost answer look for it with `find`."""
    params = {"name": name, "parent_folder_id": parent, "description": description or None}
    return client.post(f"{business_id}/creative_folders", params, **_app())["id"]


def find(client: GraphClient, business_id: str, name: str, parent: str | None = None) -> list[dict[str, Any]]:
    """Folders of exactly this name under `parent` (None = at the top): rows, usually none or one."""
    siblings = list_children(client, parent, name) if parent else list_roots(client, business_id)
    return [row for row in siblings if row.get("name") == name]


def rename(client: GraphClient, folder_id: str, name: str, description: str | None = None) -> None:
    """Set the name; the same call again changes nothing."""
    client.post(folder_id, {"name": name, "description": description}, repeatable=True, **_app())


def delete(client: GraphClient, folder_id: str) -> None:
    client.delete(folder_id, **_app())


def list_agencies(client: GraphClient, folder_id: str) -> Rows:
    """Businesses that the folder is shared with."""
    return client.iterate(f"{folder_id}/agencies", {"fields": fields.BUSINESS}, page_size=100, **_app())


def share(client: GraphClient, folder_id: str, business_id: str, tasks: Iterable[str]) -> bool:
    """Give another business tasks on the folder; True when access holds at once, False when it must be accepted."""
    params = {"business": business_id, "permitted_tasks": list(tasks)}
    answer = client.post(f"{folder_id}/agencies", params, repeatable=True, **_app())
    return not answer.get("share_status")


def media_link(client: GraphClient, asset_id: str, action: str | None = None) -> str:
    """Address of a business image, video or folder in Meta's Media Library; action is CREATE_AD or CREATE_POST."""
    url = client.get(asset_id, {"fields": ("media_library_url",)}, **_app()).get("media_library_url", "")
    return f"{url}&action={action}" if url and action else url


def _contains(name):
    return [{"field": "name_or_id", "operator": "CONTAIN", "value": name}] if name else None


def _app():
    return {"use_case": "app", "subject": ""}
