"""Calls that no client would make: whatever is asked, the answer is Graph's own, never a fall of the server."""

import inspect
import json
import os
import re
import sys

import pytest
import requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_sandbox import Sandbox, handlers, routes, serve
from graph_sandbox.seeds import facts
from graph_sandbox.store import Stored

handlers.load()
EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "250"))
STEADY = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize="FUZZ_EXAMPLES" not in os.environ,
    suppress_health_check=list(HealthCheck),
)
API = sorted(name for name in routes.TABLE.names if "/_control" not in name)
CONTROL = sorted(name for name in routes.TABLE.names if "/_control" in name)
READ = re.compile(r"(?:request\.\w+|params\.get|params)[\[(]\"(\w+)\"")
# Ends the token or the server's state for all later calls; each has tests of its own
NOT_HERE = {"DELETE /{user}/permissions", "GET /oauth/revoke", "POST /_control/reset"}


def known_parameters() -> list[str]:
    """Every parameter that some part of the sandbox reads, and those of Graph that all calls may have."""
    ours = [module for name, module in sys.modules.items() if name.startswith("graph_sandbox")]
    found = {name for module in ours for name in READ.findall(inspect.getsource(module))}
    common = {"fields", "limit", "after", "before", "since", "until", "offset", "summary", "filtering", "ids", "debug"}
    return sorted((found | common) - {"access_token"})


KNOWN = known_parameters()
WORDS = st.sampled_from(
    [
        "",
        "0",
        "1",
        "-1",
        "null",
        "true",
        "[]",
        "{}",
        "[[]]",
        '[{"a":1}]',
        "act_1",
        "2026-11-24",
        "9" * 30,
        "1e999",
        "NaN",
    ]
    + ["id,name{", "id,{}", "a{b{c}}", "ACTIVE", "PAUSED", "LINK_CLICKS", "last_7d", "%00", "\x00", "\ud7ff", "é" * 300]
    + [
        '{"since":"2026-11-01","until":"2026-10-01"}',
        '["age","gender"]',
        '{"image_hash":"x"}',
        "id.limit(-5)",
        "/",
        "..",
    ]
)
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | WORDS
JSON = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KNOWN) | st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=8,
)
VALUES = WORDS | st.text(max_size=40) | JSON.map(json.dumps)


@pytest.fixture(scope="module")
def server():
    sandbox = Sandbox(seed="demo")
    with serve(sandbox) as running:
        running.sandbox, running.session = sandbox, requests.Session()
        yield running
    sandbox.close()


def objects_of(sandbox, kind: str) -> list[str]:
    return [item.id for item in sandbox.store.list(kind).window(3)] or ["1"]


def path_of(name: str, server, draw) -> tuple[str, str]:
    """The method and the path of a route with real ids in it, or with ids of nothing."""
    method, path = name.split(" ", 1)

    def part(match):
        kind = match.group(1).split(":")[0]
        if kind == "account":
            return facts()["ad_account_id"].removeprefix("act_")
        chosen = [*objects_of(server.sandbox, kind) * 3, "1", "act_9", "me", "nonsense"]
        return chosen[draw(st.integers(0, 60)) % len(chosen)]

    return method, re.sub(r"\{([\w:]+)\}", part, path)


def check(server, method, path, params, **more):
    """Sends the call; what comes back must be an answer of Graph's, or a page outside the API."""
    is_page = any(entry.expression.match(path) for entry in routes.TABLE.pages)
    answer = server.session.request(method, f"{server.url}{path}", timeout=30, allow_redirects=False, **params, **more)
    text = answer.text
    if answer.headers.get("Content-Type", "").startswith("text/javascript"):  # `callback` was among the parameters
        text = re.fullmatch(r"/\*\*/ [\w$.]+\((.*)\);", text, re.DOTALL).group(1)
    shown = f"{method} {path} {params} -> {answer.status_code} {text[:400]}"
    assert "Traceback" not in text and "inside the sandbox" not in text, shown
    if is_page:
        assert answer.status_code < 500, shown
        return answer
    body = json.loads(text) if text else {}
    if answer.status_code >= 400:
        error = body["error"]
        assert isinstance(error["code"], int) and error["message"] and error["type"] and error["fbtrace_id"], shown
        assert answer.status_code < 500 or error["code"] in (1, 2), shown
    elif answer.status_code != 304:
        assert body is not None, shown
    if (
        isinstance(body, dict)
        and body.get("error", {})
        and body["error"]["code"] in (102, 190, 4, 17, 613, 80000, 80004)
    ):
        server.sandbox.reset()
    return answer


def check_memory(store) -> None:
    """No handler may change in place what the store remembers."""
    rows = store.execute("SELECT * FROM objects")
    kept = {row["id"]: Stored(row) for row in rows}
    for object_id, known in store._read.items():
        assert (known, known.kind, known.key) == (kept[object_id], kept[object_id].kind, kept[object_id].key)


