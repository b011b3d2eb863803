"""bin/screens: takes a picture of every page of a running demo, at three widths, in light and dark.

Says beside each picture what is wrong with it: an answer that is no page, a page wider than its window, words of the
browser's console, and what axe finds.
"""

import argparse
import os
import re
import shutil
import sys
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, BrowserContext, Page, TimeoutError, sync_playwright

from demo import sights, states
from demo.creatives import PASSWORD, PEOPLE
from demo.stack import ROOT

WIDTHS = {390: 844, 1024: 800, 1440: 900}
Theme = Literal["light", "dark"]
THEMES: tuple[Theme, ...] = "light", "dark"
AXE = ROOT / "tests" / "vendor" / "axe" / "axe.min.js"
RUN_AXE = """async () => (await axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'],
  iframes: false})).violations.map(one => `${one.id}: ${one.nodes[0].target.join(' ')}`)"""
FLAGS = ["--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update"]


def main() -> int:
    options = _options()
    options.out.mkdir(parents=True, exist_ok=True)
    if not options.plain:
        states.fill()
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium(), args=FLAGS + ["--no-sandbox"])
        camera = Camera(browser, options)
        wrong = [line for sight in chosen(options.only) for line in camera.shoot(sight)]
        browser.close()
    print(f"{camera.count} pictures in {options.out}, {len(wrong)} remarks.")
    return 1 if wrong else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/screens", description=__doc__)
    parser.add_argument("--url", default=f"http://127.0.0.1:{os.environ.get('PORT', '8000')}", help="a running demo")
    parser.add_argument("--out", type=Path, default=ROOT / "screens", help="folder for the pictures")
    parser.add_argument("--only", default="", help="names that contain one of these words, parted by commas")
    parser.add_argument("--width", type=int, action="append", choices=WIDTHS, help="only this width")
    parser.add_argument("--theme", action="append", choices=THEMES, help="only this theme")
    parser.add_argument("--whole", action="store_true", help="the whole page, not only what a window shows")
    parser.add_argument("--no-axe", action="store_true", help="pictures alone, in half the time")
    parser.add_argument("--plain", action="store_true", help="make no businesses with 0, 1 and 10,000 assets first")
    return parser.parse_args()


def chromium() -> str:
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not found:
        sys.exit("bin/screens needs Chromium. Install it, or name its program in CHROMIUM.")
    return found


def chosen(words: str) -> list[sights.Sight]:
    wanted = [word for word in words.split(",") if word]
    return [one for one in sights.SIGHTS if not wanted or any(word in one.name for word in wanted)]


class Camera:
    """Signs in once a person, finds the numbers in addresses once, and takes the pictures."""

    def __init__(self, browser: Browser, options: argparse.Namespace):
        self.browser, self.options, self.count = browser, options, 0
        self.sessions = {role: self.sign_in(email) for role, _, email in PEOPLE} | {"": None}
        self.numbers = self.find_numbers()

    def context(self, who: str, width: int = 1440, theme: Theme = "light") -> BrowserContext:
        return self.browser.new_context(
            viewport={"width": width, "height": WIDTHS[width]},
            color_scheme=theme,
            storage_state=self.sessions[who],
            base_url=self.options.url,
            bypass_csp=True,  # only so that axe may be put into the page
        )

    def sign_in(self, email: str):
        self.sessions = {"": None}
        context = self.context("")
        page = context.new_page()
        page.goto("/accounts/login/")
        page.fill("[name=login]", email)
        page.fill("[name=password]", PASSWORD)
        page.click("main form button")
        page.wait_for_url("**/b/**")
        return context.storage_state()

    def find_numbers(self) -> dict[str, str]:
        page = self.context("marketer").new_page()
        numbers = {}
        for name, (path, pattern) in sights.FINDS.items():
            page.goto(path)
            found = re.search(pattern, page.content())
            numbers[name] = found.group(1) if found else "0"
        return numbers

    def shoot(self, sight: sights.Sight) -> list[str]:
        wrong = []
        for width in self.options.width or WIDTHS:
            for theme in self.options.theme or THEMES:
                context = self.context(sight.who, width, theme)
                name = f"{sight.name}-{width}-{theme}"
                wrong += [f"{name}: {line}" for line in self.picture(context.new_page(), sight, name)]
                context.close()
        print("\n".join(wrong) or f"{sight.name}: nothing to remark", flush=True)
        return wrong

    def picture(self, page: Page, sight: sights.Sight, name: str) -> list[str]:
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        answer = page.goto(sight.path.format(**self.numbers))
        settle(page)
        if sight.click:
            press(page, sight.click, said)
        page.screenshot(path=self.options.out / f"{name}.png", full_page=self.options.whole)
        self.count += 1
        if "error" in sight.name:  # the browser's console tells of the 4xx that is the point here
            said = []
        elif answer and answer.status >= 400:
            said.append(f"answers {answer.status}")
        return said + too_wide(page) + ([] if self.options.no_axe else axe(page))


def press(page: Page, what: str, said: list[str]) -> None:
    try:
        page.locator(what).first.click(force=True, timeout=3000)
    except TimeoutError:
        said.append(f"has no {what} to press")
    settle(page)


def settle(page: Page) -> None:
    page.wait_for_load_state("networkidle")
    page.wait_for_function("!document.querySelector('.htmx-request, [aria-busy=true]')", timeout=10_000)
    page.wait_for_timeout(300)  # a picture, not a test: menus and sheets come to rest


def too_wide(page: Page) -> list[str]:
    width, window = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    return [f"is {width} px wide in a window of {window}"] if width > window else []


def axe(page: Page) -> list[str]:
    page.add_script_tag(path=AXE)
    return page.evaluate(RUN_AXE)


if __name__ == "__main__":
    sys.exit(main())
