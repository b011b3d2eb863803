"""People over plain HTTP: they sign in, paste a token, send files by tus and read pages."""

import base64
import json
import re
from pathlib import Path

import requests

from demo.creatives import PASSWORD
from demo.stack import manage

PART = 8 * 1024 * 1024
HEADERS = {"Tus-Resumable": "1.0.0"}
SEATS = """
from assets_app.models import Business
from assets_app.services import members
business = Business.objects.get(name={business!r})
for role in ("marketer", "reviewer"):
    email = f"{{role}}@{label}.example"
    user = members.new_user(email=email, full_name=role.capitalize(), password={password!r})
    members.seat(business=business, user=user, role=role, by=None)
"""


def found_business(running, label) -> str:
    """A business "Studio <label>" with admin@, marketer@ and reviewer@<label>.example; its address."""
    running.env["GALLEY_PASSWORD"] = PASSWORD
    name = f"Studio {label}"
    manage(
        running.env, "galley_setup", "--business", name, "--email", f"admin@{label}.example", "--name", "Ines Duarte"
    )
    manage(running.env, "shell", "-v0", "-c", SEATS.format(business=name, label=label, password=PASSWORD))
    return f"{running.web}/b/studio-{label}/"


class Caller:
    """One person without a browser. `pages` are the texts of all answers so far."""

    def __init__(self, running, home: str, email: str):
        self.running, self.home = running, home
        self.session = requests.Session()
        self.pages: list[str] = []
        login = f"{running.web}/accounts/login/"
        self.get(login)
        self.post(login, login=email, password=PASSWORD)

    def get(self, address: str) -> requests.Response:
        return self._kept(self.session.get(self._full(address), timeout=60))

    def post(self, address: str, headers=None, **fields) -> requests.Response:
        fields["csrfmiddlewaretoken"] = self.session.cookies["csrftoken"]
        given = {"Referer": self.home} | (headers or {})
        return self._kept(self.session.post(self._full(address), data=fields, headers=given, timeout=60))

    def _full(self, address: str) -> str:
        return address if address.startswith("http") else f"{self.home}{address}"

    def _kept(self, answer: requests.Response) -> requests.Response:
        if answer.headers.get("Content-Type", "").startswith("text/"):
            self.pages.append(answer.text)
        return answer

    def connect(self, token: str = "", secret: str = "") -> None:
        """Pastes the token and waits until the ad accounts are read."""
        env = self.running.env
        fields = {"app_id": env["META_APP_ID"], "app_secret": secret or env["META_APP_SECRET"]}
        answer = self.post("settings/connection/paste/", token=token or env["GALLEY_DEMO_TOKEN"], **fields)
        assert "Meta is connected" in answer.text, answer.text
        has_default = lambda: '<span class="tag">default</span>' in self.get("settings/").text  # noqa: E731
        self.running.wait_until(has_default, 60, "The ad accounts are not read.")

    def open_upload(self, path: Path) -> str:
        """The address of a new tus upload."""
        name = base64.b64encode(path.name.encode()).decode()
        headers = HEADERS | {"Upload-Length": str(path.stat().st_size), "Upload-Metadata": f"filename {name}"}
        answer = self.session.post(self._full("uploads/"), headers=headers, timeout=20)
        assert answer.status_code == 201, answer.text
        return f"{self.running.web}{answer.headers['Location']}"

    def send_part(self, address: str, path: Path, offset: int, size: int = PART) -> int:
        """One PATCH; the offset after it."""
        headers = HEADERS | {"Content-Type": "application/offset+octet-stream", "Upload-Offset": str(offset)}
        with path.open("rb") as file:
            file.seek(offset)
            part = file.read(size)
        answer = self.session.patch(address, data=part, headers=headers, timeout=60)
        assert answer.status_code == 204, answer.text
        return int(answer.headers["Upload-Offset"])

    def offset_of(self, address: str) -> int:
        return int(self.session.head(address, headers=HEADERS, timeout=20).headers["Upload-Offset"])

    def upload(self, path: Path) -> None:
        address, offset = self.open_upload(path), 0
        while offset < path.stat().st_size:
            offset = self.send_part(address, path, offset)


def video_of_size(path: Path, base: Path, size: int, filling: bytes = b"") -> Path:
    """A playable MP4 of exactly `size` bytes: `base` and a box of padding, which is a hole in the file but for `filling`."""
    head = base.read_bytes()
    padding = size - len(head)
    with path.open("wb") as file:
        file.write(head)
        file.write((1).to_bytes(4, "big") + b"free" + padding.to_bytes(8, "big") + filling)
        file.truncate(size)
    return path


def calls(running, path: str, method: str = "POST") -> list[dict]:
    """The sandbox's log of calls, oldest first."""
    return running.control(f"calls?path={path}&method={method}&limit=100000")["data"][::-1]


def accepted_ranges(log: list[dict]) -> dict[str, list[tuple[int, int]]]:
    """Session -> the (start, end) of bytes that Meta took, from the log of calls."""
    found: dict[str, list[tuple[int, int]]] = {}
    for call in log:
        params = call["params"]
        chunk = re.search(r"\((\d+) bytes\)", json.dumps(params.get("file:video_file_chunk", "")))
        if call["status"] == 200 and chunk and params.get("upload_phase") == "transfer":
            start = int(params["start_offset"])
            found.setdefault(params["upload_session_id"], []).append((start, start + int(chunk[1])))
    return found
