"""What stands around the medium of some ads only: who pays, partners, tiles of a collection, products, site links."""

from html import escape

from .icons import icon
from .parts import Scene, face, line, medium, speaker

FACEBOOK = ("feed", "feed_desktop")


def tiles(scene: Scene) -> str:
    """The row of small pictures below the hero of a collection."""
    start, told = len(scene.story.cards), scene.story
    if not told.tiles:
        return ""
    cells = "".join(_tile(scene, start + index, bool(card.title)) for index, card in enumerate(told.tiles))
    return f'<ul class="tiles">{cells}</ul>'


def _tile(scene: Scene, index: int, named: bool) -> str:
    card = scene.story.everything[index]
    words = f"<b>{line(card.title, 24)}</b>" if named and scene.entry.family != "story" else ""
    price = f"<small>{escape(card.price)}</small>" if card.price else ""
    return f"<li>{medium(scene, index)}{words}{price}</li>"


def products(scene: Scene) -> str:
    """Catalogue items next to the medium (product extensions, product browsing)."""
    start = len(scene.story.cards) + len(scene.story.tiles)
    cells = "".join(_tile(scene, start + index, True) for index in range(len(scene.story.products)))
    return f'<ul class="tiles tiles--products">{cells}</ul>' if cells else ""


def site_links(scene: Scene) -> str:
    """On Facebook's feed only (line 9290)."""
    if scene.entry.family not in FACEBOOK or not scene.story.site_links:
        return ""
    links = "".join(f"<li>{line(title, 25)}{icon('chevron-right')}</li>" for title in scene.story.site_links[:4])
    return f'<ul class="site-links">{links}</ul>'


def profile(scene: Scene) -> str:
    told = scene.story
    if not told.profile:
        return ""
    name = speaker(told, scene.entry.instagram)
    return (
        f'<aside class="profile">{face(told.page_name or name)}<span><b>{escape(name)}</b>'
        f"<small>Home decor · 12,480 followers</small></span><em>Follow</em></aside>"
    )


def all_below(scene: Scene) -> str:
    return products(scene) + site_links(scene) + profile(scene)


def over(scene: Scene) -> str:
    """What lies over the medium: a sticker on a film, a subtitle, music."""
    told = scene.story
    sticker = f'<span class="sticker">{escape(told.sticker)}</span>' if told.sticker else ""
    spoken = f'<span class="spoken">{line(told.spoken, 90)}</span>' if told.spoken else ""
    music = f'<span class="music">{icon("music")}Music for this ad</span>' if told.music else ""
    return sticker + spoken + music
