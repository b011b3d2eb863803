"""The demo's still advertisements, all of them; here those that run all year."""

from demo.drawing import (
    border,
    brand,
    ground,
    lamp,
    picture,
    pill,
    stars,
    sticker,
    tall_picture,
    text,
    wide_picture,
)
from demo.spring_stills import CUTOUTS, GLOW, GREEN, MUGS, ORANGE, SALE, YELLOW
from demo.still import still

STONEWARE = (
    still(
        "Stoneware",
        "Bowls_SetTheTable_1x1.jpg",
        picture("bowls", focus=(0.5, 0.45)),
        text("Set the table.", "grotesque", 0.095, "#fff3d9", (0.5, 0.865), "center"),
    ),
    still("Stoneware", "Stoneware_Bowls_4x5.png", picture("bowls")),
    still(
        "Stoneware",
        "Bowls_Colour_9x16.jpg",
        tall_picture("bowls", 0.62),
        text("Dinner,\nbut louder.", "grotesque", 0.15, "#ffe3b0", (0.07, 0.12), leading=0.92),
        pill("Bowls from €18", "#ffe3b0", "#123a8c", (0.5, 0.9), 0.042),
    ),
    still(
        "Stoneware",
        "Kettle_BoilsInThree_4x5.jpg",
        picture("kettle", focus=(0.5, 1)),
        text("BOILS IN THREE.\nLASTS FOR THIRTY.", "anton", 0.1, "#0b3b2d", (0.06, 0.035), leading=1.12),
    ),
    still(
        "Stoneware",
        "Kettle_BoilsInThree_9x16.jpg",
        tall_picture("kettle", 1.0, 1.06, 0.75),
        text("BOILS IN\nTHREE. LASTS\nFOR THIRTY.", "anton", 0.15, "#0b3b2d", (0.07, 0.09), leading=1.12),
        pill("Meet the kettle", "#0b3b2d", "#ffe6b3", (0.5, 0.9), 0.042),
    ),
    still(
        "Stoneware",
        "Kettle_Plain_1x1.jpg",
        picture("kettle", focus=(0.5, 0.6)),
        sticker("New", "#d9481c", "#fff1d6", (0.15, 0.15), 0.2),
    ),
    still(
        "Stoneware",
        "Kettle_Tea_191x1.jpg",
        wide_picture("kettle", (0.15, 0.87), 0),
        text("Tea o'clock,\nevery hour.", "fraunces", 0.066, "#0b3b2d", (0.96, 0.12), "right"),
    ),
    still(
        "Stoneware",
        "Vase_Stems_4x5.jpg",
        picture("vase"),
        text("Stems first,\nflowers later.", "grotesque", 0.088, "#2b2160", (0.06, 0.855), leading=0.95),
    ),
    still(
        "Stoneware",
        "Vase_Shadow_1x1.avif",
        picture("vase", 1.05, (0.45, 0.3)),
        brand("#2b2160", (0.94, 0.9), align="right", size=0.04),
    ),
)

