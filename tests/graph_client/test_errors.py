"""Every documented code: which class, whether later may work, what the person reads, what the program does.

Codes: Marketing API reference, lines 12795-12833, 13176-13205, 13705-13767, 18307-18392; "Upload Creatives to Meta via
API", lines 119 and 152; AdCreative reference (270); Video API error codes page; the sign-in subcodes of Meta's SDKs.
"""

import json
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_client import errors as e
from graph_client import retrying
from graph_client.codes import BY_MESSAGE, CODES
from graph_client.protocol import read_answer

AGAIN, WAIT, STOP = "again", "wait", "stop"


def told(code, subcode=None, message="text", **more):
    error = {"code": code, "error_subcode": subcode, "message": message, "type": "OAuthException", **more}
    body = json.dumps({"error": {k: v for k, v in error.items() if v is not None}}).encode()
    with pytest.raises(e.GraphError) as caught:
        read_answer(400, {}, body)
    return caught.value


def does(error):
    """What the program does with it: repeat within seconds, wait longer, or stop."""
    if retrying.should_retry(error, repeatable=True):
        return AGAIN
    return WAIT if error.transient else STOP


THROTTLES = [
    (code, None)
    for code in (4, 9, 17, 32, 341, 613, 80000, 80001, 80002, 80003, 80004, 80005, 80006, 80008, 80009, 80014)
] + [(4, 1504022), (17, 2446079), (613, 1996), (80000, 2446079), (80003, 2446079), (80004, 2446079)]
TOKENS = [(101, None), (102, None), (104, None), (190, None), (412, None), (457, None)] + [
    (190, sub) for sub in (458, 459, 460, 461, 462, 463, 464, 465, 466, 467, 468, 492, 493)
]
PERMISSIONS = [(code, None) for code in (3, 10, 200, 201, 210, 222, 230, 270, 283, 294, 299, 415, 2615, 2620)] + [
    (200, 1870034),
    (100, 1815694),
    (2654, 1713092),
    (1363042, None),
    (100, 1363005),
    (2708008, None),
    (1815199, None),
    (1870034, None),
    (1870090, None),
    (1870092, None),
    (1885183, None),
    (100, 1885183),
]
POLICIES = [
    (368, None),
    (500, None),
    (1404078, None),
    (1404163, None),
    (2859015, None),
    (2490427, None),
    (2490468, None),
]
NOT_FOUND = [
    (100, 33),
    (803, None),
    (900, None),
    (2446289, None),
    (2490155, None),
    (1885557, None),
    (1487831, None),
    (2446880, None),
]
PARAMETERS = [
    (code, None)
    for code in (
        100,
        105,
        194,
        300,
        506,
        960,
        1500,
        2500,
        2606,
        2607,
        2641,
        2642,
        2654,
        2695,
        3001,
        3018,
        3902,
        3936,
        3944,
        3979,
        3980,
        3994,
        6200,
        6202,
        23007,
        1340029,
        1373054,
        1487007,
        1487033,
        1487056,
        1487472,
        1487566,
        1487678,
        1487694,
        1487901,
        1487929,
        1487990,
        1609005,
        1752129,
        1815629,
        1870047,
        1870065,
        1870088,
        1870165,
        1870199,
        1870219,
        1870220,
        1885029,
        1885088,
        1885204,
        1885272,
        1885621,
        1885650,
        1885833,
        2446149,
        2446173,
        2446307,
        2446347,
        2446383,
        2446394,
        2446509,
        2446580,
        2446712,
        2446867,
        2490085,
        2490372,
        3858064,
        3858082,
        3858152,
        3867105,
    )
] + [(1, 99), (100, 1487694), (100, 1752129), (100, 1815946), (100, 1815696), (200, 1870047), (6001, 1363020)]
MEDIA = [(code, None) for code in (351, 352, 382, 389, 6000, 1487390)] + [
    (100, 1487390),
    (6000, 1363022),
    (6000, 1363023),
    (6001, 1363031),
    (6000, 1363045),
    (100, 2875030),
    (100, 2875039),
    (100, 1815279),
]
INTERRUPTED = (
    [(6001, None)] + [(6001, sub) for sub in (1363019, 1363021, 1363030, 1363033, 1363041, 1363011)] + [(2, 1363030)]
)

