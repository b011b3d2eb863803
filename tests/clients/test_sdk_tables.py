"""The names that Meta's SDK is generated with, read from the installed package, and those of the sandbox."""

import importlib
import json
from fnmatch import fnmatch

import pytest
import requests
from facebook_business.adobjects.ad import Ad
from facebook_business.adobjects.adcreative import AdCreative
from facebook_business.adobjects.adcreativefeaturesspec import AdCreativeFeaturesSpec
from facebook_business.adobjects.adpreview import AdPreview
from facebook_business.adobjects.adsinsights import AdsInsights
from facebook_business.adobjects.campaign import Campaign

from graph_sandbox import Sandbox, calls_to_action, features, formats, handlers, serve
from graph_sandbox.ad_objects import statuses
from graph_sandbox.routes import TABLE, edges_of
from graph_sandbox.seeds import facts

from .sdk_differences import ONLY_HERE, ONLY_IN_THE_SDK

# Kind of the sandbox -> class of the SDK.
CLASSES = {
    "ad_account": "AdAccount",
    "campaign": "Campaign",
    "adset": "AdSet",
    "ad": "Ad",
    "creative": "AdCreative",
    "video": "AdVideo",
    "image": "AdImage",
    "report_run": "AdReportRun",
    "creative_folder": "BusinessCreativeFolder",
    "business_image": "BusinessImage",
    "business_video": "BusinessVideo",
    "business_user": "BusinessUser",
}


def names(table) -> set[str]:
    return {value for key, value in vars(table).items() if not key.startswith("_")}


def fields_of(name: str) -> set[str]:
    return names(getattr(importlib.import_module(f"facebook_business.adobjects.{name.lower()}"), name).Field)


def unexplained(what: str, sdk: set[str], here: set[str]) -> list[str]:
    """Differences without a reason, and reasons without a difference."""
    wrong = []
    for side, extra, reasons in (
        ("only in the SDK", sdk - here, ONLY_IN_THE_SDK.get(what, {})),
        ("only here", here - sdk, ONLY_HERE.get(what, {})),
    ):
        explained = set()
        for reason, patterns in reasons.items():
            found = {name for name in extra for pattern in patterns.split() if fnmatch(name, pattern)}
            wrong += [] if found else [f"{side}: nothing is left of «{reason}»"]
            explained |= found
        wrong += [f"{side}: {name}" for name in sorted(extra - explained)]
    return wrong


@pytest.mark.parametrize("kind", CLASSES)
def test_fields_are_those_of_the_sdk(kind):
    handlers.load()
    here = {"id", *TABLE.kinds[kind].default, *TABLE.kinds[kind].fields}
    sdk = fields_of(CLASSES[kind])

    # What is a field in the SDK may be an edge here, which can be asked for like a field.
    assert unexplained(f"fields of {kind}", sdk, here | (edges_of(kind) & sdk)) == []


@pytest.mark.parametrize(
    ("what", "sdk", "here"),
    [
        ("ad formats", AdPreview.AdFormat, formats.FORMATS),
        ("calls to action", AdCreative.CallToActionType, calls_to_action.TYPES),
        ("features", AdCreativeFeaturesSpec.Field, features.NAMES),
        ("effective statuses", Ad.EffectiveStatus, statuses.WORDS),
    ],
)
def test_values_are_those_of_the_sdk(what, sdk, here):
    assert unexplained(what, names(sdk), {*here}) == []


class Asking:
    """Which of some names a parameter takes: the others are answered with an error 100."""

    def __init__(self, url):
        self.url, self.session = url, requests.Session()
        self.session.params = {"access_token": facts()["access_token"]}

    def insights(self, values, **wanted) -> set[str]:
        address = f"{self.url}/v24.0/{facts()['ad_account_id']}/insights"
        taken = set()
        for value in sorted(values):
            asked = {"fields": "impressions,actions", "date_preset": "yesterday", "limit": 1}
            asked |= {name: make(value) for name, make in wanted.items()}
            answer = self.session.get(address, params=asked, timeout=30)
            if answer.ok or "ombination" in answer.json()["error"]["message"]:
                taken.add(value)
        return taken

    def campaigns(self, values, **wanted) -> set[str]:
        address = f"{self.url}/v24.0/{facts()['ad_account_id']}/campaigns"
        base = {"name": "Any", "objective": "OUTCOME_TRAFFIC", "special_ad_categories": "[]", "status": "PAUSED"}
        made = [(value, {**base, **{name: make(value) for name, make in wanted.items()}}) for value in sorted(values)]
        return {value for value, asked in made if self.session.post(address, data=asked, timeout=30).ok}


@pytest.fixture(scope="module")
def asking():
    sandbox = Sandbox(seed="empty")
    with serve(sandbox) as server:
        yield Asking(server.url)
    sandbox.close()


def plain(value):
    return value


def listed(value):
    return json.dumps([value])


def filtered(operator):
    return json.dumps([{"field": "impressions", "operator": operator, "value": [1, 2]}])


@pytest.mark.parametrize(
    ("what", "table", "parameter", "make"),
    [
        ("insights fields", AdsInsights.Field, "fields", plain),
        ("breakdowns", AdsInsights.Breakdowns, "breakdowns", listed),
        ("action breakdowns", AdsInsights.ActionBreakdowns, "action_breakdowns", listed),
        ("attribution windows", AdsInsights.ActionAttributionWindows, "action_attribution_windows", listed),
        ("date presets", AdsInsights.DatePreset, "date_preset", plain),
        ("levels", AdsInsights.Level, "level", plain),
        ("operators of filters", AdsInsights.Operator, "filtering", filtered),
    ],
)
def test_insights_take_what_the_sdk_can_ask(asking, what, table, parameter, make):
    """`never_heard_of` shows that the parameter is judged at all."""
    taken = asking.insights(names(table) | {"never_heard_of"}, **{parameter: make})

    assert unexplained(what, names(table), taken) == []


def test_campaigns_take_the_objectives_of_the_sdk(asking):
    taken = asking.campaigns(names(Campaign.Objective) | {"NEVER_HEARD_OF"}, objective=plain)

    assert unexplained("objectives", names(Campaign.Objective), taken) == []
