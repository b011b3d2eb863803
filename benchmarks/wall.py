"""Twelve placements of one creative: Galley's one batch, against the official SDK asking for each.

python -m benchmarks.wall [--rounds 7]

The sandbox answers each `generatepreviews` after 300 ms. Medians of the rounds; "slowest" is the slowest of the SDK's
twelve single calls, and what any way of asking must wait for at least.
"""

import argparse
import statistics
import time
from concurrent.futures import ThreadPoolExecutor

import requests

from benchmarks import house, table

LATENCY_MS = 300


def galley(creative):
    """Seconds that Galley's own fill takes for a wall on which nothing is known."""
    from campaigns_app.previews import fill, formats, services
    from campaigns_app.previews.models import Preview

    Preview.objects.all().delete()
    rows = services.cells_for(creative.latest, formats.NAMES)
    started = time.perf_counter()
    rows = fill.fill(rows)
    seconds = time.perf_counter() - started
    states = [row.state for row in rows]
    assert states == ["ready"] * 12, states
    return seconds


class Sdk:
    """The same twelve by facebook_business, from the same spec."""

    def __init__(self, address, env, account, creative):
        from facebook_business.adobjects.adaccount import AdAccount
        from facebook_business.api import FacebookAdsApi
        from facebook_business.session import FacebookSession

        class Session(FacebookSession):
            GRAPH = address

        self.api = FacebookAdsApi(Session(env["META_APP_ID"], env["META_APP_SECRET"], env["GALLEY_DEMO_TOKEN"]))
        self.account = AdAccount(account.graph_id, api=self.api)
        self.spec = spec_at_meta(creative)

    def one(self, name):
        started = time.perf_counter()
        found = self.account.get_generate_previews(params={"creative": self.spec, "ad_format": name})
        assert "<iframe" in found[0]["body"]
        return time.perf_counter() - started

    def one_after_another(self, names):
        return [self.one(name) for name in names]

    def all_at_once(self, names):
        started = time.perf_counter()
        with ThreadPoolExecutor(len(names)) as pool:
            list(pool.map(self.one, names))
        return time.perf_counter() - started


def spec_at_meta(creative):
    from campaigns_app.creatives import media
    from campaigns_app.creatives.spec import tokens

    gathered = media.gather(creative.latest.media.select_related("asset_version__asset"), creative.ad_account)
    return tokens.fill(creative.latest.spec, gathered.by_place)


def measured(rounds):
    with house.running("sandbox") as one:
        from campaigns_app.previews import formats
        from tests.campaigns_app.creative_kit import draft

        account, marketer = house.business()
        creative = draft(account, marketer)
        latency = {"latency_ms": {"generatepreviews": LATENCY_MS}}
        requests.post(f"{one.sandbox}/_control/settings", json=latency, timeout=10).raise_for_status()
        sdk, names = Sdk(one.sandbox, one.env, account, creative), formats.NAMES
        galley(creative), sdk.one(names[0])
        took = [(galley(creative), sdk.one_after_another(names), sdk.all_at_once(names)) for _ in range(rounds)]
    ours, singles, threads = zip(*took, strict=True)
    slowest, apart = [max(entry) for entry in singles], [sum(entry) for entry in singles]
    return {name: statistics.median(entry) for name, entry in zip(ROWS, (ours, slowest, apart, threads), strict=True)}


ROWS = (
    "Galley, one batch of 12",
    "SDK, the slowest single call",
    "SDK, 12 one after another",
    "SDK, 12 threads at once",
)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7)
    found = measured(parser.parse_args().rounds)
    ours = found[ROWS[0]]
    rows = [[name, seconds, ours / seconds] for name, seconds in found.items()]
    table.show(f"Wall of 12 placements, {LATENCY_MS} ms an answer", ["", "seconds", "Galley / this"], rows)


if __name__ == "__main__":
    main()
