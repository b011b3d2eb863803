"""What an error page of the demo (DEBUG=1) and an error report show: code, but no secrets."""

import re

from django.views.debug import ExceptionReporter, SafeExceptionReporterFilter

from config.logging import redact

HIDDEN = "[hidden]"
SECRET_NAME = re.compile(r"token|secret|passw|proof|cookie|authorization|csrf", re.IGNORECASE)


class Shown:
    """A value in an error report: its text without secrets."""

    def __init__(self, name: str, value):
        self.text = HIDDEN if SECRET_NAME.search(str(name)) and value else redact(_text(value))

    def __repr__(self) -> str:
        return self.text


def _text(value) -> str:
    try:
        return repr(value)
    except Exception as error:  # a report must come whatever a value does
        return f"(no text: {type(error).__name__})"


class QuietReporterFilter(SafeExceptionReporterFilter):
    """Django hides nothing of variables and forms while DEBUG is on; this does."""

    hidden_settings = re.compile(SafeExceptionReporterFilter.hidden_settings.pattern + r"|BROKER_URL", re.IGNORECASE)

    def get_post_parameters(self, request):
        if request is None:
            return {}
        values = request.POST.copy()
        for name in values:
            if SECRET_NAME.search(name):
                values[name] = HIDDEN
        return values

    def get_traceback_frame_variables(self, request, tb_frame):
        found = super().get_traceback_frame_variables(request, tb_frame)
        return [(name, Shown(name, value)) for name, value in found]


class QuietReporter(ExceptionReporter):
    """The texts of errors and the lines of code go through the same redaction as the log."""

    def get_traceback_html(self):
        return redact(super().get_traceback_html())

    def get_traceback_text(self):
        return redact(super().get_traceback_text())
