"""Our signature for one push service, and the shape of what is sent."""

import json
from datetime import UTC, datetime, timedelta
from uuid import UUID

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from backend.push.rules.payloads import packed, shortened, topic_of
from backend.push.rules.tokens import opens, token_of
from backend.push.rules.vapid import authorization, is_clean_subject, public_text

NOW = datetime(2026, 7, 1, 8, 0, tzinfo=UTC)
KEY = ec.generate_private_key(ec.SECP256R1())
ID = UUID("0197c0de-0000-7000-8000-000000000001")


def test_the_header_is_signed_for_one_origin_and_lives_less_than_a_day() -> None:
    header, expires = authorization("https://push.example", "mailto:duty@example.cn", KEY, NOW)
    scheme, _, rest = header.partition(" ")
    parts = dict(part.split("=", 1) for part in rest.split(","))
    assert scheme == "vapid"
    assert parts["k"] == public_text(KEY.public_key())
    claims = jwt.decode(
        parts["t"],
        KEY.public_key(),
        algorithms=["ES256"],
        audience="https://push.example",
        options={"verify_exp": False},
    )
    assert claims["sub"] == "mailto:duty@example.cn"
    assert claims["exp"] == int(expires.timestamp())
    assert timedelta(hours=1) < expires - NOW <= timedelta(hours=24)


@pytest.mark.parametrize("subject", ["mailto:duty@example.cn", "https://example.cn/contact"])
def test_a_clean_contact_is_taken(subject: str) -> None:
    assert is_clean_subject(subject)


@pytest.mark.parametrize(
    "subject",
    [
        "",
        "duty@example.cn",
        "mailto: duty@example.cn",
        "mailto:<duty@example.cn>",
        "mailto:duty@localhost",
        "https://localhost",
        "https://localhost:8000/",
        "http://example.cn",
        "mailto:duty@example.cn\n",
        "mailto:a@b@example.cn",
        "https://127.0.0.1/",
    ],
)
def test_a_contact_that_apple_would_refuse_is_not(subject: str) -> None:
    assert not is_clean_subject(subject)


def test_a_message_too_large_loses_its_long_texts_and_nothing_else() -> None:
    data = {"kind": "order", "token": "t", "instruction": "撤离" * 900, "description": "d"}
    short = shortened(packed({"title": "t", "tag": "x", "data": data}))
    assert short is not None
    assert json.loads(short) == {
        "web_push": 8030,
        "notification": {"title": "t", "tag": "x", "data": {"kind": "order", "token": "t"}},
        "app_badge": 1,
    }
    assert shortened(short) is None


@pytest.mark.parametrize("payload", [b"", b"not json", b"[]", b'{"notification": 5}'])
def test_what_is_no_message_of_ours_cannot_be_shortened(payload: bytes) -> None:
    assert shortened(payload) is None


def test_a_topic_fits_the_header() -> None:
    assert len(topic_of(ID)) <= 32
    assert topic_of(ID) == topic_of(ID)


def test_a_test_token_opens_its_own_test_only() -> None:
    token = token_of("secret", ID)
    assert opens(token, "secret", ID)
    assert not opens(token, "other", ID)
    assert not opens(token, "secret", UUID(int=5))
    assert not opens("汉字", "secret", ID)
