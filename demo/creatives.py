"""What the demo's people have made: who they are, ten creatives of four types, and the one that waits for a review."""

from dataclasses import dataclass

BRAND = "Oda & Fenn"
LINK = "https://oda-fenn.example/lamps"
PASSWORD = "proof-before-press"  # noqa: S105 - printed at every start: the demo's people are public
PEOPLE = (
    ("admin", "Ines Duarte", "ines@oda-fenn.example"),
    ("marketer", "Mara Lindqvist", "mara@oda-fenn.example"),
    ("reviewer", "Rafael Okoye", "rafael@oda-fenn.example"),
    ("viewer", "Vera Sato", "vera@oda-fenn.example"),
)
INVITED = "noor@oda-fenn.example"  # has not answered yet


@dataclass(frozen=True)
class Sample:
    """`media` are (role, position, file name); `texts` and `cards` are fields of a creative's form."""

    type: str
    name: str
    media: tuple
    texts: dict
    cards: tuple = ()
    features: tuple = ()
    is_published: bool = True


def link(name, file, message, headline, description="", button="SHOP_NOW", **more) -> Sample:
    texts = {"message": message, "headline": headline, "description": description, "button": button}
    return Sample("link", name, (("image", 0, file),), texts, **more)


def video(name, file, message, headline, button="SHOP_NOW") -> Sample:
    texts = {"message": message, "headline": headline, "button": button}
    return Sample("video", name, (("video", 0, file),), texts)


def photo(name, file, message) -> Sample:
    return Sample("photo", name, (("image", 0, file),), {"message": message})


def carousel(name, message, *cards) -> Sample:
    """`cards` are (file, headline, description)."""
    media = tuple(("card", position, file) for position, (file, *_) in enumerate(cards))
    filled = tuple({"headline": headline, "description": text, "button": "SHOP_NOW"} for _, headline, text in cards)
    return Sample("carousel", name, media, {"message": message, "button": "SHOP_NOW"}, cards=filled)


REVIEWED = "Glow lamp, warm light, expanded"
CREATIVES = (
    link(
        REVIEWED,
        "Glow_WarmLight_A_1x1.jpg",
        "The Glow lamp dims with the evening. Free delivery until 30 April.",
        "Warm light, early nights",
        "Hand-blown in Porto",
        features=("image_uncrop",),
    ),
    link(
        "Glow lamp, jungle, feed",
        "Glow_Jungle_B_4x5.jpg",
        "Turn the corner by the window into the place where everybody sits.",
        "A lamp that stays up late",
        "From 129 euros",
    ),
    link(
        "Spring sale, 20 off",
        "Sale_20off_1x1.png",
        "20% off all that glows, until Sunday night.",
        "20% off all that glows",
        "Ends on Sunday",
    ),
    link(
        "Kettle, boils in three",
        "Kettle_BoilsInThree_4x5.jpg",
        "Three minutes from cold tap to first cup.",
        "Boils in three",
        is_published=False,
    ),
    photo("Porto mugs, stack", "Mugs_Stack_4x5.jpg", "Four mugs, four glazes, one morning."),
    photo("Mette on her lamp", "Quote_Mette_1x1.jpg", "Mette, Aarhus: I have stopped using the big light."),
    video("Glow lamp at dusk, stories", "Glow_Dusk_9x16.mp4", "Switch on at dusk.", "Switch on at dusk"),
    video("Candle, forty hours", "Candle_Flame_9x16.mp4", "Forty hours of slow.", "Forty hours of slow"),
    carousel(
        "Stoneware for the table",
        "Set the table with what was made for it.",
        ("Bowls_SetTheTable_1x1.jpg", "Bowls", "Six colours"),
        ("Mugs_Porto_A_1x1.jpg", "Mugs", "Porto glaze"),
        ("Kettle_Plain_1x1.jpg", "Kettle", "Boils in three"),
    ),
    carousel(
        "Gifts that go first",
        "Wrapped, with a card, out of the door tomorrow.",
        ("Gifts_Under50_1x1.jpg", "Under 50", "Ready to give"),
        ("Soap_Refill_1x1.jpg", "Fig leaf soap", "With refill"),
        ("Glow_Blue_1x1.jpg", "Glow lamp", "In blue"),
        ("Quote_Mette_1x1.jpg", "What Mette says", "Five stars"),
    ),
)
