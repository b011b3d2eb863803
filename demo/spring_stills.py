"""The still advertisements of the season: the lamp, its sale, its cut-outs, and the mugs."""

from demo.drawing import (
    band,
    brand,
    circle,
    ground,
    lamp,
    picture,
    pill,
    sticker,
    tall_picture,
    text,
    wide_picture,
)
from demo.still import still

ORANGE, YELLOW, PINK = (0, 1.25, 1.0), (22, 1.25, 1.0), (238, 0.95, 0.98)
BLUE, GREEN, VIOLET = (143, 0.95, 0.8), (112, 0.82, 0.52), (176, 0.62, 0.72)

WARM = "Warm light.\nEarly nights."
BROWN, CREAM, NIGHT = "#43160a", "#fff1e0", "#22130d"

GLOW = (
    still(
        "Spring 26/Glow lamp",
        "Glow_WarmLight_A_4x5.jpg",
        picture("lamp", focus=(0.5, 0.62)),
        text(WARM, "fraunces", 0.12, BROWN, (0.07, 0.055)),
        brand("#5a2413", (0.5, 0.845), "Glow lamp, €89", "center", 0.043),
    ),
    still(
        "Spring 26/Glow lamp",
        "Glow_WarmLight_A_9x16.jpg",
        picture("lamp"),
        text(WARM, "fraunces", 0.135, BROWN, (0.08, 0.165)),
        brand("#5a2413", (0.5, 0.773), "Glow lamp, €89", "center", 0.046),
    ),
    still(
        "Spring 26/Glow lamp",
        "Glow_WarmLight_A_1x1.jpg",
        ground("#eec4b0", "#dca68e", "#c1714b"),
        lamp(ORANGE, (0.68, 0.9), 0.58),
        text(WARM, "fraunces", 0.1, BROWN, (0.06, 0.06)),
        brand(CREAM, (0.06, 0.885), size=0.04),
    ),
    still(
        "Spring 26/Glow lamp",
        "Glow_WarmLight_A_191x1.jpg",
        wide_picture("lamp", (0.33, 0.9), 1),
        text(WARM, "fraunces", 0.078, BROWN, (0.05, 0.14)),
        pill("Glow lamp, €89", BROWN, "#ffe9dc", (0.135, 0.84), 0.022),
    ),
    still(
        "Spring 26/Glow lamp",
        "Glow_Jungle_B_4x5.jpg",
        picture("lamp_bg"),
        text("Brings the\ngarden in.", "fraunces", 0.125, "#f7e6cf", (0.07, 0.055)),
        brand("#4a2a12", (0.5, 0.835), "Glow lamp, €89", "center", 0.042),
    ),
    still(
        "Spring 26/Glow lamp",
        "Glow_Jungle_B_1x1.jpg",
        picture("lamp_bg", focus=(0.5, 0.75)),
        pill("See all five colours", "#f7e6cf", "#14382a", (0.5, 0.075), 0.034),
    ),
    still(
        "Spring 26/Glow lamp",
        "Glow_Jungle_B_9x16.jpg",
        picture("lamp_bg"),
        text("Brings the\ngarden in.", "fraunces", 0.15, "#f7e6cf", (0.09, 0.115), leading=0.95),
        pill("From €89", "#f7e6cf", "#14382a", (0.5, 0.9), 0.042),
    ),
    still(
        "Spring 26/Glow lamp",
        "Glow_ThreeColours_191x1.jpg",
        picture("trio"),
        text("Three colours. One warm idea.", "grotesque", 0.05, "#12324f", (0.5, 0.07), "center"),
    ),
    still(
        "Spring 26/Glow lamp",
        "Glow_Blue_1x1.jpg",
        ground("#cfe3f3", "#b5d2ea", "#2f6aa6"),
        lamp(BLUE, (0.5, 0.88), 0.62),
        text("Out of the blue.", "grotesque", 0.105, "#0e2f55", (0.5, 0.065), "center"),
        brand("#e6f1fa", (0.5, 0.91), align="center", size=0.038),
    ),
    still(
        "Spring 26/Glow lamp",
        "Glow_Yellow_4x5.jpg",
        ground("#ffe39c", "#ffd067", "#e39a22", 0.8),
        circle("#fff0c4", (0.5, 0.53), 0.82),
        lamp(YELLOW, (0.5, 0.87), 0.66),
        text("Sunny\nside up.", "anton", 0.13, "#5b2b00", (0.5, 0.06), "center", 1.08),
    ),
    still(
        "Spring 26/Glow lamp",
        "Glow_Green_4x5.png",
        ground("#dbe8d2", "#c7dcbb", "#4f7d4b", 0.82),
        lamp(GREEN, (0.58, 0.88), 0.66),
        text("Grown-up\ngreen.", "serif", 0.17, "#173821", (0.07, 0.05), leading=0.88),
        sticker("€89", "#173821", "#dbe8d2", (0.17, 0.72), 0.2),
    ),
    still(
        "Spring 26/Glow lamp",
        "Glow_Pink_9x16.jpg",
        ground("#f9d3dd", "#f3b3c5", "#c75a7e", 0.74),
        circle("#fbe4ea", (0.5, 0.56), 0.9),
        lamp(PINK, (0.5, 0.79), 0.78),
        text("Blush,\nplease.", "italic", 0.22, "#6a1735", (0.5, 0.14), "center", 0.88),
        pill("Choose yours", "#6a1735", "#fde9ef", (0.5, 0.905), 0.042),
    ),
    still(
        "Spring 26/Glow lamp",
        "Glow_Night_9x16.jpg",
        picture("lamp_dusk"),
        text("Lights off.\nGlow on.", "fraunces", 0.14, "#ffc9a6", (0.08, 0.15)),
        brand("#e7a482", (0.08, 0.905), "Dims from 100 to 1 per cent"),
    ),
    still(
        "Spring 26/Glow lamp",
        "Glow_Clean_4x5.webp",
        picture("lamp", focus=(0.5, 0.62)),
    ),
    still(
        "Spring 26/Glow lamp",
        "Glow_FreeReturns_4x5.jpg",
        picture("lamp", 1.06, (0.5, 0.58)),
        text(WARM, "fraunces", 0.12, BROWN, (0.07, 0.055)),
        band("Free returns for 60 days", "#1c1412", "#ffffff", 0.11),
    ),
)

