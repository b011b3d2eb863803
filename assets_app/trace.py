"""The id that one request carries through web, tasks, log and the record of activity."""

import contextvars

request_id: contextvars.ContextVar[str] = contextvars.ContextVar("request_id", default="-")
