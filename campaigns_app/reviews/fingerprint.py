"""What an approval is bound to. Pure.

`evidence` is the normalised copy that Meta stores; `content_hash` is its hash; `fingerprint` adds the placements under
review. Each item has the hash of what its one cell shows, so that a successor which differs elsewhere keeps the
decisions on the cells that it left alone.
"""

from campaigns_app.creatives import content_hash

ORIGINAL = "original"


def evidence(stored: dict, media: dict[str, str]) -> dict:
    """`stored` is Meta's copy; `media` maps `image:HASH` and `video:ID` to the SHA-256 of our bytes."""
    return content_hash.content(stored, media)


def fingerprint(content: str, placements) -> str:
    return content_hash.digest({"content_hash": content, "placements": sorted(placements)})


def item_hash(stored: dict, media: dict[str, str], feature: str, placement: str) -> str:
    """The base without features, the cell's own feature and its placement. `feature` is '' for the original."""
    cell = content_hash.content(stored, media, feature)
    return content_hash.digest({"cell": cell, "feature": feature, "placement": placement})


def short(value: str) -> str:
    """A hash as people read it out: `9f2c 41ab`."""
    return f"{value[:4]} {value[4:8]}"