SALE = (
    still(
        "Spring 26/Spring sale",
        "Sale_20off_1x1.png",
        ground("#e4521b"),
        text("20 %\noff all\nthat\nglows.", "grotesque", 0.2, "#ffe9d6", (0.06, 0.05), leading=0.86),
        text("Until Sunday", "strong", 0.032, "#ffe9d6", (0.94, 0.915), "right"),
        brand("#ffe9d6", (0.06, 0.91), size=0.038),
    ),
    still(
        "Spring 26/Spring sale",
        "Sale_20off_4x5.png",
        ground("#e4521b"),
        lamp(YELLOW, (0.72, 0.96), 0.46, shadow=0.3),
        text("20 %\noff all\nthat\nglows.", "grotesque", 0.2, "#ffe9d6", (0.06, 0.035), leading=0.86),
        text("Until Sunday", "strong", 0.032, "#ffe9d6", (0.06, 0.93)),
    ),
    still(
        "Spring 26/Spring sale",
        "Sale_20off_9x16.jpg",
        ground("#e4521b"),
        lamp(YELLOW, (0.7, 0.89), 0.52, shadow=0.3),
        text("20 %\noff all\nthat\nglows.", "grotesque", 0.225, "#ffe9d6", (0.07, 0.13), leading=0.86),
        text("Until Sunday", "strong", 0.042, "#ffe9d6", (0.07, 0.92)),
    ),
    still(
        "Spring 26/Spring sale",
        "Sale_20off_191x1.jpg",
        ground("#e4521b"),
        lamp(BLUE, (0.8, 0.92), 0.3, shadow=0.3),
        text("20 % off all\nthat glows.", "grotesque", 0.098, "#ffe9d6", (0.045, 0.1), leading=0.92),
        text("Until Sunday", "strong", 0.024, "#ffe9d6", (0.047, 0.86)),
    ),
    still(
        "Spring 26/Spring sale",
        "Sale_LastDay_1x1.jpg",
        ground("#f4e7d8"),
        circle("#e4521b", (0.5, 0.66), 0.86),
        lamp(VIOLET, (0.5, 0.93), 0.56, shadow=0.25),
        text("Last day.", "grotesque", 0.15, NIGHT, (0.06, 0.05)),
        sticker("-20 %", NIGHT, "#ffe9d6", (0.84, 0.2), 0.24),
    ),
    still(
        "Spring 26/Spring sale",
        "Sale_TwoLamps_4x5.jpg",
        ground("#f6d7c3", "#efbfa3", "#8a3b20", 0.8),
        lamp(BLUE, (0.3, 0.84), 0.46),
        lamp(PINK, (0.68, 0.92), 0.56),
        text("Two glow\nbetter.", "fraunces", 0.15, BROWN, (0.07, 0.05), leading=0.95),
        sticker("2 for\n€149", "#e4521b", "#fff3e6", (0.82, 0.33), 0.25),
    ),
    still(
        "Spring 26/Spring sale",
        "Sale_CountDown_9x16.jpg",
        ground("#2a1240", "#4a1f5f", "#1a0a2a", 0.77),
        lamp(ORANGE, (0.5, 0.81), 0.8, shadow=0.6),
        text("48 hours.", "anton", 0.22, "#ffd9a8", (0.5, 0.12), "center"),
        text("Then it goes dark.", "strong", 0.056, "#e9c9ff", (0.5, 0.25), "center"),
        pill("Shop the sale", "#ffd9a8", "#2a1240", (0.5, 0.905), 0.042),
    ),
)

