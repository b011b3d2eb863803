"""A token and an app secret are pasted once, and are found nowhere afterwards: no log, page, mail, queue or table."""

import base64
import re
import sqlite3
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import redis

from demo.consent import consent
from demo.stack import answers
from tests.media_files import image_bytes, video_file
from tests.stack.people import Caller, found_business

REFUSED = "EAA/planted+never=taken&kept%anywhere-0123456789"  # looks otherwise when it is encoded for an address
PAGES = (
    "library/",
    "creatives/",
    "reviews/",
    "performance/",
    "activity/",
    "settings/",
    "settings/meta/",
    "syncs/",
    "uploads/tray/",
)
READERS = {
    b"list": lambda broker, key: broker.lrange(key, 0, -1),
    b"hash": lambda broker, key: broker.hgetall(key),
    b"set": lambda broker, key: broker.smembers(key),
    b"zset": lambda broker, key: broker.zrange(key, 0, -1),
    b"string": lambda broker, key: broker.get(key),
}


def test_token_and_app_secret_are_found_nowhere(make_stack, tmp_path):
    running = make_stack(LOG_LEVEL="DEBUG", DEBUG="1")
    try:
        home = found_business(running, "secret")
        admin = Caller(running, home, "admin@secret.example")
        marketer = Caller(running, home, "marketer@secret.example")
        assert admin.post("settings/connection/paste/", **pasted(running, REFUSED)).status_code == 422
        admin.connect()
        code = log_in(admin)
        walk(running, marketer, tmp_path)
        crash(running, admin)
        suffer(running, admin, marketer)

        places = everything(running) | {"pages": "\n".join([*admin.pages, *marketer.pages]).encode()}
        assert len(places) >= 8 and all(places.values()), [name for name, data in places.items() if not data]
        secrets = {
            "token": running.env["GALLEY_DEMO_TOKEN"],
            "app secret": running.env["META_APP_SECRET"],
            "refused": REFUSED,
            "login code": code,
        }
        assert [
            (place, name) for place, data in places.items() for name, one in secrets.items() if holds(data, one)
        ] == []
    finally:
        running.stop()


def test_the_search_would_find_a_secret_in_each_of_its_spellings():
    secret = REFUSED.encode()
    spellings = [
        secret,
        base64.b64encode(secret),
        base64.urlsafe_b64encode(b"a" + secret),
        quote(REFUSED, safe="").encode(),
    ]

    assert all(holds(b"before " + one + b" after", REFUSED) for one in spellings)
    assert holds(base64.b64encode(b"ab" + secret + b"c"), REFUSED)
    assert not holds(base64.b64encode(b"something else altogether"), REFUSED)


