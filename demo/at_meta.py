"""What other people do at Meta, in the demo: acts over the sandbox's control path."""

import json
from urllib.request import Request, urlopen

from django.conf import settings


def act_at_meta(name: str, **values) -> None:
    """An act of the sandbox's README. Raises HTTPError when it does not take it."""
    address = f"{settings.GRAPH_API_URL}/_control/act"
    told = json.dumps({"act": name, **values}).encode()
    with urlopen(Request(address, told, {"Content-Type": "application/json"}), timeout=20):
        pass
