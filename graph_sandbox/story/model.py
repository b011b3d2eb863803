"""Stories and their cards."""

from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlsplit

from ..store import Stored

Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class Variation:
    """What the asker wants to see of a creative that can show several things; "" and () leave the choice to Meta."""

    ad_format: str = ""
    label: str = ""
    locale: str = ""
    products: tuple[str, ...] = ()
    template: tuple[tuple[str, str], ...] = ()  # dynamic_creative_spec: fields that replace those of the template


@dataclass(frozen=True)
class Card:
    """`image` is what is seen (a video's poster included), `video` what plays; either may be missing. `box` is the part of the
    image that its owner chose (image_crops); `price` and `note` are what a catalogue knows of an item."""

    title: str = ""
    description: str = ""
    link: str = ""
    caption: str = ""
    cta: str = ""
    image: Stored | None = None
    video: Stored | None = None
    price: str = ""
    note: str = ""
    hint: str = ""  # a phrase beside the button
    crops: tuple[tuple[str, Box], ...] = ()

    @property
    def domain(self) -> str:
        shown = self.caption or urlsplit(self.link).netloc
        return shown.removeprefix("https://").removeprefix("http://").removeprefix("www.")


@dataclass(frozen=True)
class Story:
    """kind: link, photo, video, carousel, collection, post. `tiles` stand below the hero of a collection, `products` below the
    medium as product extensions, `site_links` below both."""

    kind: str
    page_name: str
    handle: str
    message: str = ""
    cards: tuple[Card, ...] = field(default_factory=tuple)
    connected: bool = True
    catalogue: bool = False
    template_video: bool = False
    tiles: tuple[Card, ...] = ()
    products: tuple[Card, ...] = ()
    site_links: tuple[str, ...] = ()
    partner: str = ""
    payer: str = ""
    music: bool = False
    instant: bool = False  # opens an Instant Experience
    generated: bool = False  # enrolled in a feature whose pictures Meta labels as made by AI (lines 10199 to 10201)
    layers: tuple[dict[str, Any], ...] = ()  # image_layer_specs
    spoken: str = ""  # what a voice says, as a subtitle
    profile: bool = False  # a card of the Page stands below
    motion: str = ""  # how the medium moves or is filtered: "animated", "filtered", "grown"
    sticker: str = ""  # over a video; on a picture it is drawn

    @property
    def everything(self) -> tuple[Card, ...]:
        """Whatever has a picture, in the order of the frame's files: cards, tiles, products."""
        return (*self.cards, *self.tiles, *self.products)

    @property
    def first(self) -> Card:
        return self.cards[0] if self.cards else Card()

    def with_first(self, **changes: Any) -> "Story":
        return replace(self, cards=(replace(self.first, **changes), *self.cards[1:]))
