"""A page that is closed in the middle of an upload: the file goes on where it stopped when it is picked again."""

import os

import pytest
from PIL import Image
from playwright.sync_api import expect, sync_playwright

from demo.creatives import PASSWORD
from tests.stack.browser import Visitor, open_chromium
from tests.stack.people import PART, found_business

SIZE = (3000, 2700)  # 24.3 MB as BMP: three parts


@pytest.fixture
def running(make_stack):
    stack = make_stack()
    yield stack
    stack.stop()


def test_an_upload_goes_on_after_a_reload_without_sending_again_what_arrived(running, tmp_path):
    found_business(running, "resume")
    picture = tmp_path / "Noise.bmp"
    Image.frombytes("RGB", SIZE, os.urandom(SIZE[0] * SIZE[1] * 3)).save(picture)

    with sync_playwright() as playwright:
        marketer = Visitor(open_chromium(playwright), running.web, "desktop")
        marketer.sign_in("marketer@resume.example", PASSWORD)
        parts = Parts(marketer.page, allowed=1)
        with parts.until_one_is_refused():
            pick(marketer, picture)

        parts.allowed = 99
        parts.offsets.clear()
        marketer.page.reload()
        pick(marketer, picture)
        expect(marketer.page.locator("[data-tray-title]")).to_have_text("1 of 1 file uploaded", timeout=30_000)

    assert parts.offsets[0] == PART
    assert sorted(set(parts.offsets)) == [PART, 2 * PART]


def pick(marketer, path):
    marketer.page.goto("/b/studio-resume/library/")
    with marketer.page.expect_file_chooser() as chooser:
        marketer.press("Add files")
    chooser.value.set_files(path)


class Parts:
    """The parts that the page sends: those after the first `allowed` do not leave the browser."""

    def __init__(self, page, allowed: int):
        self.page, self.allowed = page, allowed
        self.offsets: list[int] = []
        page.route("**/uploads/*/", self._meet)

    def _meet(self, route):
        if route.request.method != "PATCH":
            return route.continue_()
        if len(self.offsets) >= self.allowed:
            return route.abort()
        self.offsets.append(int(route.request.headers["upload-offset"]))
        return route.continue_()

    def until_one_is_refused(self):
        return self.page.expect_event("requestfailed", lambda request: request.method == "PATCH", timeout=30_000)
