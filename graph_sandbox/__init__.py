"""A local server that behaves like Meta's Graph API.

    from graph_sandbox import Sandbox, serve

    with serve(Sandbox(seed="empty")) as server:
        requests.get(f"{server.url}/v24.0/me", params={"access_token": ...})

It imports nothing of this project: standard library, Pillow and PyAV only.
"""

from .sandbox import Sandbox
from .server import serve

__all__ = ["Sandbox", "serve"]
