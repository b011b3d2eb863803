"""Creative folders of a business. Every call needs `business_creative_management` and partner access.

Sources: Business Creative Asset Management: Get Started, Subfolders, Reference; Business creative_folders and creatives edges.
"""

from .. import fields

PAGE_SIZE = 200


def list_roots(client, business_id):
    """The folders without a parent."""
    return client.iterate(f"{business_id}/creative_folders", {"fields": fields.FOLDER}, page_size=PAGE_SIZE)


def list_children(client, folder_id, name=None):
    """Subfolders; with `name`, those whose name or id contains it."""
    params = {"fields": fields.FOLDER, "filtering": _contains(name)}
    return client.iterate(f"{folder_id}/subfolders", params, page_size=PAGE_SIZE, **_app())


def list_contents(client, business_id, folder_id, name=None):
    """Images and videos in one folder (rows of BusinessCreative)."""
    params = {"creative_folder_id": folder_id, "fields": fields.BUSINESS_CREATIVE, "filtering": _contains(name)}
    return client.iterate(f"{business_id}/creatives", params, page_size=100, **_app())


def get(client, folder_id):
    return client.get(folder_id, {"fields": fields.FOLDER}, **_app())


def create(client, business_id, name, parent=None, description=None):
    """The new folder's id. After a lost answer look for it with `find`."""
    params = {"name": name, "parent_folder_id": parent, "description": description or None}
    return client.post(f"{business_id}/creative_folders", params, **_app())["id"]


def find(client, business_id, name, parent=None):
    """Folders of exactly this name under `parent` (None = at the top): rows, usually none or one."""
    siblings = list_children(client, parent, name) if parent else list_roots(client, business_id)
    return [row for row in siblings if row.get("name") == name]


def rename(client, folder_id, name, description=None):
    """Set the name; the same call again changes nothing."""
    client.post(folder_id, {"name": name, "description": description}, repeatable=True, **_app())


def delete(client, folder_id):
    client.delete(folder_id, **_app())


def list_agencies(client, folder_id):
    """Businesses that the folder is shared with."""
    return client.iterate(f"{folder_id}/agencies", {"fields": fields.BUSINESS}, page_size=100, **_app())


def share(client, folder_id, business_id, tasks):
    """Give another business tasks on the folder; True when access holds at once, False when it must be accepted."""
    params = {"business": business_id, "permitted_tasks": list(tasks)}
    answer = client.post(f"{folder_id}/agencies", params, repeatable=True, **_app())
    return not answer.get("share_status")


def unshare(client, folder_id, business_id):
    client.delete(f"{folder_id}/agencies", {"business": business_id}, **_app())


def media_link(client, asset_id, action=None):
    """Address of a business image, video or folder in Meta's Media Library; action is CREATE_AD or CREATE_POST."""
    url = client.get(asset_id, {"fields": ("media_library_url",)}, **_app()).get("media_library_url", "")
    return f"{url}&action={action}" if url and action else url


def _contains(name):
    return [{"field": "name_or_id", "operator": "CONTAIN", "value": name}] if name else None


def _app():
    return {"use_case": "app", "subject": ""}
