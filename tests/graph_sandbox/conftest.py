"""A sandbox of one's own for each test, and a caller with a token."""

import pytest
import requests

from graph_sandbox import Sandbox, serve
from graph_sandbox.seeds import facts

from . import ads, objects


class Caller:
    """`graph.get("me")`, `graph.post(...)`: real requests with the system user's token; answers are Response objects."""

    def __init__(self, sandbox, url):
        self.sandbox, self.url = sandbox, url
        self.session = requests.Session()
        self.token = facts()["access_token"]
        for name in ("ad_account_id", "business_id", "page_id", "app_id", "app_secret"):
            setattr(self, name, facts()[name])

    def _call(self, method, path, params=None, **more):
        given = {"access_token": self.token, **(params or {})}
        if given["access_token"] is None:
            del given["access_token"]
        address = path if path.startswith("http") else f"{self.url}/v24.0/{path}"
        return self.session.request(method, address, params=given, timeout=30, **more)

    def get(self, path, params=None, **more):
        return self._call("GET", path, params, **more)

    def post(self, path, params=None, **more):
        return self._call("POST", path, params, **more)

    def delete(self, path, params=None, **more):
        return self._call("DELETE", path, params, **more)

    def control(self, method, path, /, **values):
        answer = self.session.request(method, f"{self.url}/_control/{path}", json=values or None, timeout=30)
        answer.raise_for_status()
        return answer.json()


@pytest.fixture
def new_graph():
    """new_graph(partner=False, video_polls=2): a running sandbox with a caller."""
    running = []

    def start(**options):
        sandbox = Sandbox(**{"seed": "empty", "control": True, **options})
        server = serve(sandbox)
        running.append((sandbox, server))
        return Caller(sandbox, server.__enter__().url)

    yield start
    for sandbox, server in running:
        server.__exit__(None, None, None)
        sandbox.close()


@pytest.fixture(scope="module")
def one_graph():
    """One running sandbox for a whole file."""
    sandbox = Sandbox(seed="empty", control=True)
    with serve(sandbox) as server:
        yield Caller(sandbox, server.url)
    sandbox.close()


@pytest.fixture(scope="module")
def demo():
    """The filled sandbox, running, one for a whole file."""
    sandbox = Sandbox(seed="demo")
    with serve(sandbox) as server:
        yield Caller(sandbox, server.url)
    sandbox.close()


@pytest.fixture
def clean_graph(one_graph):
    """The file's sandbox in its first state: much quicker than a new one for each of many small tests."""
    one_graph.sandbox.reset()
    return one_graph


@pytest.fixture
def graph(new_graph):
    return new_graph()


@pytest.fixture
def image_hash(graph):
    return ads.uploaded(graph)


@pytest.fixture
def creative(graph, image_hash):
    return ads.create(graph, ads.link_story(graph, image_hash)).json()["id"]


@pytest.fixture
def tree(graph, creative):
    """A campaign, an ad set and an ad, all ACTIVE."""
    top = objects.campaign(graph, status="ACTIVE").json()["id"]
    middle = objects.adset(graph, top, status="ACTIVE").json()["id"]
    return top, middle, objects.ad(graph, middle, creative, status="ACTIVE").json()["id"]


@pytest.fixture
def folder(graph):
    return graph.post(f"{graph.business_id}/creative_folders", {"name": "Autumn"}).json()["id"]


def error_of(answer):
    """(code, subcode) of an error answer."""
    error = answer.json()["error"]
    return error["code"], error.get("error_subcode")


def blamed(answer):
    """The path of the field that an error answer blames first."""
    return answer.json()["error"]["error_data"]["blame_field_specs"][0]