def signed(params: dict) -> dict:
    return {"access_token": facts()["access_token"], **params}


@pytest.mark.parametrize("place", ["query", "form", "json"])
def test_any_parameters_at_any_route_are_answered_by_graph(server, place):
    @STEADY
    @given(st.data())
    def run(data):
        name = data.draw(st.sampled_from([one for one in API if one not in NOT_HERE]))
        method, path = path_of(name, server, data.draw)
        given_ = data.draw(st.dictionaries(st.sampled_from(KNOWN), VALUES, max_size=6))
        if place == "json" and method != "GET":
            loose = data.draw(st.dictionaries(st.sampled_from(KNOWN), JSON, max_size=4))
            check(
                server,
                method,
                path,
                {"params": signed({}), "data": json.dumps({**given_, **loose})},
                headers={"Content-Type": "application/json"},
            )
        elif place == "form" and method != "GET":
            check(server, method, path, {"data": signed(given_)})
        else:
            check(server, method, path, {"params": signed(given_)})

    run()
    check_memory(server.sandbox.store)


def test_any_parameters_of_the_control_path_are_answered(server):
    @settings(STEADY, max_examples=EXAMPLES // 3)
    @given(st.data())
    def run(data):
        method, path = path_of(
            data.draw(st.sampled_from([one for one in CONTROL if one not in NOT_HERE])), server, data.draw
        )
        values = data.draw(
            st.dictionaries(st.sampled_from([*KNOWN, "code", "action", "count", "bytes"]), JSON, max_size=4)
        )
        values.pop("latency_ms", None)
        check(server, method, path, {"data": json.dumps(values)} if method != "GET" else {"params": {}})
        server.sandbox.faults.clear()

    run()
    server.sandbox.reset()


def test_any_body_and_any_batch_is_answered(server):
    @settings(STEADY, max_examples=EXAMPLES // 3)
    @given(st.data())
    def run(data):
        parts = data.draw(
            st.lists(
                st.fixed_dictionaries(
                    {},
                    optional={
                        "method": st.sampled_from(["GET", "POST", "DELETE", "", "PUT"]) | JSON,
                        "relative_url": st.sampled_from(
                            ["me", "me?fields=id,{", "{result=a:$.id}", "act_1/ads?limit=x"]
                        )
                        | JSON,
                        "body": st.text(max_size=20) | JSON,
                        "name": st.sampled_from(["a", "b"]) | JSON,
                        "depends_on": st.sampled_from(["a", "b", "c"]) | JSON,
                        "attached_files": st.text(max_size=5) | JSON,
                        "omit_response_on_success": JSON,
                        "headers": JSON,
                    },
                )
                | JSON,
                max_size=5,
            )
            | JSON
        )
        check(server, "POST", "/", {"data": signed({"batch": json.dumps(parts)})})
        kind = data.draw(
            st.sampled_from(
                [
                    "application/json",
                    "multipart/form-data; boundary=x",
                    "multipart/form-data",
                    "text/x",
                    ";",
                    "application/x-www-form-urlencoded; charset=utf-16",
                ]
            )
        )
        body = data.draw(
            st.binary(max_size=60)
            | st.sampled_from(
                [
                    b"--x\r\n",
                    b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n--x--',
                    b"[1]",
                    b"{",
                    b"null",
                ]
            )
        )
        account = facts()["ad_account_id"]
        check(
            server, "POST", f"/{account}/adimages", {"params": signed({}), "data": body}, headers={"Content-Type": kind}
        )

    run()


def story(data: dict) -> dict:
    return {"page_id": facts()["page_id"], "link_data": data}


LINK = {
    "message": "Try it for 60 days.",
    "link": "https://shop.example/lamp",
    "name": "Warm",
    "call_to_action": {"type": "SHOP_NOW"},
}
PICTURE = "0123456789abcdef0123456789abcdef"
FEED = {
    "images": [{"hash": PICTURE, "adlabels": [{"name": "one"}]}, {"hash": PICTURE}],
    "bodies": [{"text": "a", "adlabels": [{"name": "b"}]}, {"text": "b"}],
    "titles": [{"text": "a"}],
    "link_urls": [{"website_url": "https://shop.example/"}],
    "ad_formats": ["SINGLE_IMAGE"],
    "call_to_action_types": ["SHOP_NOW"],
    "asset_customization_rules": [
        {"customization_spec": {"publisher_platforms": ["facebook"], "age_max": 65}, "image_label": {"name": "one"}}
    ],
}
TARGETING = {"geo_locations": {"countries": ["DE"]}, "publisher_platforms": ["facebook"], "age_min": 18}
VALID: list[tuple[str, str, dict]] = [
    (
        "POST",
        "{account}/campaigns",
        {"name": "A", "objective": "OUTCOME_SALES", "status": "PAUSED", "special_ad_categories": []},
    ),
    (
        "POST",
        "{account}/adsets",
        {"name": "A", "campaign_id": "{campaign}", "daily_budget": 1000, "billing_event": "IMPRESSIONS"}
        | {
            "optimization_goal": "LINK_CLICKS",
            "bid_strategy": "LOWEST_COST_WITHOUT_CAP",
            "targeting": TARGETING,
            "start_time": "2026-12-01T00:00:00+0000",
        },
    ),
    (
        "POST",
        "{account}/ads",
        {"name": "A", "adset_id": "{adset}", "creative": {"creative_id": "{creative}"}, "status": "PAUSED"},
    ),
    (
        "POST",
        "{account}/adcreatives",
        {"name": "A", "object_story_spec": story({**LINK, "child_attachments": [LINK, LINK]}), "url_tags": "a=b"},
    ),
    (
        "POST",
        "{account}/adcreatives",
        {"object_story_spec": {"page_id": "{page}"}, "asset_feed_spec": FEED}
        | {"degrees_of_freedom_spec": {"creative_features_spec": {"image_uncrop": {"enroll_status": "OPT_IN"}}}},
    ),
    (
        "GET",
        "{account}/generatepreviews",
        {
            "creative": {"object_story_spec": story(LINK)},
            "ad_format": "INSTAGRAM_STORY",
            "creative_feature": "image_uncrop",
        },
    ),
    (
        "GET",
        "{account}/insights",
        {"level": "ad", "fields": "impressions,spend,actions", "breakdowns": "age,gender", "time_increment": 1}
        | {
            "time_range": {"since": "2026-11-01", "until": "2026-11-05"},
            "filtering": [{"field": "ad.id", "operator": "IN", "value": ["1"]}],
        }
        | {"sort": ["spend_descending"], "action_attribution_windows": ["7d_click"], "summary": "spend"},
    ),
    ("POST", "{account}/insights", {"level": "adset", "fields": ["spend"], "date_preset": "last_7d"}),
    ("POST", "{adset}", {"name": "B", "daily_budget": 500, "targeting": TARGETING, "status": "PAUSED"}),
    ("POST", "{ad}", {"name": "B", "creative": {"creative_id": "{creative}"}, "status": "ARCHIVED"}),
    ("POST", "{account}/advideos", {"upload_phase": "start", "file_size": 1000}),
    ("POST", "{business}/creative_folders", {"name": "Spring", "description": "x", "parent_folder_id": "1"}),
    (
        "GET",
        "{account}/ads",
        {
            "fields": "id,name,creative{id,object_story_spec},insights.date_preset(last_7d){spend}",
            "limit": 5,
            "filtering": [{"field": "ad.effective_status", "operator": "IN", "value": ["ACTIVE"]}],
        },
    ),
]


def filled(value, ids: dict):
    if isinstance(value, dict):
        return {key: filled(one, ids) for key, one in value.items()}
    if isinstance(value, list):
        return [filled(one, ids) for one in value]
    return ids.get(value, value) if isinstance(value, str) else value


def places(value, way=()):
    """The way to every value inside."""
    yield way
    for key, one in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from places(one, (*way, key))


def changed(value, way, new):
    if not way:
        return new
    copy = value.copy()
    copy[way[0]] = changed(value[way[0]], way[1:], new)
    return copy


@pytest.mark.parametrize(
    "method, path, params", VALID, ids=[f"{method} {path} {n}" for n, (method, path, _) in enumerate(VALID)]
)
def test_a_good_call_with_one_thing_wrong_is_answered_by_graph(server, method, path, params):
    server.sandbox.reset()
    ids = {
        f"{{{kind}}}": objects_of(server.sandbox, kind)[0]
        for kind in ("campaign", "adset", "ad", "creative", "business", "page")
    }
    ids["{account}"] = facts()["ad_account_id"]
    good = filled(params, ids)
    target = "/" + re.sub(r"\{\w+\}", lambda match: ids[match.group(0)], path)
    ways = [way for way in places(good) if way]

    @settings(STEADY, max_examples=max(12, EXAMPLES // 5))
    @given(st.sampled_from(ways), JSON | WORDS, st.sampled_from(KNOWN), JSON)
    def run(way, new, name, value):
        asked = changed(good, way, new) | ({name: value} if method == "GET" else {})
        texts = {key: one if isinstance(one, str) else json.dumps(one) for key, one in asked.items()}
        check(server, method, target, {"params" if method == "GET" else "data": signed(texts)})

    run()
    check_memory(server.sandbox.store)
