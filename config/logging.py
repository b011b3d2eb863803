"""One line an event, secrets taken out once, here."""

import json
import logging
import re
from datetime import UTC, datetime

from assets_app.trace import request_id

NAMES = (
    r"access_token|input_token|fb_exchange_token|client_secret|appsecret_proof|app_secret|code|password"
    r"|csrfmiddlewaretoken|Authorization|Cookie|Set-Cookie|X-CSRFToken"
)
SECRET = re.compile(
    rf"(?i:(?P<name>[\"']?\b(?:{NAMES})[\"']?\s*[=:]\s*[\"']?(?:Bearer |OAuth |Basic )?))(?P<value>[^\s\"'&,;}}\)]+)"
    r"|(?P<token>\bEAA[A-Za-z0-9]{8,})|(?P<share>/s/)[A-Za-z0-9_-]{8,}"
)
EVENT_FIELDS = ("business", "member", "task", "row", "ms", "route", "status", "method", "graph")


def redact(text: str) -> str:
    """The text with the values of tokens, proofs, passwords and cookies replaced."""
    return SECRET.sub(_hide, text)


def _hide(match: re.Match) -> str:
    if match["name"] and match["name"].lower().startswith("code") and match["value"].isdigit():
        return match[0]  # "code=190" is Graph's error number, not a login code
    return (match["name"] or match["share"] or "") + "[hidden]"


class TextFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        extra = " ".join(f"{key}={record.__dict__[key]}" for key in EVENT_FIELDS if key in record.__dict__)
        head = f"{_time(record)} {record.levelname:<7} {record.name} [{request_id.get()}]"
        return redact(f"{head} {record.getMessage()} {extra}".rstrip() + _trace(self, record))


class JsonFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        event = {"time": _time(record), "level": record.levelname, "name": record.name, "request_id": request_id.get()}
        event |= {key: record.__dict__[key] for key in EVENT_FIELDS if key in record.__dict__}
        event["message"] = redact(record.getMessage())
        if record.exc_info:
            event["trace"] = redact(_trace(self, record).strip())
        return json.dumps(event, default=str)


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
