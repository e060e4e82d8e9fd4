"""The tokens of a session: bad ones, old ones, lost ones and stolen ones."""

from datetime import timedelta
from typing import Any

import jwt
import pytest
from flask import Flask
from flask_jwt_extended import create_access_token
from sqlalchemy import select

from backend.identity.models import SessionFamily
from backend.identity.routes import tokens
from tests.conftest import make_app
from tests.identity.phone import Phone


@pytest.mark.parametrize(
    "header",
    ["Bearer", "Bearer ", "Bearer x", "Bearer a.b.c", "Basic dTpw", "x", "Bearer " + "é", "Bearer a b c"],
)
def test_a_bad_token_is_401_and_never_422(phone: Phone, header: str) -> None:
    answer = phone.call("GET", "/api/me", headers={"Authorization": header})
    assert (answer.status_code, answer.json["code"]) == (401, "identity.token_bad")


def test_a_token_signed_by_somebody_else_or_by_nobody_is_bad(phone: Phone) -> None:
    phone.sign_in("shen")
    claims = jwt.decode(phone.bearer, options={"verify_signature": False})
    forged = jwt.encode(claims, "another-secret-of-at-least-32-bytes!", algorithm="HS256")
    unsigned = jwt.encode(claims, None, algorithm="none")
    for token in (forged, unsigned):
        answer = phone.call("GET", "/api/me", headers={"Authorization": f"Bearer {token}"})
        assert (answer.status_code, answer.json["code"]) == (401, "identity.token_bad")


def test_a_token_without_a_session_or_a_good_subject_is_bad(phone: Phone, app: Flask) -> None:
    phone.sign_in("shen")
    for claims in ({}, {"session": 7}, {"session": "no-uuid"}, {"sub": 5}):
        token = create_access_token("someone", additional_claims=claims)
        assert phone.call("GET", "/api/me", headers={"Authorization": f"Bearer {token}"}).status_code == 401


def test_an_access_token_dies_after_fifteen_minutes(phone: Phone, clock: Any) -> None:
    phone.sign_in("shen")
    clock.move(899)
    assert phone.call("GET", "/api/me").status_code == 200
    clock.move(1)
    assert phone.call("GET", "/api/me").json["code"] == "identity.token_expired"
    assert phone.refresh().status_code == 200
    assert phone.call("GET", "/api/me").status_code == 200


def test_a_refresh_token_is_no_bearer_and_a_bearer_no_refresh_token(phone: Phone) -> None:
    phone.sign_in("shen")
    refresh, csrf = phone.cookies()
    assert phone.call("GET", "/api/me", headers={"Authorization": f"Bearer {refresh}"}).status_code == 401
    phone.set_cookies((phone.bearer or "", csrf))
    assert phone.refresh().status_code in {401, 403}


def test_a_refresh_needs_the_csrf_value_that_only_our_pages_can_read(phone: Phone) -> None:
    phone.sign_in("shen")
    for csrf in (None, "guessed"):
        refused = phone.refresh(csrf=csrf)
        assert (refused.status_code, refused.json["code"]) == (403, "identity.csrf")
    assert phone.refresh().status_code == 200


def test_without_a_cookie_there_is_nothing_to_refresh(phone: Phone) -> None:
    assert (phone.refresh().status_code, phone.refresh().json["code"]) == (401, "actor.unknown")


def test_every_refresh_gives_another_token(phone: Phone) -> None:
    phone.sign_in("shen")
    seen = {phone.cookies()[0]}
    for _ in range(3):
        assert phone.refresh().status_code == 200
        seen.add(phone.cookies()[0])
    assert len(seen) == 4


def test_an_old_refresh_token_ends_the_session_for_thief_and_owner(phone: Phone, db: Any) -> None:
    phone.sign_in("shen")
    stolen = phone.cookies()
    phone.refresh()
    phone.refresh()
    owners = phone.cookies()
    phone.set_cookies(stolen)
    refused = phone.refresh()
    assert (refused.status_code, refused.json["code"]) == (401, "identity.token_reused")
    phone.set_cookies(owners)
    assert phone.refresh().json["code"] == "identity.session_ended"
    assert phone.call("GET", "/api/me").json["code"] == "identity.session_ended"
    assert db.session.scalar(select(SessionFamily.reason)) == "reused"


def test_a_reply_lost_on_a_bad_network_does_not_sign_anybody_out(phone: Phone, clock: Any) -> None:
    phone.sign_in("shen")
    before = phone.cookies()
    phone.refresh()
    phone.set_cookies(before)
    clock.move(30)
    assert phone.refresh().status_code == 200
    assert phone.refresh().status_code == 200


def test_after_thirty_seconds_the_token_before_is_a_stolen_one(phone: Phone, clock: Any) -> None:
    phone.sign_in("shen")
    before = phone.cookies()
    phone.refresh()
    phone.set_cookies(before)
    clock.move(31)
    assert phone.refresh().json["code"] == "identity.token_reused"


def test_the_token_before_is_stolen_once_its_successor_was_used(phone: Phone) -> None:
    phone.sign_in("shen")
    before = phone.cookies()
    phone.refresh()
    phone.refresh()
    phone.set_cookies(before)
    assert phone.refresh().json["code"] == "identity.token_reused"


def test_the_successor_that_got_lost_is_stolen_when_it_turns_up(phone: Phone) -> None:
    phone.sign_in("shen")
    before = phone.cookies()
    phone.refresh()
    lost = phone.cookies()
    phone.set_cookies(before)
    phone.refresh()
    phone.set_cookies(lost)
    assert phone.refresh().json["code"] == "identity.token_reused"


def test_a_refresh_token_lives_thirty_days_from_its_last_use(phone: Phone, clock: Any) -> None:
    phone.sign_in("shen")
    clock.move(timedelta(days=29).total_seconds())
    assert phone.refresh().status_code == 200
    clock.move(timedelta(days=30).total_seconds())
    assert phone.refresh().status_code == 401


def test_a_short_secret_stops_the_start() -> None:
    app = make_app("postgresql://nobody@localhost/none")
    app.config["JWT_SECRET_KEY"] = "x" * 31
    with pytest.raises(RuntimeError, match="shorter than 32 bytes"):
        tokens.set_up(app)
