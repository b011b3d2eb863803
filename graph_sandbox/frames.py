"""Preview frames: what the address of one says, how long it lives, and who may look.

A frame's address carries its payload and a signature, as Meta's `d` and `t` do; the creative itself lies in the store (kind
"frame_spec"), so that the address stays short and a creative that is not saved can be shown too.
"""

import base64
import hashlib
import hmac
import json
from dataclasses import asdict, dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from .request import Request
from .store import Stored
from .story import Variation

if TYPE_CHECKING:
    from .sandbox import Sandbox

KEY = b"sandbox frames"


@dataclass(frozen=True)
class Ticket:
    """What an address stands for. `spec` is the id of a stored frame_spec; `public` frames need no viewer."""

    spec: str
    ad_format: str
    expires: int
    public: bool
    feature: str = ""
    locale: str = "en_US"
    label: str = ""
    products: tuple[str, ...] = ()
    template: tuple[tuple[str, str], ...] = ()

    @property
    def view(self) -> Variation:
        """What of the creative this frame shows."""
        template = tuple((str(name), str(value)) for name, value in self.template)
        return Variation(self.ad_format, self.label, self.locale, tuple(self.products), template)


def issue(
    sandbox: "Sandbox", account: Stored, spec: dict[str, Any], view: Variation, *, public: bool, feature: str = ""
) -> Ticket:
    """A ticket from now on; equal creatives share one stored spec."""
    expires = int(sandbox.clock.now() + sandbox.settings.frame_hours * 3600)
    return Ticket(
        kept_spec(sandbox, account, spec),
        view.ad_format,
        expires,
        public,
        feature,
        view.locale or "en_US",
        view.label,
        view.products,
        view.template,
    )


def kept_spec(sandbox: "Sandbox", account: Stored, spec: dict[str, Any]) -> str:
    key = hashlib.sha256(json.dumps(spec, sort_keys=True).encode()).hexdigest()
    with sandbox.store.transaction():
        found = sandbox.store.find("frame_spec", key, parent=account.id)
        if found is None:
            found = sandbox.store.add(
                "frame_spec",
                {"spec": spec},
                parent=account.id,
                key=key,
                id=f"frame_{account.id}_{key[:24]}",
            )
        return found.id


def address(sandbox: "Sandbox", request: Request, ticket: Ticket) -> str:
    told = {name: value for name, value in asdict(ticket).items() if value not in ("", (), [])}
    payload = "AQ" + base64.urlsafe_b64encode(json.dumps(told).encode()).decode().rstrip("=")
    return f"{sandbox.url(request)}/frame/{payload}?locale={ticket.locale}&t={signature(payload)}"


def signature(payload: str) -> str:
    return "AQ" + base64.urlsafe_b64encode(hmac.new(KEY, payload.encode(), hashlib.sha256).digest()).decode()[:17]


def ticket_of(payload: str, sign: str) -> Ticket | None:
    """None when the address was not made here or was changed."""
    if not hmac.compare_digest(signature(payload).encode(), sign.encode()):
        return None
    try:
        return Ticket(**json.loads(base64.urlsafe_b64decode(payload.removeprefix("AQ") + "==")))
    except (ValueError, TypeError):
        return None


def body(source: str, width: int, height: int) -> str:
    """The iframe as Meta writes it into `body`: double quotes, `&amp;` in the address."""
    return f'<iframe src="{escape(source)}" width="{width}" height="{height}" scrolling="yes" style="border: none;" allow="autoplay"></iframe>'


def viewer_cookie(user_id: str) -> str:
    return f"{user_id}.{hmac.new(KEY, f'viewer {user_id}'.encode(), hashlib.sha256).hexdigest()[:32]}"


def viewer(sandbox: "Sandbox", request: Request) -> Stored | None:
    """The person whose browser asks, by the cookie that /viewer/<user id> sets."""
    for part in request.headers.get("cookie", "").split(";"):
        name, _, value = part.strip().partition("=")
        user_id = value.partition(".")[0]
        if name == "viewer" and hmac.compare_digest(value.encode(), viewer_cookie(user_id).encode()):
            return sandbox.store.get(user_id, "user")
    return None
