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

from .good_calls import VALID, as_texts, filled, named, path_with

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


def asked_of(server):
    """Calls with the seed's token, that must succeed."""

    def ask(method, path, params):
        sent = {"params" if method == "GET" else "data": signed(as_texts(params))}
        answer = check(server, method, path if path.startswith("/") else f"/{path}", sent)
        assert answer.status_code == 200, f"{method} {path} {params} -> {answer.text}"
        return answer.json()

    return ask


good_calls = pytest.mark.parametrize(
    "method, path, params", VALID, ids=[f"{method} {path} {n}" for n, (method, path, _) in enumerate(VALID)]
)


@good_calls
def test_a_good_call_with_one_thing_wrong_is_answered_by_graph(server, method, path, params):
    server.sandbox.reset()
    ask = asked_of(server)
    ids = named(server.sandbox, ask)
    good, target = filled(params, ids), path_with(ids, path)
    ask(method, target, good)
    ways = [way for way in places(good) if way and way != ("access_token",)] or [("fields",)]

    @settings(STEADY, max_examples=max(12, EXAMPLES // 5))
    @given(st.sampled_from(ways), JSON | WORDS, st.sampled_from(KNOWN), JSON)
    def run(way, new, name, value):
        asked = changed(good, way, new) | ({name: value} if method == "GET" else {})
        check(server, method, target, {"params" if method == "GET" else "data": signed(as_texts(asked))})

    run()
    check_memory(server.sandbox.store)


def test_what_asynchronous_requests_ask_for_succeeds(server):
    """A set is taken before its requests are looked at, so that its answer says nothing about them."""
    server.sandbox.reset()
    ask = asked_of(server)
    ids = named(server.sandbox, ask)
    for method, path, params in VALID:
        if "/async" in path:
            made = ask(method, path_with(ids, path), filled(params, ids))["id"]
            states = ask("GET", f"{made}/requests", {"fields": "status,result"})["data"]
            assert {one["status"] for one in states} == {"SUCCESS"}, states
