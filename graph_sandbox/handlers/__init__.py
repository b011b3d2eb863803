"""One file a noun; each registers its routes when it is imported."""

import importlib
import pkgutil


def load() -> None:
    """Import every module of this package once."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