def holds(data: bytes, secret: str) -> bool:
    """Whether the secret stands in the data: plain, URL-encoded, or base64 of a text around it."""
    raw = secret.encode()
    found = [raw, quote(secret, safe="").encode(), quote(secret).encode(), repr(secret)[1:-1].encode()]
    for shift in range(3):
        # Of three alignments, what does not depend on the neighbours: whole groups of three bytes.
        body = raw[(3 - shift) % 3 :]
        whole = body[: len(body) // 3 * 3]
        found += [base64.b64encode(whole), base64.urlsafe_b64encode(whole)]
    return any(one in data for one in found)


def pasted(running, token: str) -> dict:
    return {"app_id": running.env["META_APP_ID"], "app_secret": running.env["META_APP_SECRET"], "token": token}


def log_in(admin) -> str:
    """Through Meta's dialog and back, as a browser would; the code that came with it."""
    back = consent(admin.get("settings/connection/login/").url)
    assert "Meta is connected as Mira Okafor" in admin.get(back).text
    return parse_qs(urlsplit(back).query)["code"][0]


def walk(running, marketer, folder):
    """The job without a browser: files, a creative, its wall, figures."""
    (folder / "Lamp.jpg").write_bytes(image_bytes("JPEG", 900, 900))
    marketer.upload(folder / "Lamp.jpg")
    marketer.upload(video_file(folder / "Clip.mp4"))
    running.wait_until(lambda: is_drawn(marketer.get("library/").text), 60, "The picture does not arrive.")
    asset = re.search(r'/assets/(\d+)/" aria-label="Lamp', marketer.get("library/").text)[1]
    marketer.get(f"assets/{asset}/")
    page = re.search(r'name="page".*?<option value="(\d+)"', marketer.get("creatives/create/link/").text, re.S)[1]
    texts = {"name": "Glow", "message": "It warms.", "headline": "Warm", "link": "https://shop.example/"}
    saved = marketer.post("creatives/create/link/", image=asset, page=page, button="SHOP_NOW", **texts)
    creative = re.search(r"/creatives/(\d+)/", saved.url)[1]
    marketer.post(f"creatives/{creative}/publish/")
    marketer.get(f"creatives/{creative}/wall/")
    marketer.get(f"creatives/{creative}/previews/")
    for path in PAGES:
        assert marketer.get(path).status_code == 200, path


def is_drawn(library: str) -> bool:
    """Something is at Meta, and every tile has its picture."""
    return ">At Meta<" in library and "bone--square" not in library


def suffer(running, admin, marketer):
    """Faults of every kind, while figures are read, the token is checked and a file is sent."""
    faults = [{"action": "error", "code": code, "times": 2} for code in (1, 2, 4, 100, 200, 10)]
    more = [{"action": action, "times": 2} for action in ("reset", "answer_lost", "cut")]
    running.control("faults", faults=[*faults, *more, {"action": "error", "code": 190, "subcode": 463}])
    account = re.search(r'name="account" value="(\d+)"', marketer.get("performance/").text)
    marketer.post("syncs/request/", account=account[1])
    connection = re.search(r"settings/connection/(\d+)/", admin.get("settings/").text)[1]
    admin.post(f"settings/connection/{connection}/check/")
    admin.post("settings/connection/paste/", **pasted(running, REFUSED))
    running.wait_until(lambda: len(running.control("faults")["fired"]) > 8, 60, "The faults are not met.")


def crash(running, admin):
    """A page that fails with the token among its variables, in a web process that shows its errors."""
    with table_gone(running, "assets_activityentry"):
        answer = admin.post("settings/connection/paste/", **pasted(running, running.env["GALLEY_DEMO_TOKEN"]))
    assert answer.status_code == 500 and "Traceback" in answer.text and "[hidden]" in answer.text
    assert answers(f"{running.web}/healthz")


@contextmanager
def table_gone(running, name):
    with sqlite3.connect(running.data / "galley.sqlite3", timeout=20) as database:
        database.execute(f"ALTER TABLE {name} RENAME TO {name}_away")
    yield
    with sqlite3.connect(running.data / "galley.sqlite3", timeout=20) as database:
        database.execute(f"ALTER TABLE {name}_away RENAME TO {name}")


def everything(running) -> dict[str, bytes]:
    """Name -> bytes of each place that could have kept a secret."""
    found = {path.name: path.read_bytes() for path in running.data.glob("*.log") if path.name != "broker.log"}
    found["append-only file"] = b"".join(path.read_bytes() for path in files_in(running.data / "broker"))
    found["queue"] = in_broker(int(running.env["BROKER_PORT"]))
    with sqlite3.connect(running.data / "galley.sqlite3", timeout=20) as database:
        found["database"] = "\n".join(database.iterdump()).encode()
    found["database file"] = b"".join(path.read_bytes() for path in running.data.glob("galley.sqlite3*"))
    mails = [path.read_bytes() for path in files_in(running.data / "mail")]
    return found | ({"mails": b"".join(mails)} if mails else {})


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def in_broker(port: int) -> bytes:
    broker = redis.Redis(port=port)
    return repr([(key, READERS[broker.type(key)](broker, key)) for key in broker.keys()]).encode()
