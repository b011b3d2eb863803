"""Breakdowns: which exist, which go together, and into which cells they divide a day.

Insights API, "Breakdowns", lines 11633 to 11920; enumerations, Marketing API reference, lines 15825 and 15827. `device_platform`,
`comscore_market`, `dma` and `user_segment_key` stand in no row of the permitted combinations; the extractors of others ask for
them alone and beside publisher_platform, so they are taken so. What people are like is estimated at Meta too.
"""

from dataclasses import dataclass

from .. import errors

ACTIONS = frozenset(
    """action_device conversion_destination matched_persona_id matched_persona_name signal_source_bucket standard_event_content_type
    action_canvas_component_name action_carousel_card_id action_carousel_card_name action_destination action_reaction
    action_target_id action_type action_video_sound action_video_type is_business_ai_assisted action_converted_product_id""".split()
)
ASSETS = tuple(
    "ad_format_asset body_asset call_to_action_asset description_asset image_asset link_url_asset title_asset video_asset".split()
)
HOURLY = ("hourly_stats_aggregated_by_advertiser_time_zone", "hourly_stats_aggregated_by_audience_time_zone")
WITHOUT_OFFSITE = frozenset({"region", "dma", *HOURLY})  # type 1, line 11671
SKAN = ("app_id", "skan_conversion_id")
UNTOLD = tuple(  # taken, but no action here has such a value (type 2, line 11672)
    """action_canvas_component_name action_converted_product_id conversion_destination is_business_ai_assisted matched_persona_id
    matched_persona_name signal_source_bucket standard_event_content_type""".split()
)
JOINED = frozenset({"action_type", "action_target_id", "action_destination"})
CARDS = frozenset({"action_carousel_card_id", "action_carousel_card_name"})


def _sets(text: str) -> frozenset[frozenset[str]]:
    return frozenset(frozenset(row.split()) for row in text.split(","))


BY_DEVICE = _sets(
    """, impression_device, publisher_platform, publisher_platform impression_device, publisher_platform platform_position,
    publisher_platform platform_position impression_device"""
)
STARRED = (BY_DEVICE - _sets("impression_device")) | _sets(
    "age, gender, age gender, country, region, product_id, device_platform, publisher_platform device_platform,"
    "publisher_platform platform_position device_platform, comscore_market, dma, user_segment_key,"
    + ",".join((*HOURLY, " ".join(SKAN)))
)
BY_CARD = _sets(", impression_device, country, age, gender, age gender")
BY_ASSET = _sets(", age, gender, age gender")
ALONE = _sets("")


@dataclass(frozen=True)
class Dimension:
    """One division of a day into cells, each with a label for each name; cells None: they depend on the ad."""

    name: str
    labels: tuple[str, ...]
    cells: tuple[tuple[tuple[str | None, ...], float], ...] | None = None


def _cells(text: str) -> tuple[tuple[tuple[str, ...], float], ...]:
    rows = (row.rpartition(" ") for row in text.strip().splitlines())
    return tuple((tuple(labels.strip().split("/")), float(weight)) for labels, _, weight in rows)


