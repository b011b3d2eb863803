"""The permissions at Meta that Galley uses, and what each missing one costs.

Sources: Business creative asset management, Get Started (creative permissions); Marketing API reference (the rest).
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Scope:
    name: str
    without: str
    is_needed: bool = True


SCOPES = (
    Scope("ads_management", "No media and no creative can be sent to Meta."),
    Scope("ads_read", "No results are read: spend, impressions and clicks stay empty."),
    Scope("business_management", "Ad accounts of the business cannot be listed."),
    Scope("pages_show_list", "Pages cannot be listed, so a creative has nobody to speak for."),
    Scope("pages_read_engagement", "Previews of Page posts may be refused.", is_needed=False),
    Scope("instagram_basic", "Instagram accounts cannot be listed.", is_needed=False),
    Scope(
        "business_creative_management",
        "Folders are kept in Galley only. Media goes to the ad account.",
        is_needed=False,
    ),
)


def missing(granted) -> list[Scope]:
    return [scope for scope in SCOPES if scope.name not in set(granted)]
