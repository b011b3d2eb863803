"""What a folder may be called."""

from assets_app.models import Folder
from assets_app.services.refusal import Refused

LONGEST = 120


class FolderRefused(Refused):
    """A folder cannot be called so, or be there."""


def cleaned(name: str) -> str:
    """The name without spaces around it; FolderRefused with a sentence when it cannot be one."""
    name = " ".join(name.split())
    if not name:
        raise FolderRefused("Give the folder a name.")
    if len(name) > LONGEST:
        raise FolderRefused(f"A folder name has at most {LONGEST} characters; this one has {len(name)}.")
    if "/" in name or "\\" in name:
        raise FolderRefused("A folder name has no slash. Make a folder inside the folder instead.")
    if name in {".", ".."} or not name.isprintable():
        raise FolderRefused("This is not a name that a folder can have. Use letters and digits.")
    return name


def siblings(business, parent):
    return Folder.objects.kept().filter(business=business, parent=parent)


def require_free(business, parent, name: str, but: Folder | None = None) -> None:
    taken = siblings(business, parent).filter(name__iexact=name).exclude(pk=but and but.pk)
    if taken.exists():
        where = f"in {parent}" if parent else "at the top level"
        raise FolderRefused(f"There is a folder called {name} {where} already. Choose another name.")


def free(business, parent, name: str, but: Folder | None = None) -> str:
    """The name, or with a number behind it where it is taken."""
    taken = {
        one.lower() for one in siblings(business, parent).exclude(pk=but and but.pk).values_list("name", flat=True)
    }
    candidate, number = name, 2
    while candidate.lower() in taken:
        ending = f" ({number})"
        candidate, number = name[: LONGEST - len(ending)] + ending, number + 1
    return candidate
