"""The mails of the demo, as `config.mail_files` leaves them in a folder."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings

DEMOS = "config.mail_files.MailFiles"


@dataclass(frozen=True)
class Letter:
    name: str
    at: datetime | None
    to: str
    subject: str
    body: str


class Mailbox:
    def __init__(self, folder: Path):
        self.folder = folder

    @classmethod
    def of_demo(cls) -> "Mailbox | None":
        if not settings.DEMO or settings.EMAIL_BACKEND != DEMOS:
            return None
        return cls(Path(settings.EMAIL_FILE_PATH))

    def count(self) -> int:
        return sum(1 for _ in self.folder.glob("*.eml"))

    def newest(self, most: int) -> list[Letter]:
        names = sorted(self.folder.glob("*.eml"), reverse=True)[:most]
        return [self._letter(path) for path in names]

    def _letter(self, path: Path) -> Letter:
        message = message_from_bytes(path.read_bytes(), policy=policy.default)
        body = message.get_body(("plain",))
        said = body.get_content() if body else ""
        at = parsedate_to_datetime(message["date"]) if message["date"] else None
        at = at and (at if at.tzinfo else at.replace(tzinfo=UTC))  # "-0000" is UTC without saying so
        return Letter(path.stem, at, str(message["to"]), str(message["subject"]), said)
