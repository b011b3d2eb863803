"""The permissions at Meta that Galley uses, and what each missing one costs.

Sources: Business creative asset management, Get Started (creative permissions); Marketing API reference (the rest).
"""

from dataclasses import dataclass

WRITES, READS, BUSINESSES, PAGES = "ads_management", "ads_read", "business_management", "pages_show_list"
INSTAGRAM, FOLDERS = "instagram_basic", "business_creative_management"


@dataclass(frozen=True)
class Scope:
    name: str
    without: str
    is_needed: bool = True


SCOPES = (
    Scope(WRITES, "Galley only reads: no media, no creative and no campaign can be sent to Meta."),
    Scope(READS, "Meta may refuse results and previews. If ads_management is missing too, no ad account is found."),
    Scope(
        BUSINESSES, "Meta businesses cannot be listed: their ad accounts may be missing, and folders stay in Galley."
    ),
    Scope(PAGES, "Pages cannot be listed, so a creative has nobody to speak for."),
    Scope("pages_read_engagement", "Previews of Page posts may be refused.", is_needed=False),
    Scope(INSTAGRAM, "Instagram accounts cannot be listed.", is_needed=False),
    Scope(
        FOLDERS,
        "Folders are kept in Galley only. Media goes to the ad account.",
        is_needed=False,
    ),
)


def missing(granted) -> list[Scope]:
    return [scope for scope in SCOPES if scope.name not in set(granted)]
