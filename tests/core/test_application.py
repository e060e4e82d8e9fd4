"""Replies of the API as they leave: small for Chinese, the same bytes for the same words, whatever they hold."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from flask import jsonify

from backend.core.http.application import Application


def replied(said: Any) -> bytes:
    app = Application(__name__)
    app.add_url_rule("/", "show", view_func=lambda: jsonify(said))
    reply = app.test_client().get("/")
    assert (reply.status_code, reply.content_type) == (200, "application/json")
    return reply.data


def test_chinese_is_sent_as_it_is() -> None:
    assert replied({"name": "朝晖街道"}) == '{"name":"朝晖街道"}'.encode()


def test_the_same_words_are_the_same_bytes() -> None:
    assert replied({"b": 1, "a": {"d": None, "c": True}}) == replied({"a": {"c": True, "d": None}, "b": 1})


@pytest.mark.parametrize(
    "said",
    [
        pytest.param({"people": 2**70}, id="a whole number beyond 64 bits"),
        pytest.param({"note": "half \ud83d"}, id="half a character"),
        pytest.param({"a" * 3: [1.5, -0.0, 1e-300]}, id="fractions"),
    ],
)
def test_whatever_is_kept_can_be_shown(said: dict[str, Any]) -> None:
    assert json.loads(replied(said)) == said


def test_keys_that_are_numbers_leave_as_text() -> None:
    assert json.loads(replied({1: "one"})) == {"1": "one"}


def test_what_json_has_no_word_for_is_written_as_flask_writes_it() -> None:
    at = datetime(2026, 7, 1, 8, 30, tzinfo=UTC)
    number = UUID("01234567-89ab-7def-8123-456789abcdef")
    assert json.loads(replied([at, Decimal("1.50"), number])) == [
        "Wed, 01 Jul 2026 08:30:00 GMT",
        "1.50",
        str(number),
    ]