CUTOUTS = tuple(
    still(
        "Spring 26/Cut-outs", f"Glow_Cutout_{name}_1x1.png", ground(paper), lamp(colour, (0.5, 0.88), 0.74, shadow=0.3)
    )
    for name, colour, paper in (
        ("Orange", ORANGE, "#ffffff"),
        ("Blue", BLUE, "#ffffff"),
        ("Green", GREEN, "#f3efe7"),
        ("Violet", VIOLET, "#efeaf7"),
    )
)

MUGS = (
    still(
        "Spring 26/Porto mugs",
        "Mugs_Porto_A_1x1.jpg",
        picture("mugs", 1.12, (0.2, 0.35)),
        text("Made\nslowly\nin", "serif", 0.125, "#2b3a20", (0.05, 0.04), leading=0.9),
        text("Porto.", "italic", 0.125, "#2b3a20", (0.175, 0.04 + 0.225)),
    ),
    still(
        "Spring 26/Porto mugs",
        "Mugs_Stack_4x5.jpg",
        picture("mugs"),
        brand("#2b3a20", (0.06, 0.05), "Porto mugs, set of four, €56"),
    ),
    still(
        "Spring 26/Porto mugs",
        "Mugs_Monday_9x16.jpg",
        tall_picture("mugs", 0.92, 1.0, 0.35),
        text("Monday\nneeds a\nbigger mug.", "serif", 0.16, "#2b3a20", (0.07, 0.085), leading=0.9),
        pill("Shop mugs", "#2b3a20", "#eef3e4", (0.5, 0.9), 0.042),
    ),
    still(
        "Spring 26/Porto mugs",
        "Mugs_Porto_191x1.jpg",
        wide_picture("mugs", (0.1, 0.9), 0),
        text("Four mugs,\nno matching.", "serif", 0.09, "#2b3a20", (0.96, 0.16), "right", 0.92),
        sticker("€56", "#c75f45", "#fff3ea", (0.89, 0.76), 0.13),
    ),
    still(
        "Spring 26/Porto mugs",
        "Mugs_Glaze_CloseUp_1x1.webp",
        picture("mugs", 1.7, (0.62, 0.32)),
    ),
)