ALWAYS_ON = (
    still(
        "Always on/Reviews",
        "Quote_Mette_1x1.jpg",
        ground("#dfe6d3"),
        lamp(ORANGE, (0.74, 0.97), 0.46, shadow=0.2),
        text("“I have stopped\nusing the\nbig light.”", "fraunces", 0.1, "#1f3325", (0.06, 0.07), leading=1.02),
        stars("#d9481c", (0.06, 0.85), 0.042),
        text("Mette, Aarhus", "strong", 0.03, "#1f3325", (0.06, 0.915)),
    ),
    still(
        "Always on/Reviews",
        "Quote_Jonas_4x5.jpg",
        ground("#1d3b5a"),
        lamp(YELLOW, (0.72, 0.97), 0.56, shadow=0.4),
        text("“Even my\ncat likes\nthe glow.”", "italic", 0.16, "#ffe4ae", (0.06, 0.06), leading=0.92),
        stars("#ffbf47", (0.06, 0.88), 0.042),
        text("Jonas, Leipzig", "strong", 0.03, "#ffe4ae", (0.06, 0.93)),
    ),
    still(
        "Always on/Reviews",
        "Quote_Ana_9x16.jpg",
        ground("#f3d9cf", "#f0c3b3"),
        lamp(GREEN, (0.5, 0.86), 0.7, shadow=0.3),
        stars("#b6402a", (0.09, 0.13), 0.06),
        text("“The prettiest\nthing I own.”", "fraunces", 0.125, "#5a1d12", (0.09, 0.19), leading=1.02),
        text("Ana, Braga", "strong", 0.042, "#5a1d12", (0.09, 0.345)),
    ),
    still(
        "Always on/Bath",
        "Soap_FigLeaf_4x5.jpg",
        picture("soap"),
        text("Fig leaf,\nnothing\nelse.", "serif", 0.125, "#3d2a17", (0.06, 0.045), leading=0.92),
        brand("#2a2119", (0.425, 0.56), "hand wash, fig leaf", "center", 0.034),
    ),
    still(
        "Always on/Bath",
        "Soap_Refill_1x1.jpg",
        picture("soap", 1.05, (0.1, 0.78)),
        text("Refill it.", "fraunces", 0.09, "#3d2a17", (0.94, 0.07), "right"),
        pill("Refills €12", "#3d2a17", "#f6e7cf", (0.81, 0.235), 0.032),
    ),
    still(
        "Always on/Bath",
        "Soap_Morning_9x16.jpg",
        tall_picture("soap", 1.0, 1.0, 0.3),
        text("Good\nmorning,\nhands.", "serif", 0.17, "#3d2a17", (0.08, 0.11), leading=0.9),
    ),
    still(
        "Always on/Bath",
        "Candle_FortyHours_9x16.jpg",
        tall_picture("candle", 0.7, 1.22, 0.46),
        text("Forty hours", "serif", 0.16, "#ffdfb3", (0.5, 0.14), "center"),
        text("of slow.", "italic", 0.16, "#ffdfb3", (0.5, 0.225), "center"),
        pill("Light one", "#ffdfb3", "#3a1a0a", (0.5, 0.9), 0.042),
    ),
    still(
        "Always on/Bath",
        "Candle_Cedar_4x5.jpg",
        picture("candle"),
        text("Cedar\nand smoke.", "fraunces", 0.12, "#ffdfb3", (0.07, 0.06)),
    ),
    still(
        "Always on/Bath",
        "Candle_Evening_191x1.jpg",
        wide_picture("candle", (0.2, 0.82), 1),
        text("Stay in.", "italic", 0.13, "#ffdfb3", (0.05, 0.12)),
        pill("Candles, €28", "#ffdfb3", "#3a1a0a", (0.12, 0.84), 0.022),
    ),
)

GIFTS = (
    still(
        "Gifts",
        "Gifts_GoFirst_4x5.jpg",
        picture("gift"),
        text("The good gifts\ngo first.", "fraunces", 0.11, "#ffe7cf", (0.5, 0.035), "center"),
    ),
    still(
        "Gifts",
        "Gifts_GoFirst_9x16.jpg",
        tall_picture("gift", 0.95),
        text("The good\ngifts go first.", "fraunces", 0.135, "#ffe7cf", (0.5, 0.14), "center"),
        pill("Gift guide", "#ffe7cf", "#8c1010", (0.5, 0.9), 0.042),
    ),
    still(
        "Gifts",
        "Gifts_Under50_1x1.jpg",
        picture("gift", 1, (0.5, 0.75)),
        border("#ffe7cf", 0.022),
        sticker("under\n€50", "#ffe7cf", "#8c1010", (0.8, 0.2), 0.26),
    ),
    still(
        "Gifts",
        "Gifts_Wrap_191x1.gif",
        wide_picture("gift", (0.16, 0.84), 1),
        text("We wrap,\nyou win.", "grotesque", 0.085, "#ffe7cf", (0.05, 0.14), leading=0.95),
    ),
)

STILLS = (*GLOW, *SALE, *CUTOUTS, *MUGS, *STONEWARE, *ALWAYS_ON, *GIFTS)
