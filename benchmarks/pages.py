"""Page times of library and preview wall beside Django admin's list of the same assets.

python -m benchmarks.pages [--requests 50] [--assets 60 10000]

Real gunicorn, SQLite, a signed-in browser's session, one request after another, all pages in turn. The library shows 60 assets a page,
the admin 50; ratios are per row of the list as well as per page. The wall's twelve frames are known; Meta is not asked.
"""

import argparse
import statistics
import time
from datetime import timedelta

import requests

from benchmarks import house, table

OURS_A_PAGE, ADMINS_A_PAGE = 60, 50


def fill(account, count):
    """`count` assets in all, in twelve folders, each with a version and a thumbnail's row."""
    from django.db.models import OuterRef, Subquery

    from assets_app.models import Asset, AssetVersion, Folder, Rendition
    from tests import factories

    business = account.business
    folders = list(Folder.objects.all()) or [factories.make_folder(business) for _ in range(12)]
    there = Asset.objects.count()
    facts = {"width": 1080, "height": 1350, "size": 120_000}
    names = [(number, f"glow lamp {number} 4x5.jpg") for number in range(there, count)]
    assets = [
        Asset(
            business=business, folder=folders[number % 12], kind="image", name=name, ratio=0.8, state="ready", **facts
        )
        for number, name in names
    ]
    for asset in assets:
        asset.sort_name = asset.search = asset.name
    Asset.objects.bulk_create(assets, batch_size=500)
    versions = [
        AssetVersion(
            business=business,
            asset=asset,
            file=f"{number}.jpg",
            filename=name,
            sha256=f"{number:064x}",
            mime="image/jpeg",
            **facts,
        )
        for asset, (number, name) in zip(assets, names, strict=True)
    ]
    AssetVersion.objects.bulk_create(versions, batch_size=500)
    newest = AssetVersion.objects.filter(asset=OuterRef("pk")).values("pk")[:1]
    Asset.objects.filter(current=None).update(current=Subquery(newest))
    thumb = {"kind": "thumb_480", "width": 480, "height": 600, "size": 30_000}
    Rendition.objects.bulk_create(
        [Rendition(version=row, file="thumb.webp", **thumb) for row in versions], batch_size=500
    )
    return folders[0]


def wall_of(account, marketer):
    """A creative whose twelve frames are ready."""
    from assets_app import clock
    from campaigns_app.previews import formats, services
    from campaigns_app.previews.models import Preview
    from tests.campaigns_app.published import make_published

    creative = make_published(account, marketer)
    services.cells_for(creative.latest, formats.NAMES)
    expires = clock.now() + timedelta(hours=20)
    Preview.objects.update(state="ready", url="http://localhost/frame", width=540, height=690, expires_at=expires)
    return creative


def times(pages, count):
    """{page: (p50, p95, KiB)}, ms, of `count` rounds over all pages, so that what else the machine does meets all alike.

    pages: {page: (browser, address, text that must be in the answer)}
    """
    took, sizes = {page: [] for page in pages}, {}
    for number in range(count + 3):
        for page, (browser, address, expected) in pages.items():
            started = time.perf_counter()
            answer = browser.get(address, timeout=60)
            if number >= 3:  # the first ones fill caches
                took[page].append((time.perf_counter() - started) * 1000)
            assert answer.status_code == 200 and expected in answer.text, f"{address}: {answer.status_code}"
            sizes[page] = len(answer.content) / 1024
    return {
        page: (statistics.median(all), sorted(all)[round(0.95 * len(all)) - 1], sizes[page])
        for page, all in took.items()
    }


def addresses(folder, creative):
    """Page -> (address, text that must be in it)."""
    library = "/b/bench/library/"
    return {
        "admin changelist, newest": ("/admin/assets/asset/", "glow lamp"),
        "admin changelist, search": ("/admin/assets/asset/?q=lamp+7", "glow lamp"),
        "library, newest": (library, "asset-tile-"),
        "library, search": (f"{library}?q=lamp+7", "asset-tile-"),
        "library, one folder": (f"{library}folders/{folder.pk}/", "asset-tile-"),
        "wall, page": (f"/b/bench/creatives/{creative.pk}/wall/", "<iframe"),
    }


def measure(counts, number):
    found = []
    with house.running("broker", "web") as one:
        from tests import factories

        account, marketer = house.business()
        admin = factories.make_member(account.business, "admin")
        creative = wall_of(account, marketer)
        browsers = {name: requests.Session() for name in ("admin", "ours")}
        for browser in browsers.values():
            browser.headers["Connection"] = "close"  # gunicorn drops an idle one just when it is used again
        browsers["admin"].cookies.update(house.cookies(admin))
        browsers["ours"].cookies.update(house.cookies(marketer))
        for count in sorted(counts):
            folder = fill(account, count)
            pages = {
                page: (browsers["admin" if page.startswith("admin") else "ours"], one.web + path, expected)
                for page, (path, expected) in addresses(folder, creative).items()
            }
            found += [(count, page, *values) for page, values in times(pages, number).items()]
    return found


def rows(found):
    """With the ratios to the admin's list of the same assets: its search for a search, else its first page."""
    admins = {(count, page): p50 for count, page, p50, *_ in found}
    shown = []
    for count, page, p50, p95, size in found:
        beside = admins[count, f"admin changelist, {'search' if 'search' in page else 'newest'}"]
        per_row = (p50 / OURS_A_PAGE) / (beside / ADMINS_A_PAGE) if page.startswith("library") else "–"
        shown.append([f"{page} ({count:,} assets)", p50, p95, size, p50 / beside, per_row])
    return shown


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--requests", type=int, default=50)
    parser.add_argument("--assets", type=int, nargs="+", default=[60, 10_000])
    options = parser.parse_args()
    found = measure(options.assets, options.requests)
    head = ["", "p50 ms", "p95 ms", "KiB", "p50 / admin", "a row / admin's"]
    table.show(f"Pages over {options.requests} requests", head, rows(found))


if __name__ == "__main__":
    main()
