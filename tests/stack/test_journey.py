"""The whole job by mouse and keyboard in a real browser, against the whole stack: from an empty business to its results."""

import re

import pytest
from playwright.sync_api import expect, sync_playwright

from campaigns_app.previews.formats import NAMES
from demo.creatives import PASSWORD
from tests.media_files import video_file
from tests.stack.browser import Visitor, open_chromium
from tests.stack.people import found_business
from tests.stack.seen_frames import QUARTERS, corners_seen, picture_file

MESSAGE = "It warms the room. Try it for 60 days."
HEADLINE = "Warm light"
SOON = 45_000  # milliseconds for what a worker and the sandbox do
WIDE = {"RIGHT_COLUMN_STANDARD": 1.91}  # the others of the twelve keep a square picture whole


@pytest.fixture(scope="module")
def running(request, make_stack):
    stack = make_stack(partner=request.param)
    stack.is_partner = request.param
    stack.control("settings", video_polls=1, preview_polls=1)
    yield stack
    stack.stop()


@pytest.fixture(scope="module")
def chromium():
    with sync_playwright() as playwright:
        browser = open_chromium(playwright)
        yield browser
        browser.close()


@pytest.mark.parametrize(
    "running, screen",
    [
        pytest.param(True, "desktop", id="desktop"),
        pytest.param(True, "phone", id="phone"),
        pytest.param(False, "desktop", id="no-partner"),
    ],
    indirect=["running"],
)
def test_the_whole_job(running, chromium, screen, tmp_path):
    label = screen
    found_business(running, label)
    admin, marketer, reviewer = (Visitor(chromium, running.web, screen) for _ in range(3))

    connect(admin, running, label)
    marketer.sign_in(f"marketer@{label}.example", PASSWORD)
    fill_library(marketer, running, label, tmp_path)
    creative = build_creative(marketer, label)
    see_twelve_frames(marketer, creative)
    ask_for_review(marketer, creative)
    reviewer.sign_in(f"reviewer@{label}.example", PASSWORD)
    approve(reviewer, label)
    edit_makes_it_stale(marketer, creative)
    read_results(marketer, label)


def connect(admin, running, label):
    admin.sign_in(f"admin@{label}.example", PASSWORD)
    admin.go(f"/b/studio-{label}/library/")
    admin.go(f"/b/studio-{label}/settings/")
    admin.page.get_by_label("App ID").fill(running.env["META_APP_ID"])
    admin.page.get_by_label("App secret").fill(running.env["META_APP_SECRET"])
    admin.page.get_by_label("System user token").fill(running.env["GALLEY_DEMO_TOKEN"])
    admin.press("Connect Meta")
    expect(admin.page.get_by_text("Meta is connected")).to_be_visible()
    until_there(admin, admin.page.get_by_text("default", exact=True))
    if admin.screen == "desktop":
        log_in_with_facebook(admin)
    admin.go(f"/b/studio-{label}/settings/")
    folders = "Kept at Meta too" if running.is_partner else "Kept in Galley only"
    expect(admin.page.locator("dd").filter(has_text=folders)).to_be_visible()
    admin.look()


def log_in_with_facebook(admin):
    """To Meta's own page, which is foreign to Galley, one permission declined there, and back to the choice."""
    slug = admin.page.url.split("/b/")[1].split("/")[0]
    admin.go(f"/b/{slug}/settings/")
    admin.page.get_by_role("link", name="Log in with Facebook").click()
    admin.page.get_by_role("checkbox", name="instagram_basic").uncheck()
    admin.page.get_by_role("button", name="Continue").click()
    expect(admin.page.get_by_text("Meta is connected as Mira Okafor")).to_be_visible()
    until_there(admin, admin.page.locator("td").filter(has_text="Mira Okafor"))
    admin.look()
    admin.go(f"/b/{slug}/settings/")
    admin.page.get_by_role("link", name="Mira Okafor").click()
    expect(admin.page.get_by_text("was declined. Instagram accounts cannot be listed.")).to_be_visible()
    admin.look()


def until_there(visitor, locator):
    """Loads the page again until `locator` is seen."""
    for _ in range(20):
        try:
            return expect(locator.first).to_be_visible(timeout=2000)
        except AssertionError:
            visitor.page.reload()
    expect(locator.first).to_be_visible(timeout=2000)


def fill_library(marketer, running, label, tmp_path):
    page = marketer.page
    marketer.go(f"/b/studio-{label}/folders/create/")
    page.get_by_label("Name").fill("Spring")
    marketer.press("Create folder")
    expect(page.get_by_role("heading", name="Spring")).to_be_visible()
    until_there(marketer, page.locator("#folder-state").get_by_text("At Meta" if running.is_partner else "Only here"))
    folder = page.url
    marketer.go(f"/b/studio-{label}/library/")
    files = [picture_file(tmp_path / "Corners.png"), video_file(tmp_path / "Clip.mp4", seconds=2.0)]
    page.goto(folder)
    with page.expect_file_chooser() as chooser:
        marketer.press("Add files")
    chooser.value.set_files(files)
    expect(page.locator("[data-tray-title]")).to_have_text("2 of 2 files uploaded")
    tiles = page.locator(".tile").filter(has_text="At Meta")
    until_there(marketer, tiles.nth(1))
    marketer.look()
    open_panels(marketer)


