"""One line an event, secrets taken out once, here."""

import json
import logging
import re
from datetime import UTC, datetime

from assets_app.trace import request_id

NAMES = (
    r"access_token|input_token|fb_exchange_token|client_secret|appsecret_proof|app_secret|password"
    r"|csrfmiddlewaretoken|X-CSRFToken|code"
)
HEADERS = r"Authorization|Set-Cookie|Cookie"
# Names end at the value itself: an empty one ("code= trace=…") must not take the next word for its own.
SECRET = re.compile(
    rf"(?P<name>[\"']?(?<![\w-])(?i:{NAMES})[\"']?(?:=|\s*:\s*)\[?[\"']?)(?P<value>[^\s\"'&,;#}}\])]+)"
    rf"|(?P<header>[\"']?\b(?i:{HEADERS})[\"']?\s*[=:]\s*[\"']?)(?P<content>[^\"'\r\n}}]+)"
    r"|(?P<token>\bEAA[A-Za-z0-9]{8,})|(?P<share>/s/|/invitations/|/password/new/)[A-Za-z0-9_-]{8,}"
)
# "code=190/463" is Graph's error number and "code: None" none at all; a login code is long.
NO_LOGIN_CODE = re.compile(r"-?\d{1,10}(/\d{1,10})?|None|null|\w{1,5}")
EVENT_FIELDS = ("business", "member", "task", "row", "ms", "route", "status", "method", "graph")


def redact(text: str) -> str:
    """The text with the values of tokens, proofs, passwords and cookies replaced."""
    return SECRET.sub(_hide, text)


def _hide(match: re.Match) -> str:
    name = match["name"] or match["header"] or match["share"] or ""
    if "code" in name.lower() and NO_LOGIN_CODE.fullmatch(match["value"]):
        return match[0]
    return f"{name}[hidden]"


class TextFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        extra = " ".join(f"{key}={record.__dict__[key]}" for key in EVENT_FIELDS if key in record.__dict__)
        head = f"{_time(record)} {record.levelname:<7} {record.name} [{request_id.get()}]"
        # A line break in what somebody sent must not begin a line that looks like an event.
        said = f"{record.getMessage()} {extra}".rstrip().replace("\r", "\\r").replace("\n", "\n    ")
        return redact(f"{head} {said}{_trace(self, record)}")


class JsonFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        event = {"time": _time(record), "level": record.levelname, "name": record.name, "request_id": request_id.get()}
        event |= {key: _plain(record.__dict__[key]) for key in EVENT_FIELDS if key in record.__dict__}
        event["message"] = redact(record.getMessage())
        if record.exc_info:
            event["trace"] = redact(_trace(self, record).strip())
        return json.dumps(event, default=str)


def _plain(value):
    return value if isinstance(value, int | float | None) else redact(str(value))


def _time(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")


def _trace(formatter: logging.Formatter, record: logging.LogRecord) -> str:
    return "\n" + formatter.formatException(record.exc_info) if record.exc_info else ""


def logging_config(log_format: str, level: str) -> dict:
    formatter = JsonFormatter if log_format == "json" else TextFormatter
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"event": {"()": formatter}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "event"}},
        "root": {"handlers": ["console"], "level": level},
        # django.request repeats what our middleware says; urllib3 would print query strings.
        "loggers": {
            "django": {"handlers": ["console"], "level": "INFO", "propagate": False},
            "django.server": {"handlers": [], "level": "ERROR", "propagate": False},
            "urllib3": {"level": "WARNING"},
            "axes": {"level": "WARNING"},
            "celery": {"level": "INFO"},
            "kombu": {"level": "WARNING"},
            "amqp": {"level": "WARNING"},
        },
    }
