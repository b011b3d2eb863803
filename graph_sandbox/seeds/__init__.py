"""What exists at the first start. `empty`: people, app, business, accounts, Pages; `demo`: content as well."""

import importlib
import importlib.util
from typing import TYPE_CHECKING, Any

from . import identities, shared_folder, shop

if TYPE_CHECKING:
    from ..sandbox import Sandbox

SEEDS = ("empty", "demo")


def fill(sandbox: "Sandbox") -> bool:
    """Fill an empty store; a store that was filled before is left alone (False)."""
    if sandbox.seed not in SEEDS:
        raise ValueError(f"There is no seed {sandbox.seed!r}. Seeds: {', '.join(SEEDS)}.")
    if sandbox.store.list("app"):
        return False
    with sandbox.store.transaction():
        identities.fill(sandbox)
        shop.fill(sandbox)
        if sandbox.seed == "demo" and importlib.util.find_spec(f"{__name__}.demo"):
            importlib.import_module(f"{__name__}.demo").fill(sandbox)
            importlib.import_module(f"{__name__}.second_account").fill(sandbox)
            shared_folder.fill(sandbox)
    return True


def facts() -> dict[str, Any]:
    return identities.FACTS
