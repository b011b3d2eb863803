"""The table of edges is true: of every route, and of every documented edge that there is none for."""

import re
from pathlib import Path

import pytest

import graph_sandbox
from graph_sandbox import Sandbox, handlers
from graph_sandbox.acts import ACTS
from graph_sandbox.request import build
from graph_sandbox.routes import TABLE
from graph_sandbox.seeds import facts

handlers.load()
README = (Path(graph_sandbox.__file__).parent / "README.md").read_text()
ROW = re.compile(r"^\| `((?:GET|POST|DELETE) [^`]+)` \| (\w+) \| (.*?) ?\|$", re.MULTILINE)
ROWS = [match for match in ROW.findall(README) if "/_control" not in match[0]]
ROUTES = {name for name in TABLE.names if "/_control" not in name}
READABLE = {f"GET /{{{kind}}}" for kind in TABLE.kinds}


def rows(*states):
    return [edge for edge, state, _ in ROWS if state in states]


def test_every_route_has_one_row_that_says_how_far_it_goes():
    told = rows("emulated", "partial", "own")

    assert sorted(ROUTES - set(told)) == []
    assert sorted(set(told) - ROUTES - READABLE) == []
    assert sorted(edge for edge in told if told.count(edge) > 1) == []


def test_every_row_has_a_known_state_and_its_place():
    wrong = [row for row in ROWS if row[1] not in ("emulated", "partial", "refused", "own") or not row[2].strip(" ?")]

    assert wrong == []
    assert [row for row in ROWS if row[1] == "partial" and len(row[2]) < 15] == []


@pytest.fixture(scope="module")
def demo():
    sandbox = Sandbox(seed="demo")
    yield sandbox
    sandbox.close()


@pytest.mark.parametrize("edge", rows("refused"))
def test_what_is_refused_fails_as_an_unknown_edge_fails(demo, edge):
    assert edge not in ROUTES, "There is a route: say in the README that it is emulated, or partial and why."
    method, path = edge.split(" ", 1)

    def an_id(match):
        kind = match.group(1)
        if kind in ("account", "ad_account"):
            return facts()["ad_account_id"].removeprefix("act_" if "act_{" in path else "")
        return next((item.id for item in demo.store.list(kind).window(1)), "1")

    target = re.sub(r"\{(\w+)\}", an_id, path)
    answer = demo.handle(build(method, f"{target}?access_token={facts()['access_token']}"))

    assert answer.status == 400
    assert re.search(rb'"code":(100|2500)\b', answer.body)


def test_every_act_stands_in_the_table_of_acts():
    told = README.partition("## Acts")[2].partition("\n## ")[0]

    assert {name for name in ACTS if f"`{name}`" not in told} == set()
