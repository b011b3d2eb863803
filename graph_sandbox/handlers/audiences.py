"""Lists that are read by everybody's reports and that are always empty here: none of these things can be made.

Making one is an unknown edge, so that nobody takes an empty list for a thing that was lost.
"""

from typing import TYPE_CHECKING

from ..request import Request
from ..routes import edge
from ..store import Stored

if TYPE_CHECKING:
    from ..sandbox import Sandbox


@edge("GET", kind="ad_account", name="customaudiences")
@edge("GET", kind="ad_account", name="customconversions")
@edge("GET", kind="ad_account", name="saved_audiences")
@edge("GET", kind="ad_account", name="leadgen_forms")
@edge("GET", kind="ad", name="leads")
def list_nothing(sandbox: "Sandbox", request: Request, item: Stored) -> list[Stored]:
    return []
