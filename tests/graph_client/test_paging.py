"""Lists are read to their true end, whatever the page size and the kind of paging."""

from functools import partial
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_client import GraphClient, TooMuchData, UnreadableResponse
from graph_client.paging import pages

from .conftest import examples
from .wire import Reply, wire

TOO_MUCH = {
    "error": {"code": 1, "message": "Please reduce the amount of data you're asking for, then retry your request"}
}


def listing(rows, kind, most):
    """A server that pages `rows` by cursor, offset or time and refuses a `limit` above `most`."""

    def answer(seen):
        params, limit = seen.params, int(seen.params["limit"])
        if limit > most:
            return Reply(TOO_MUCH, 500)
        start = POSITION[kind](params, rows)
        page = rows[start : start + limit]
        following = start + limit
        body = {"data": [{"id": row} for row in page], "paging": {}}
        if following < len(rows):
            asked = {k: v for k, v in params.items() if k not in ("after", "offset", "until")}
            link = {**asked, **LINK[kind](following, rows), "access_token": "EAAsomebodyelses"}
            body["paging"]["next"] = "http://elsewhere.invalid/v24.0/1/ads?" + urlencode(link)
            if kind == "cursor":
                body["paging"]["cursors"] = {"before": "x", "after": link["after"]}
        return Reply(body)

    return answer


POSITION = {
    "cursor": lambda params, rows: int(params.get("after", 0)),
    "offset": lambda params, rows: int(params.get("offset", 0)),
    "time": lambda params, rows: len(rows) - int(params.get("until", len(rows))),
}
LINK = {
    "cursor": lambda at, rows: {"after": str(at)},
    "offset": lambda at, rows: {"offset": str(at)},
    "time": lambda at, rows: {"until": str(len(rows) - at)},
}


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 40), st.integers(1, 50), st.sampled_from(sorted(LINK)), st.integers(1, 50))
def test_every_row_comes_once_in_order_under_any_page_size(count, page_size, kind, most):
    rows = [str(n) for n in range(count)]
    with wire(listing(rows, kind, most)) as server:
        client = GraphClient("t", api_url=server.url, retries=0)
        found = [row["id"] for row in client.iterate("1/ads", {"fields": ("id",)}, page_size=page_size)]
    assert found == rows
    assert all(seen.path == "/v24.0/1/ads" for seen in server.seen)
    assert all(seen.params["fields"] == "id" for seen in server.seen)
    assert all("access_token" not in seen.params for seen in server.seen)


LISTS = {"cursor": ("advideos", {}), "offset": ("advideos", {"offset": 0}), "time": ("video_ads", {})}


@examples(30)
@given(st.sampled_from(sorted(LISTS)), st.lists(st.integers(0, 9), max_size=25), st.integers(1, 30))
def test_lists_of_the_sandbox_come_whole_under_any_page_size(meta, client, kind, seconds, page_size):
    meta.sandbox.reset()
    facts = {"blob": "x", "size": 1, "width": 640, "height": 360}
    keep = partial(meta.sandbox.store.add, "video", facts, parent=client.account, key="ready")
    made = [keep(created=1000.0 + second).id for second in sorted(seconds)]
    edge, params = LISTS[kind]

    found = [row["id"] for row in client.iterate(f"{client.account}/{edge}", params, page_size=page_size)]

    assert sorted(found) == sorted(made)
    assert found == [row["id"] for row in client.get(f"{client.account}/{edge}", {"limit": 100})["data"]]


def test_limit_is_halved_for_the_same_page_and_stays_small():
    rows = [str(n) for n in range(20)]
    with wire(listing(rows, "cursor", 6)) as server:
        client = GraphClient("t", api_url=server.url)
        list(client.iterate("1/ads", page_size=40))
    assert [int(seen.params["limit"]) for seen in server.seen] == [40, 20, 10, 5, 5, 5, 5]


def test_single_row_that_is_too_much_is_an_error():
    with wire([Reply(TOO_MUCH, 500)]) as server, pytest.raises(TooMuchData):
        list(GraphClient("t", api_url=server.url).iterate("1/ads", page_size=4))
    assert len(server.seen) == 3


def test_empty_page_with_a_next_link_is_not_the_end():
    first = {"data": [], "paging": {"next": "http://x/1?after=b", "cursors": {"after": "b"}}}
    with wire([Reply(first), Reply({"data": [{"id": "1"}]})]) as server:
        assert list(GraphClient("t", api_url=server.url).iterate("1/ads")) == [{"id": "1"}]


def test_cursor_without_a_next_link_is_the_end():
    with wire([Reply({"data": [{"id": "1"}], "paging": {"cursors": {"after": "b"}}})]) as server:
        assert list(GraphClient("t", api_url=server.url).iterate("1/ads")) == [{"id": "1"}]
    assert len(server.seen) == 1


def test_range_of_the_question_is_kept_when_the_link_forgets_it():
    first = {"data": [], "paging": {"next": "http://x/1?after=b", "cursors": {"after": "b"}}}
    with wire([Reply(first), Reply({"data": []})]) as server:
        list(GraphClient("t", api_url=server.url).iterate("1/ads", {"since": "5", "until": "9"}))
    assert server.seen[1].params == {"since": "5", "until": "9", "after": "b", "limit": "100"}


def test_list_that_points_to_the_same_page_for_ever_is_an_error():
    with wire([Reply({"data": [], "paging": {"next": "http://x/1?after=b", "cursors": {"after": "b"}}})]) as server:
        with pytest.raises(UnreadableResponse, match="same page"):
            list(GraphClient("t", api_url=server.url).iterate("1/ads"))


def test_reading_goes_on_from_a_kept_cursor():
    rows = [str(n) for n in range(10)]
    with wire(listing(rows, "cursor", 99)) as server:
        client = GraphClient("t", api_url=server.url)
        first = next(pages(client, "1/ads", page_size=4))
        rest = list(client.iterate("1/ads", {"after": first["paging"]["cursors"]["after"]}, page_size=4))
    assert [row["id"] for row in rest] == rows[4:]