TABLE = [
    *[(*key, e.RateLimited, WAIT) for key in THROTTLES],
    *[(*key, e.TokenRejected, STOP) for key in TOKENS],
    *[(*key, e.PermissionMissing, STOP) for key in PERMISSIONS],
    *[(*key, e.PolicyRefused, STOP) for key in POLICIES],
    *[(*key, e.ObjectNotFound, STOP) for key in NOT_FOUND],
    *[(*key, e.InvalidParameter, STOP) for key in PARAMETERS],
    *[(*key, e.MediaRefused, STOP) for key in MEDIA],
    *[(*key, e.UploadInterrupted, AGAIN) for key in INTERRUPTED],
    *[(code, None, e.TemporarilyUnavailable, AGAIN) for code in (1, 2, 1150, 5000, 3910001)],
    (6001, 1363037, e.UploadOffsetWrong, AGAIN),
    (100, 1487534, e.TooMuchData, STOP),
]


@pytest.mark.parametrize(("code", "subcode", "kind", "then"), TABLE)
def test_code_has_its_class_and_its_consequence(code, subcode, kind, then):
    error = told(code, subcode)
    assert type(error) is kind
    assert does(error) == then
    assert (error.code, error.subcode) == (code, subcode)


# What the sentence for people must name, where the sentence of the class would not say what to do.
NAMED = {
    (4, None): "app",
    (32, None): "Page",
    (613, 1996): "unevenly",
    (4, 1504022): "reports",
    (80000, None): "reports",
    (80002, None): "Instagram",
    (80004, None): "ad account",
    (190, 458): "removed",
    (190, 459): "facebook.com",
    (190, 460): "password",
    (190, 463): "expired",
    (190, 464): "confirm",
    (190, 467): "signed out",
    (190, 468): "long time",
    (190, 493): "switched off",
    (270, None): "development access",
    (294, None): "ads_management",
    (415, None): "second sign-in step",
    (100, 1815694): "permission",
    (1885183, None): "development mode",
    (1870034, None): "terms",
    (2708008, None): "authorised",
    (1404163, None): "closed",
    (2490427, None): "review",
    (1, 99): "campaign",
    (3018, None): "37 months",
    (2642, None): "Start it again",
    (100, 1815696): "another ad account",
    (1340029, None): "ad set",
    (1487901, None): "budget",
    (1487990, None): "archived",
    (1752129, None): "tasks",
    (1885088, None): "archived",
    (1885204, None): "bid",
    (1885272, None): "budget",
    (1885621, None): "not on both",
    (1885833, None): "Page",
    (2446149, None): "twice",
    (2446307, None): "spending limit",
    (2490085, None): "square",
    (3858082, None): "on or off",
    (3858152, None): "who pays",
    (1487390, None): "too small",
    (352, None): "MP4",
    (389, None): "address",
    (6000, 1363022): "too small",
    (6000, 1363023): "too large",
    (6000, 1363045): "size",
}


@pytest.mark.parametrize(("number", "words"), NAMED.items())
def test_people_are_told_what_is_the_matter_and_not_in_metas_words(number, words):
    error = told(*number, message="Meta's own words")
    assert words in error.advice
    assert "Meta's own words" not in error.advice


def test_every_number_that_the_client_knows_stands_in_the_table_with_its_expectation():
    known = {number for key in CODES for number in key} | {number for number, *_ in BY_MESSAGE}
    two_meanings = {number for number, words, *_ in BY_MESSAGE if words == ""}
    expected = {number for row in TABLE for number in row[:2]} | two_meanings

    assert known - expected <= {None}


@pytest.mark.parametrize(
    ("code", "message", "kind", "words"),
    [
        (2635, "You are calling a deprecated version of the Ads API.", e.VersionRetired, "version"),
        (2635, "Ad policy violation", e.PolicyRefused, "policies"),
        (2238055, "Your campaign budget must be at least $10", e.InvalidParameter, "budget"),
        (2238055, "You can not pass both instagram_user_id and instagram_actor_id", e.InvalidParameter, "Instagram"),
        (100, "Invalid appsecret_proof provided in the API argument", e.TokenRejected, "secret"),
        (
            100,
            "(#100) The After Cursor specified exceeds the max limit supported by this endpoint",
            e.InvalidParameter,
            "list",
        ),
        (1, "Please reduce the amount of data you're asking for, then retry your request", e.TooMuchData, "shorter"),
        (1, "Error validating client secret.", e.TokenRejected, "secret"),
    ],
)
def test_number_with_two_meanings_is_told_apart_by_its_message(code, message, kind, words):
    error = told(code, message=message)
    assert type(error) is kind
    assert words in error.advice