def open_panels(marketer):
    for name in ("Corners.png", "Clip.mp4"):
        marketer.page.get_by_role("link", name=name).first.click()
        panel = marketer.page.locator("#asset-panel")
        expect(panel.get_by_text("In no creative yet.")).to_be_visible()
        marketer.look()
        if marketer.screen == "phone":
            marketer.page.go_back()
        else:
            panel.get_by_role("button", name="Close").click()
        expect(panel).to_have_count(0)


def build_creative(marketer, label) -> str:
    """The address of a creative that is at Meta."""
    page = marketer.page
    marketer.go(f"/b/studio-{label}/creatives/")
    marketer.go(f"/b/studio-{label}/creatives/create/link/")
    page.get_by_label("Name", exact=True).fill(f"Glow lamp, {label}")
    page.get_by_role("button", name="Choose image").click()
    page.locator("#media-dialog [data-pick]").filter(has_text="Corners").click()
    page.get_by_label("Primary text").fill(MESSAGE)
    page.get_by_label("Headline").fill(HEADLINE)
    page.get_by_label("Website").fill("https://shop.example/lamp")
    page.get_by_label("Button").select_option("SHOP_NOW")
    marketer.look()
    marketer.press("Save draft")
    expect(page.get_by_role("heading", name=f"Glow lamp, {label}")).to_be_visible()
    publish(marketer)
    return re.sub(r"\?.*", "", page.url)


def publish(marketer):
    marketer.press("Create at Meta")
    expect(marketer.page.locator("#creative-state")).to_contain_text("Meta's id", timeout=SOON)
    marketer.look()


def see_twelve_frames(marketer, creative):
    page = marketer.page
    marketer.go(f"{creative}wall/")
    expect(page.locator("#wall-sum")).to_contain_text("12 ready", timeout=SOON)
    page.locator("#wall .frame__open").last.scroll_into_view_if_needed()
    marketer.look()
    doors = {one: page.locator(f"#cell-{one} .frame__open").get_attribute("href") for one in NAMES}
    for name, door in doors.items():
        page.goto(door)
        iframe = page.locator("iframe")
        inside = page.frame_locator("iframe")
        expect(inside.get_by_text("Shop now").first).to_be_visible()
        expect(inside.get_by_text(HEADLINE).or_(inside.get_by_text(MESSAGE)).first).to_be_visible()
        colours, ratio = corners_seen(page, iframe)
        assert colours == list(QUARTERS), name
        assert ratio == pytest.approx(WIDE.get(name, 1), abs=0.02), name
    marketer.look()


def ask_for_review(marketer, creative):
    page = marketer.page
    marketer.go(creative)
    page.get_by_role("button", name="Turn on… Expand image").click()
    page.locator("#feature-image_uncrop").get_by_role("button", name="Turn on").click()
    expect(page.locator("#creative-state")).to_contain_text("Version 2")
    publish(marketer)
    ask = page.locator("#creative-review").get_by_text("Version 2: the original, Expand image")
    until_there(marketer, ask)
    marketer.look()
    page.locator("#creative-review").get_by_role("button", name="Ask for review").click()
    expect(page.get_by_text("Somebody else decides.")).to_be_visible()
    marketer.look()


def approve(reviewer, label):
    page = reviewer.page
    reviewer.go(f"/b/studio-{label}/reviews/")
    page.get_by_role("link", name=f"Glow lamp, {label}").click()
    expect(page.locator("#review-room")).to_be_visible()
    expect(page.locator(".room__map")).not_to_contain_text("is preparing", timeout=SOON)
    until_there(reviewer, page.locator("[data-pane=enhanced] iframe"))
    reviewer.look()
    page.locator(".decide__acts").get_by_role("button", name="Approve").click()
    expect(page.locator(".decide__where")).to_contain_text("Approved")
    until_there(reviewer, page.locator('[data-dialog="rest-dialog"]'))
    page.locator('[data-dialog="rest-dialog"]').click()
    page.locator("#rest-dialog").get_by_role("button", name="Approve").click()
    expect(page.locator(".room-head").get_by_text("Approved")).to_be_visible(timeout=SOON)
    reviewer.look()


def edit_makes_it_stale(marketer, creative):
    page = marketer.page
    marketer.go(creative)
    expect(page.locator("#creative-review").get_by_text("Approved", exact=True)).to_be_visible()
    page.get_by_role("link", name="Edit as version 3").click()
    page.get_by_label("Headline").fill("Warmer light")
    marketer.press("Save draft")
    expect(page.locator("#creative-review").get_by_text("Stale", exact=True)).to_be_visible()
    expect(page.locator("#creative-review")).to_contain_text("The approval is stale.")
    marketer.look()


def read_results(marketer, label):
    page = marketer.page
    marketer.go(f"/b/studio-{label}/performance/")
    marketer.press("Sync now")
    until_there(marketer, page.locator(".kpi__n").filter(has_text=re.compile(r"[1-9]")))
    expect(page.locator(".kpi").filter(has_text="Impressions")).to_contain_text(re.compile(r"[1-9]"))
    marketer.look()
    for place in ("activity/", "syncs/", "settings/", "reviews/", "creatives/"):
        marketer.go(f"/b/studio-{label}/{place}")
