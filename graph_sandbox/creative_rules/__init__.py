"""What Meta checks before it makes an ad creative. Every refusal is a 100 that blames a field and says why.

    check(sandbox, account, spec)              a whole creative, as /adcreatives, /ads and generatepreviews take it
    check_groups(sandbox, account, groups)     creative_asset_groups_spec, which an ad carries (flexible format)
    refuse(sentence, *path)                    the refusal itself

Marketing API reference, "Ad Account Ad Creatives", line 14669.
"""

from .checks import NAME, check_name, refuse
from .groups import check_groups
from .whole import check

__all__ = ["NAME", "check", "check_groups", "check_name", "refuse"]
