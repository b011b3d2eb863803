"""What exists at the first start. `empty`: people, app, business, accounts, Pages; `demo`: content as well."""

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
        if sandbox.seed == "demo":
            # Here: they make ads through handlers, some of which read this package's facts.
            from . import demo, second_account

            demo.fill(sandbox)
            second_account.fill(sandbox)
            shared_folder.fill(sandbox)
    return True


def facts() -> dict[str, Any]:
    return identities.FACTS
