"""A folder of the other business that it shares with ours: a partner's material to make ads from."""

from typing import TYPE_CHECKING

from .identities import FACTS

if TYPE_CHECKING:
    from ..sandbox import Sandbox


def fill(sandbox: "Sandbox") -> None:
    owner, ours = FACTS["other_business_id"], FACTS["business_id"]
    fields = {
        "name": "Harbour Coffee brand kit",
        "description": "Cups and beans, free for joint campaigns",
        "business_id": owner,
        "parent_folder_id": "",
        "creator": FACTS["partner_user_id"],
    }
    folder = sandbox.store.add("creative_folder", fields, parent=owner)
    share = {"tasks": ["VIEW_CONTENT", "MANAGE_CONTENT", "VIEW_INSIGHTS"], "active": True}
    sandbox.store.add("folder_share", share, parent=folder.id, key=ours)
    sandbox.store.add("business_agreement", {"request_status": "APPROVE"}, parent=ours, key=owner)
