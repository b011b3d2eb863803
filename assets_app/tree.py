"""Folders as a tree for the page: nested, with counts that include what lies below."""

from dataclasses import dataclass, field

from assets_app.models import Folder


@dataclass
class Node:
    folder: Folder
    children: list["Node"] = field(default_factory=list)
    total: int = 0
    is_current: bool = False
    is_open: bool = False


def nested(folders, current=None) -> list[Node]:
    """Top-level nodes in the given order. Nodes on the way to `current` are open."""
    nodes = {folder.pk: Node(folder) for folder in folders}
    on_the_way = set(current.path.strip("/").split("/")) if current else set()
    top: list[Node] = []
    for node in nodes.values():
        node.is_current = current is not None and node.folder.pk == current.pk
        node.is_open = str(node.folder.pk) in on_the_way
        parent = nodes.get(node.folder.parent_id or 0)
        (parent.children if parent else top).append(node)
    for node in top:
        _sum(node)
    return top


def found(nodes: list[Node], pk: int) -> Node | None:
    """The node of a folder, wherever it stands."""
    for node in nodes:
        if here := node if node.folder.pk == pk else found(node.children, pk):
            return here
    return None


def _sum(node: Node) -> int:
    node.total = node.folder.asset_count + sum(_sum(child) for child in node.children)
    return node.total
