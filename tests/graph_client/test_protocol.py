"""The rules of Graph over HTTP, apart from any connection."""

import json
from datetime import UTC, date, datetime
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_client import Secret, UnreadableResponse, protocol

plain = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
nested = st.recursive(
    st.one_of(st.booleans(), st.integers(), plain),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(plain, inner, max_size=4)),
    max_leaves=12,
)


@given(st.dictionaries(plain.filter(lambda name: name != "fields"), nested, max_size=6))
def test_parameters_come_back_as_they_were_given(params):
    pairs = dict(parse_qsl(urlencode(protocol.encode_params(params)), keep_blank_values=True))
    assert pairs.keys() == params.keys()
    for name, value in params.items():
        decoded = pairs[name] if isinstance(value, str) else json.loads(pairs[name])
        assert decoded == value


@given(nested.filter(lambda value: isinstance(value, (dict, list))))
def test_same_value_is_always_written_the_same(value):
    again = json.loads(json.dumps(value))
    assert protocol.to_json(value) == protocol.to_json(again)


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("fields", ("id", "picture{url}"), "id,picture{url}"),
        ("hashes", ["a", "b"], '["a","b"]'),
        ("published", False, "false"),
        ("since", date(2026, 11, 24), "2026-11-24"),
        ("since", datetime(2026, 1, 1, tzinfo=UTC), "1767225600"),
        (
            "time_range",
            {"until": date(2026, 1, 2), "since": date(2026, 1, 1)},
            '{"since":"2026-01-01","until":"2026-01-02"}',
        ),
        ("token", Secret("hidden"), "hidden"),
    ],
)
def test_value_is_written_as_graph_reads_it(name, value, text):
    assert protocol.encode_params({name: value, "absent": None}) == [(name, text)]


def test_value_that_cannot_be_sent_is_named():
    with pytest.raises(TypeError, match="object"):
        protocol.encode_params({"spec": [object()]})


def test_proof_is_the_keyed_hash_of_the_token():
    assert (
        protocol.app_secret_proof("secret", "token")
        == "e941110e3d2bfe82621f0e3e1434730d7305d106c5f68c87165d0b27a4611a4a"
    )


@pytest.mark.parametrize(
    ("base", "path", "url"),
    [
        ("https://g", "act_1/ads", "https://g/v24.0/act_1/ads"),
        ("https://g/", "/me/", "https://g/v24.0/me"),
        ("https://g", "upload:MTphdH", "https://g/v24.0/upload:MTphdH"),
        ("https://g", "", "https://g/v24.0"),
    ],
)
def test_address_is_host_version_and_path(base, path, url):
    assert protocol.build_url(base, "v24.0", path) == url


@pytest.mark.parametrize(
    ("path", "pattern"),
    [
        ("act_123/adimages", "act_{id}/adimages"),
        ("123_456", "{id}"),
        ("/me/adaccounts", "me/adaccounts"),
        ("upload:AbC", "upload:{id}"),
        ("EAAtoken", "{id}"),
        ("", ""),
    ],
)
def test_pattern_of_an_edge_holds_no_id(path, pattern):
    assert protocol.edge_pattern(path) == pattern


@pytest.mark.parametrize(
    ("path", "account", "key"),
    [
        ("act_12/ads", "", ("ads_management", "12")),
        ("act_12/insights", "99", ("ads_insights", "12")),
        ("555", "99", ("ads_management", "99")),
        ("555/insights", "act_99", ("ads_insights", "99")),
        ("555/creative_folders", "99", ("app", "")),
        ("me", "99", ("app", "")),
        ("555", "", ("app", "")),
    ],
)
def test_call_counts_against_the_right_quota(path, account, key):
    assert protocol.quota_key(path, account) == key


@pytest.mark.parametrize(
    ("status", "body"), [(200, b"<html>"), (502, b"Bad gateway"), (200, b""), (404, b'{"a":1}'), (200, b"\xff")]
)
def test_answer_that_is_not_from_graph_is_unreadable(status, body):
    with pytest.raises(UnreadableResponse) as caught:
        protocol.read_answer(status, {}, body)
    assert caught.value.transient is (status >= 500)


@given(st.binary(max_size=60), st.integers(100, 599))
def test_any_bytes_become_data_or_one_of_our_errors(body, status):
    from graph_client import GraphError

    try:
        protocol.read_answer(status, {}, body)
    except GraphError:
        return


def test_secret_shows_itself_only_when_asked():
    secret = Secret("planted")
    assert "planted" not in f"{secret} {secret!r} {[secret]} {vars(protocol).get('x')}"
    assert Secret(secret).reveal() == "planted"
