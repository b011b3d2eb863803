"""What is written into the log: secrets never, everything else as it was said."""

import json
import logging
import re

import pytest

from config.logging import JsonFormatter, TextFormatter, redact

TOKEN = "EAAB" + "x1Y2z3" * 12


def event(message, *args, **extra):
    return logging.makeLogRecord({"msg": message, "args": args, "levelname": "INFO", "name": "galley", **extra})


@pytest.mark.parametrize(
    "said",
    [
        f"GET /v24.0/me?access_token={TOKEN}&fields=id",
        f"Authorization: Bearer {TOKEN}",
        f"Authorization: OAuth {TOKEN}",
        f"{{'Authorization': 'Bearer {TOKEN}'}}",
        f"Malformed access token {TOKEN}",
        f"input_token={TOKEN}",
        f"fb_exchange_token={TOKEN}",
        f'{{"access_token": "{TOKEN}"}}',
        f"Cookie: sessionid=abc{TOKEN}; csrftoken=def{TOKEN}",
        f"{{'access_token': ['{TOKEN}']}}",
    ],
)
def test_a_token_is_hidden_wherever_it_stands(said):
    assert TOKEN not in redact(said)
    assert "[hidden]" in redact(said)


@pytest.mark.parametrize(
    "said",
    [
        "code=AbCdEf0123456789",
        "/oauth/callback?code=AbCdEf0123456789&state=7",
        "/oauth/callback?state=7&code=AbCdEf0123456789#_=_",
        "{'code': 'AbCdEf0123456789'}",
        '{"code": "AbCdEf0123456789"}',
        "client_secret=AbCdEf0123456789",
        "appsecret_proof=AbCdEf0123456789",
        "app_secret: AbCdEf0123456789",
        "password=AbCdEf0123456789",
        "csrfmiddlewaretoken=AbCdEf0123456789",
        "X-CSRFToken: AbCdEf0123456789",
        "Set-Cookie: sessionid=AbCdEf0123456789; Path=/",
        "http://galley.example/s/AbCdEf0123456789",
        "Unprocessable Entity: /accounts/invitations/AbCdEf0123456789/",
        "/accounts/password/new/1-dij-AbCdEf0123456789/",
        "code=12AbCdEf0123456789",
    ],
)
def test_the_value_of_a_secret_is_hidden(said):
    assert "AbCdEf0123456789" not in redact(said)
    assert "[hidden]" in redact(said)


@pytest.mark.parametrize(
    "said",
    [
        "Graph refused: code=190 subcode=463",
        "code= trace=AbCdEf0123",
        "code=None trace=AbCdEf0123",
        "code=190",
        "code=-1 subcode=99",
        '{"error": {"code": 190, "error_subcode": 463}}',
        "{'code': None, 'subcode': None}",
        "access_token= next=1",
        "password= name=Mara",
        "The code is wrong. Ask for a new one.",
        "error code: see below",
        "barcode=ABCDEFGH",
        "encode: utf-8",
        "country_code=DE",
        "Read 12 codes of 40 in /b/studio-nord/s/",
        "/b/studio-nord/invitations/12/renew/",
    ],
)
def test_what_is_no_secret_stays_as_it_was_said(said):
    assert redact(said) == said


def test_a_line_of_text_hides_what_its_extra_fields_carry():
    line = TextFormatter().format(event("called %s", "me", route=f"x?access_token={TOKEN}"))

    assert TOKEN not in line
    assert "called me" in line


def test_a_json_line_hides_secrets_in_every_field_and_stays_json():
    try:
        raise ValueError(f"bad token {TOKEN}")
    except ValueError as error:
        trace = (type(error), error, error.__traceback__)
    line = JsonFormatter().format(
        event('said {"access_token": "%s"}', TOKEN, graph=f"code=190 {TOKEN}", exc_info=trace)
    )

    assert TOKEN not in line
    assert json.loads(line)["graph"] == "code=190 [hidden]"
    assert json.loads(line)["message"] == 'said {"access_token": "[hidden]"}'


def test_a_line_break_in_a_message_begins_no_line_that_looks_like_an_event():
    line = TextFormatter().format(event("upload %s", "a\n2026-01-01T00:00:00 ERROR galley [-] forged"))

    assert not re.search(r"^2026-01-01", line, re.MULTILINE)
