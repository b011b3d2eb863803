"""One still advertisement of the demo: its folder, file name, ratio and layers."""

from dataclasses import dataclass

from demo.drawing import Layer


@dataclass(frozen=True)
class Still:
    folder: str
    name: str
    ratio: str
    layers: tuple[Layer, ...]


def still(folder: str, name: str, *layers: Layer) -> Still:
    """The ratio stands in the file's name, as teams write it: `Glow_A_4x5.jpg`."""
    ratio = next(part for part in name.rsplit(".", 1)[0].split("_") if part in {"1x1", "4x5", "9x16", "191x1"})
    return Still(folder, name, ratio, layers)
