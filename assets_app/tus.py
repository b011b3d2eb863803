"""The tus protocol, version 1.0.0, as pure functions over headers (tus.io, "Core Protocol", "Creation", "Termination")."""

import base64
import binascii

VERSION = "1.0.0"
EXTENSIONS = "creation,termination"
CONTENT_TYPE = "application/offset+octet-stream"


class BadRequest(Exception):
    """A request that the protocol does not allow: the HTTP status and a sentence."""

    def __init__(self, status: int, text: str):
        super().__init__(text)
        self.status = status


def require_version(headers) -> None:
    """Every request but OPTIONS names the version. No form of another site can set this header."""
    given = headers.get("Tus-Resumable")
    if given != VERSION:
        said = f"This one says {given}." if given else "It is missing."
        raise BadRequest(412, f"The header Tus-Resumable must be {VERSION}. {said}")


def number(headers, name: str) -> int:
    value = headers.get(name, "").strip()
    if not value.isascii() or not value.isdigit() or len(value) > 18:
        raise BadRequest(400, f"The header {name} must be a whole number that is not negative.")
    return int(value)


def length(headers) -> int:
    """The size of a new upload. A size that is told later is an extension that Galley does not offer."""
    if "Upload-Defer-Length" in headers:
        raise BadRequest(400, "The size must be known at the start: send Upload-Length, not Upload-Defer-Length.")
    return number(headers, "Upload-Length")


def require_content_type(headers) -> None:
    if headers.get("Content-Type", "").split(";")[0].strip() != CONTENT_TYPE:
        raise BadRequest(415, f"Send the bytes with Content-Type {CONTENT_TYPE}.")


def metadata(headers) -> dict[str, str]:
    """`Upload-Metadata: name base64, name base64` as texts. A name may stand alone; each name once."""
    found: dict[str, str] = {}
    for pair in filter(None, (part.strip() for part in headers.get("Upload-Metadata", "").split(","))):
        name, _, encoded = pair.partition(" ")
        if name in found:
            raise BadRequest(400, f"Upload-Metadata has {name[:40]} twice.")
        found[name] = _decoded(name, encoded.strip())
    return found


def _decoded(name: str, encoded: str) -> str:
    try:
        return base64.b64decode(encoded, validate=True).decode()
    except (binascii.Error, ValueError):
        raise BadRequest(400, f"The value of {name[:40]} in Upload-Metadata must be base64 of UTF-8 text.") from None