HOURS = (2, 1, 1, 1, 1, 2, 4, 6, 6, 6, 6, 7, 8, 7, 6, 6, 6, 7, 8, 10, 11, 10, 7, 4)
DAY_HOURS = tuple(((f"{hour:02d}:00:00 - {hour:02d}:59:59",), float(weight)) for hour, weight in enumerate(HOURS))
DIMENSIONS = (
    Dimension("age", ("age",), _cells("18-24 16\n25-34 31\n35-44 23\n45-54 15\n55-64 9\n65+ 6")),
    Dimension("gender", ("gender",), _cells("female 57\nmale 41\nunknown 2")),
    Dimension(
        "position",
        ("publisher_platform", "platform_position"),
        _cells(
            """facebook/feed 28
            facebook/facebook_reels 10
            facebook/facebook_stories 5
            facebook/marketplace 5
            facebook/right_hand_column 3
            instagram/feed 21
            instagram/instagram_stories 12
            instagram/instagram_reels 10
            instagram/instagram_explore_grid_home 2
            messenger/messenger_inbox 1
            audience_network/an_classic 3"""
        ),
    ),
    Dimension(
        "device",
        ("impression_device", "device_platform"),
        _cells(
            """iphone/mobile_app 44
            android_smartphone/mobile_app 41
            desktop/desktop 9
            ipad/mobile_app 4
            android_tablet/mobile_app 2"""
        ),
    ),
    Dimension(
        "place",
        ("country", "region"),
        _cells(
            """DE/Bayern 14
            DE/Berlin 9
            DE/Hamburg 6
            DE/Nordrhein-Westfalen 16
            DE/Sachsen 10
            AT/Wien 11
            AT/Steiermark 9
            CH/Zürich 8
            CH/Bern 6
            NL/Noord-Holland 7
            NL/Utrecht 4"""
        ),
    ),
    Dimension(HOURLY[0], (HOURLY[0],), DAY_HOURS),
    Dimension(HOURLY[1], (HOURLY[1],), DAY_HOURS),
    Dimension("market", ("comscore_market", "dma"), _cells("Unknown/Unknown 1")),
    Dimension("segment", ("user_segment_key",), _cells("new 78\nexisting 22")),
    Dimension("product_id", ("product_id",)),
    *(Dimension(name, (name,)) for name in ASSETS),
    Dimension("card", ("action_carousel_card_id", "action_carousel_card_name")),
    Dimension("target", ("action_target_id", "action_destination")),
    Dimension("action_device", ("action_device",), _cells("iphone 43\nandroid_smartphone 40\ndesktop 13\nipad 4")),
    Dimension(
        "action_reaction",
        ("action_reaction",),
        _cells("like 78\nlove 15\nhaha 3\nwow 2\nsad 1\nangry 1"),
    ),
    Dimension("action_video_sound", ("action_video_sound",), _cells("off 71\non 29")),
    Dimension("action_video_type", ("action_video_type",), _cells("auto_play 88\nclick_to_play 12")),
    *(Dimension(name, (name,), (((None,), 1.0),)) for name in UNTOLD),
)
BEFORE = {"gender": ("age",), "device": ("position",)}  # divided before, so that gender adds up over age and gender too
HOLDERS = {label: dimension for dimension in DIMENSIONS for label in dimension.labels}


def chain(names: tuple[str, ...]) -> tuple[Dimension, ...]:
    """The divisions that have all of these labels, in their order."""
    wanted = {HOLDERS[name].name for name in names if name in HOLDERS}
    wanted |= {name for holder in wanted for name in BEFORE.get(holder, ())}
    return tuple(dimension for dimension in DIMENSIONS if dimension.name in wanted)


def check(names: tuple[str, ...], actions: tuple[str, ...], level: str, parameter: str = "action_breakdowns") -> None:
    """Raises 100 for names that do not exist and for combinations that are not permitted; `parameter` brought `actions`."""
    known_names = (HOLDERS.keys() - ACTIONS) | {*SKAN}
    for given_as, given, known in (("breakdowns", names, known_names), (parameter, actions, ACTIONS)):
        strange = sorted({*given} - known)
        if strange:
            raise errors.invalid(f"{given_as}: {', '.join(strange)} is not emulated here", blame=given_as)
    of_account = level == "account" and bool({"image_asset", "video_asset"} & {*names})  # line 11738
    if of_account or not _permitted(frozenset(names), frozenset(actions)):
        columns = ", ".join((*names, *actions))
        sentence = f"Current combination of data breakdown columns ({columns}) is invalid"
        raise errors.invalid(sentence + " at ad account level" * of_account, blame="breakdowns")


def _permitted(names: frozenset[str], actions: frozenset[str]) -> bool:
    asset = names & {*ASSETS}
    if asset:
        return len(asset) == 1 and names - asset in BY_ASSET and actions <= {"action_type"}
    special = actions - JOINED
    if not special:
        return names in STARRED
    if actions & CARDS:
        return actions <= CARDS | {"action_type"} and names in BY_CARD
    if special == {"action_device"}:
        return names in BY_DEVICE
    return len(special) == 1 and actions <= special | {"action_type"} and names in ALONE
