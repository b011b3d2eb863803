"""People at a real Chromium: each visits Galley in a browser of their own and looks at every page with axe."""

from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

AXE = Path(__file__).parent.parent / "vendor/axe/axe.min.js"
SWITCHES = "--no-sandbox --disable-gpu --disable-quic --disable-background-networking --disable-component-update --disable-sync"
SCREENS = {"desktop": (1440, 900), "phone": (390, 844)}
ASK_AXE = """async () => {
  const found = await axe.run(document, { iframes: false, resultTypes: ['violations'] });
  return found.violations.map(one => `${one.id}: ${one.help}: ${one.nodes.slice(0, 4).map(node => node.html.slice(0, 160) + ' ' + (node.any[0]?.message ?? '')).join(' | ')}`);
}"""


def open_chromium(playwright):
    return playwright.chromium.launch(executable_path="/usr/bin/chromium", args=SWITCHES.split())


class Visitor:
    """One person at one browser. `page` is their tab; `complaints` what the browser's console has said against ours."""

    def __init__(self, chromium, address: str, screen: str):
        self.address, self.screen = address, screen
        self.width, height = SCREENS[screen]
        self.context = chromium.new_context(
            viewport={"width": self.width, "height": height}, has_touch=screen == "phone", base_url=address
        )
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(20_000)
        self.complaints: list[str] = []
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(f"{self.page.url}: {error}"))

    def _hear(self, message) -> None:
        is_ours = urlsplit(message.location.get("url", "")).netloc in {"", urlsplit(self.address).netloc}
        if message.type == "error" and is_ours:
            self.complaints.append(f"{self.page.url}: {message.text}")

    def sign_in(self, email: str, password: str) -> None:
        self.page.goto("/accounts/login/")
        self.look()
        self.page.get_by_label("Name or e-mail").fill(email)
        self.page.get_by_label("Password", exact=True).fill(password)
        self.page.get_by_role("button", name="Sign in").click()
        expect(self.page).not_to_have_url(f"{self.address}/accounts/login/")

    def go(self, path: str) -> None:
        self.page.goto(path)
        self.look()

    def look(self) -> None:
        """No violation of axe's rules, nothing wider than the screen, no complaint of the browser."""
        where = self.page.url
        self.page.evaluate(AXE.read_text())
        violations = self.page.evaluate(ASK_AXE)
        assert not violations, f"{where}: {violations}"
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= self.width, f"{where} is {wide} px wide on a screen of {self.width}"
        assert not self.complaints, self.complaints

    def press(self, name: str, **options) -> None:
        self.page.locator("html[data-bound]").wait_for(state="attached")
        self.page.get_by_role("button", name=name, **options).first.click()

    def close(self) -> None:
        self.context.close()