def test_two_meanings_are_told_apart_when_the_number_is_a_subcode_too():
    assert "budget" in told(100, 2238055, "Your campaign budget must be at least $10").advice


@pytest.mark.parametrize(("code", "status", "kind"), [(98765, 500, e.TemporarilyUnavailable), (98765, 400, e.APIError)])
def test_unknown_code_is_judged_by_its_status(code, status, kind):
    with pytest.raises(e.APIError) as caught:
        read_answer(status, {}, b'{"error":{"code":%d,"message":"x"}}' % code)
    assert type(caught.value) is kind


@pytest.mark.parametrize("body", [b"<html>slow down</html>", b"", b"[]", b'{"error":{"code":98765,"message":"x"}}'])
def test_too_many_calls_by_the_status_alone_are_waited_for_as_long_as_it_says(body):
    with pytest.raises(e.RateLimited) as caught:
        read_answer(429, {"Retry-After": "77"}, body)
    assert (caught.value.retry_after, caught.value.transient) == (77, True)


def test_unknown_code_that_calls_itself_transient_is_tried_again():
    assert does(told(98765, is_transient=True)) == AGAIN


def test_negative_code_is_trouble_at_meta_unless_its_subcode_is_known():
    assert type(told(-3)) is e.TemporarilyUnavailable
    assert type(told(-3, 1487390)) is e.MediaRefused


def test_missing_code_of_an_oauth_exception_means_the_token():
    with pytest.raises(e.TokenRejected):
        read_answer(401, {}, b'{"error":{"type":"OAuthException","message":"x"}}')


def test_every_sentence_for_people_is_short_plain_and_ours():
    sentences = {advice or kind.advice for kind, advice in CODES.values()}
    sentences |= {advice or kind.advice for _, _, kind, advice in BY_MESSAGE}
    for sentence in sentences:
        assert 10 < len(sentence) <= 120, sentence
        assert sentence.endswith("."), sentence
        assert not any(word in sentence for word in ("OAuth", "API ", "subcode", "parameter", "endpoint")), sentence


def test_error_carries_what_graph_says():
    error = told(
        100,
        1487901,
        "The budget is too low",
        error_user_title="Budget",
        error_user_msg="Raise it",
        fbtrace_id="Abc",
        error_data='{"blame_field_specs": [["daily_budget"], ["targeting", "age"]]}',
    )
    assert (error.user_title, error.user_message, error.trace_id) == ("Budget", "Raise it", "Abc")
    assert error.blame_field_specs == [["daily_budget"], ["targeting", "age"]]
    assert str(error) == "Graph error 100/1487901: The budget is too low (trace Abc)"


def test_wrong_offset_names_the_range_that_the_server_wants():
    error = told(6001, 1363037, error_data={"start_offset": "535822336", "end_offset": 541065216})
    assert (error.start_offset, error.end_offset) == (535822336, 541065216)


def test_errors_survive_pickling():
    error = pickle.loads(pickle.dumps(told(190, 463)))
    assert (type(error), error.code, error.advice) == (e.TokenRejected, 190, told(190, 463).advice)


@given(
    st.one_of(
        st.dictionaries(
            st.sampled_from(["code", "error_subcode", "message", "type", "error_data", "is_transient", "fbtrace_id"]),
            st.one_of(
                st.none(), st.booleans(), st.integers(), st.text(max_size=9), st.lists(st.integers(), max_size=2)
            ),
        ),
        st.text(max_size=9),
    ),
    st.integers(200, 599).filter(lambda status: not 300 <= status < 400),
)
def test_any_error_object_becomes_one_of_our_errors(error, status):
    body = json.dumps({"error": error}).encode()
    with pytest.raises(e.APIError) as caught:
        read_answer(status, {}, body)
    assert caught.value.advice


@given(st.sampled_from(["EAAabcdef123456", "123456789|abcdefghijk_-1"]), st.text(max_size=20))
def test_whatever_looks_like_a_token_is_blanked_out_of_messages(token, around):
    assert token not in told(1, message=f"{around} {token} {around}").message
