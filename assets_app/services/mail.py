"""Mail that Galley writes: plain text, one message a person, links that begin with SITE_URL.

Nothing here runs inside a transaction: callers commit first, then send.
"""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string

log = logging.getLogger("galley.mail")
NOWHERE = "django.core.mail.backends.dummy.EmailBackend"


def is_set_up() -> bool:
    """Whether mail leaves this machine (or, in the demo, lies where its page shows it)."""
    return settings.EMAIL_BACKEND != NOWHERE


def link(path: str) -> str:
    """A full address, from SITE_URL alone: what a request calls its host is the sender's to choose."""
    return settings.SITE_URL.rstrip("/") + path


def send(*, to: str, template: str, **context) -> bool:
    """`templates/mail/<template>.txt`: its first line is the subject. False when nobody took it; the log says why."""
    if not is_set_up():
        return False
    subject, _, body = render_to_string(f"{template}.txt", context, using="mail").strip().partition("\n")
    message = EmailMessage(subject=" ".join(subject.split())[:200], body=body.strip() + "\n", to=[to])
    try:
        message.send()
    except (OSError, SMTPException) as error:
        log.warning("mail %s was not taken: %s", template, type(error).__name__)
        return False
    return True
