"""Graph's error envelope and the errors that the sandbox gives most often.

Codes and texts: Marketing API reference, "Handling Errors", line 13677; "Error Codes", line 18307.
"""

import uuid
from typing import Any


class GraphFault(Exception):
    """An error as Graph answers it. `status` is the HTTP status; everything else goes into the envelope."""

    def __init__(
        self,
        code: int,
        message: str,
        *,
        subcode: int | None = None,
        type: str = "OAuthException",
        status: int = 400,
        user_title: str | None = None,
        user_msg: str | None = None,
        error_data: Any = None,
        is_transient: bool = False,
        headers: dict[str, str] | None = None,
    ):
        super().__init__(message)
        self.code, self.message, self.subcode, self.type, self.status = code, message, subcode, type, status
        self.user_title, self.user_msg, self.error_data = user_title, user_msg, error_data
        self.is_transient, self.headers = is_transient, headers or {}

    def body(self) -> dict[str, Any]:
        """{"error": {...}} with the optional keys only where they have a value."""
        error: dict[str, Any] = {"message": self.message, "type": self.type, "code": self.code}
        optional = {
            "error_subcode": self.subcode,
            "error_data": self.error_data,
            "error_user_title": self.user_title,
            "error_user_msg": self.user_msg,
        }
        error |= {key: value for key, value in optional.items() if value is not None}
        error["is_transient"] = self.is_transient
        error["fbtrace_id"] = "A" + uuid.uuid4().hex[:22]
        return {"error": error}


def invalid(message: str, *, subcode: int | None = None, blame: Any = None, **more: Any) -> GraphFault:
    """100. `blame` is one path (["object_story_spec", "link_data"]), a list of paths, or one field name."""
    if blame is not None:
        paths = [[blame]] if isinstance(blame, str) else blame
        if paths and isinstance(paths[0], str):
            paths = [paths]
        more["error_data"] = {"blame_field_specs": paths}
    if not message.startswith("("):
        message = f"(#100) {message}"
    return GraphFault(100, message, subcode=subcode, **more)


def missing(name: str) -> GraphFault:
    return invalid(f"The parameter {name} is required.", blame=name)


def unknown_object(object_id: str, method: str = "get") -> GraphFault:
    return GraphFault(
        100,
        f"Unsupported {method.lower()} request. Object with ID '{object_id}' does not exist, cannot be loaded due to "
        "missing permissions, or does not support this operation. Please read the Graph API documentation at "
        "https://developers.facebook.com/docs/graph-api",
        subcode=33,
        type="GraphMethodException",
    )


def unknown_path(path: str) -> GraphFault:
    return GraphFault(2500, f"Unknown path components: /{path.strip('/')}")


def unknown_field(name: str, node_type: str) -> GraphFault:
    return GraphFault(100, f"(#100) Tried accessing nonexisting field ({name}) on node type ({node_type})")


def no_token() -> GraphFault:
    return GraphFault(104, "An access token is required to request this resource.")


def bad_token(
    message: str = "Invalid OAuth access token - Cannot parse access token", subcode: int | None = None
) -> GraphFault:
    return GraphFault(
        190,
        message,
        subcode=subcode,
        status=401,
        headers={"WWW-Authenticate": 'OAuth "Facebook Platform" "invalid_token"'},
    )


def bad_proof() -> GraphFault:
    return GraphFault(100, "Invalid appsecret_proof provided in the API argument", type="GraphMethodException")


def permission_missing(scope: str) -> GraphFault:
    return GraphFault(200, f"(#200) Requires {scope} permission to manage the object", status=403)


def from_code(code: int, subcode: int | None = None, **more: Any) -> GraphFault:
    """An error of any code with its usual text, for faults that were asked for."""
    text, extra = _USUAL.get(code, ("An error occurred", {}))
    options = {**extra, **more}
    message = options.pop("message", None) or f"(#{code}) {text}"
    return GraphFault(code, message, subcode=subcode, **options)


RATE_DOC = "For more info, please refer to https://developers.facebook.com/docs/graph-api/overview/rate-limiting."
_USUAL: dict[int, tuple[str, dict[str, Any]]] = {
    1: ("An unknown error occurred", {"status": 500, "is_transient": True}),
    2: ("Service temporarily unavailable", {"status": 500, "is_transient": True}),
    3: ("Application does not have the capability to make this API call.", {}),
    4: ("Application request limit reached", {"status": 403, "is_transient": True}),
    10: ("Application does not have permission for this action", {"status": 403}),
    17: ("User request limit reached", {"is_transient": True}),
    32: ("Page request limit reached", {"status": 403, "is_transient": True}),
    100: ("Invalid parameter", {}),
    102: ("Session key invalid or no longer valid", {"status": 401}),
    104: ("An access token is required to request this resource.", {}),
    190: ("Error validating access token", {"status": 401}),
    200: ("Permissions error", {"status": 403}),
    341: ("Application limit reached", {"is_transient": True}),
    368: ("The action attempted has been deemed abusive or is otherwise disallowed", {}),
    382: ("The video file you selected is empty or too small. Please try another one.", {}),
    613: ("Calls to this api have exceeded the rate limit.", {"is_transient": True}),
    2500: ("Unknown path components", {}),
    2635: ("You are calling a deprecated version of the Ads API. Please update to the latest version.", {}),
    6000: ("There was a problem uploading your video file. Please try again with another file.", {}),
    6001: ("There was a problem uploading your video. Please try again.", {}),
    80000: (
        f"There have been too many calls from this ad-account. Wait a bit and try again. {RATE_DOC}",
        {"is_transient": True},
    ),
    80004: (
        f"There have been too many calls to this ad-account. Wait a bit and try again. {RATE_DOC.rstrip('.')}#ads-management.",
        {"is_transient": True},
    ),
}
