"""Signing in, staying in and signing out, as phones do it over the API."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import jwt
import pytest
from flask import Flask
from flask_jwt_extended import create_access_token
from sqlalchemy import func, select, text

from backend.core.facts import Fact
from backend.identity.models import Account, Device, SessionFamily
from backend.identity.routes import tokens
from tests.builders import people
from tests.cast import Cast
from tests.conftest import make_app
from tests.identity.phone import COOKIE, Phone

NewPhone = Callable[[], Phone]


@pytest.fixture
def phone(app: Flask, cast: Cast, clock: Any) -> Phone:
    return Phone(app)


def locked(db: Any, owner: Any) -> Account:
    return db.session.get_one(Account, owner.id, populate_existing=True)


def test_a_commander_signs_in_and_sees_himself(phone: Phone, cast: Cast) -> None:
    answer = phone.sign_in("shen")
    assert answer.status_code == 201
    assert answer.json["expires_in"] == 900
    assert answer.json["must_change_password"] is False
    assert answer.json["me"]["name"] == "沈岚"
    assert answer.json["me"]["area"]["code"] == "330103005"
    assert [(g["role"], g["area_code"], g["is_lead"]) for g in answer.json["me"]["grants"]] == [
        ("commander", "330103005", True)
    ]
    assert phone.call("GET", "/api/me").json == answer.json["me"]


def test_the_refresh_token_is_kept_from_scripts_and_from_other_sites(phone: Phone) -> None:
    answer = phone.sign_in("shen")
    refresh, csrf = sorted(answer.headers.getlist("Set-Cookie"), reverse=True)
    assert refresh.startswith(COOKIE)
    assert {"HttpOnly", "SameSite=Strict", "Path=/api/sessions"} <= set(refresh.split("; "))
    assert "HttpOnly" not in csrf
    assert "SameSite=Strict" in csrf
    assert COOKIE not in json.dumps(answer.json)
    assert phone.cookies()[0] not in answer.text


def test_a_username_is_the_same_in_capitals(phone: Phone) -> None:
    assert phone.sign_in("SHEN").status_code == 201


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(phone: Phone) -> None:
    wrong, unknown = phone.sign_in("shen", "not this"), phone.sign_in("nobody-here", "not this")
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json == unknown.json
    assert wrong.json["code"] == "identity.wrong_credentials"


def test_a_deactivated_person_signs_in_no_more(phone: Phone, cast: Cast, db: Any) -> None:
    cast.volunteer.active = False
    db.session.commit()
    assert phone.sign_in("lin").json["code"] == "identity.wrong_credentials"


def test_five_failures_lock_the_account_for_half_an_hour(phone: Phone, cast: Cast, clock: Any, db: Any) -> None:
    answers = [phone.sign_in("chen", "guess") for _ in range(5)]
    assert [answer.status_code for answer in answers] == [401, 401, 401, 401, 423]
    assert answers[-1].json["until"] == "2026-03-02T01:30:00+00:00"
    assert phone.sign_in("chen").json["code"] == "identity.locked"
    clock.move(29 * 60)
    assert phone.sign_in("chen").status_code == 423
    clock.move(60)
    assert phone.sign_in("chen").status_code == 201
    assert locked(db, cast.grid_worker).failed_count == 0


def test_a_lock_is_a_fact_for_the_audit(phone: Phone, cast: Cast, db: Any) -> None:
    for _ in range(5):
        phone.sign_in("chen", "guess")
    kinds = db.session.execute(select(Fact.kind, Fact.subject_id)).all()
    assert ("account.locked", str(cast.grid_worker.id)) in kinds


def test_a_success_forgets_the_failures_before_it(phone: Phone) -> None:
    for _ in range(4):
        phone.sign_in("chen", "guess")
    assert phone.sign_in("chen").status_code == 201
    assert phone.sign_in("chen", "guess").status_code == 401


def test_a_name_that_nobody_has_locks_like_one_that_somebody_has(phone: Phone, clock: Any) -> None:
    answers = [phone.sign_in("nobody-here", "guess").status_code for _ in range(6)]
    assert answers == [401, 401, 401, 401, 423, 423]
    clock.move(30 * 60)
    assert phone.sign_in("nobody-here", "guess").status_code == 401


def test_an_address_that_guesses_at_many_names_is_slowed_down(phone: Phone, clock: Any) -> None:
    for number in range(20):
        assert phone.sign_in(f"nobody-{number}", "guess").status_code == 401
    refused = phone.sign_in("shen")
    assert (refused.status_code, refused.json["code"]) == (429, "identity.too_many_attempts")
    assert int(refused.headers["Retry-After"]) == refused.json["retry_after"] <= 601
    clock.move(601)
    assert phone.sign_in("shen").status_code == 201


def test_a_phone_that_knows_the_account_is_not_slowed_down_by_its_neighbours(phone: Phone, app: Flask) -> None:
    own = Phone(app)
    own.sign_in("shen")
    for number in range(20):
        phone.sign_in(f"nobody-{number}", "guess")
    assert phone.sign_in("zhou").status_code == 429
    assert own.sign_in("shen").status_code == 201


def test_another_address_is_not_slowed_down(phone: Phone, app: Flask) -> None:
    for number in range(20):
        phone.sign_in(f"nobody-{number}", "guess")
    assert Phone(app, address="198.51.100.4").sign_in("shen").status_code == 201


def test_no_table_of_failures_holds_an_address_or_a_name(phone: Phone, db: Any) -> None:
    phone.sign_in("secret-name", "guess")
    kept = db.session.execute(text("SELECT string_agg(attempt::text, ' ') FROM attempt")).scalar()
    assert "secret-name" not in kept
    assert "203.0.113.9" not in kept


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


def test_signing_out_kills_the_access_token_at_once_and_tells_push(phone: Phone, db: Any) -> None:
    phone.sign_in("shen")
    answer = phone.call("DELETE", "/api/sessions/current")
    assert answer.status_code == 204
    assert any(cookie.startswith(f"{COOKIE}=;") for cookie in answer.headers.getlist("Set-Cookie"))
    assert phone.call("GET", "/api/me").json["code"] == "identity.session_ended"
    ended = db.session.scalars(select(Fact).where(Fact.kind == "session.ended")).one()
    assert ended.data["device_id"] == str(phone.device_id)
    jobs = db.session.execute(text("SELECT task_name, args FROM procrastinate_jobs")).all()
    assert [(name, args["device_id"]) for name, args in jobs] == [
        ("push.drop_device_subscriptions", str(phone.device_id))
    ]


def test_signing_out_on_one_phone_leaves_the_other_signed_in(phone: Phone, app: Flask) -> None:
    other = Phone(app)
    phone.sign_in("shen")
    other.sign_in("shen")
    phone.call("DELETE", "/api/sessions/current")
    assert other.call("GET", "/api/me").status_code == 200


def test_signing_out_everywhere_kills_every_phones_tokens_at_once(phone: Phone, app: Flask) -> None:
    phones = [phone, Phone(app), Phone(app)]
    for each in phones:
        each.sign_in("shen")
    assert phone.call("DELETE", "/api/sessions").status_code == 204
    for each in phones:
        assert each.call("GET", "/api/me").json["code"] == "identity.session_ended"
        assert each.refresh().status_code == 401


def test_a_shared_phone_passes_from_one_person_to_the_next(phone: Phone, cast: Cast, db: Any) -> None:
    phone.sign_in("chen")
    earlier = phone.bearer
    phone.sign_in("lin")
    assert phone.call("GET", "/api/me").json["username"] == "lin"
    assert phone.call("GET", "/api/me", headers={"Authorization": f"Bearer {earlier}"}).status_code == 401
    assert db.session.get_one(Device, phone.device_id, populate_existing=True).person_id == cast.volunteer.id
    reasons = db.session.scalars(select(Fact.data["reason"].astext).where(Fact.kind == "session.ended")).all()
    assert reasons == ["other_person"]


def test_signing_in_again_on_the_same_phone_keeps_its_subscription(phone: Phone, db: Any) -> None:
    phone.sign_in("chen")
    phone.sign_in("chen")
    assert db.session.scalar(select(func.count()).select_from(Fact).where(Fact.kind == "session.ended")) == 0
    assert phone.call("GET", "/api/me").status_code == 200


def test_an_issued_password_opens_nothing_but_the_way_to_change_it(phone: Phone, cast: Cast, db: Any) -> None:
    locked(db, cast.chaoming_commander).must_change_password = True
    db.session.commit()
    assert phone.sign_in("shen").json["must_change_password"] is True
    assert phone.call("GET", "/api/me").json["must_change_password"] is True
    for method, path in (("GET", "/api/people"), ("GET", "/api/areas"), ("PUT", "/api/me/language")):
        refused = phone.call(method, path, json={"language": "en"} if method == "PUT" else None)
        assert (refused.status_code, refused.json["code"]) == (403, "identity.password_change_required")
    assert phone.refresh().status_code == 200
    new = {"current": people.PASSWORD, "new": "seven lanterns over donghe"}
    assert phone.call("PUT", "/api/me/password", json=new).status_code == 204
    assert phone.call("GET", "/api/people").status_code == 200
    assert Phone(phone.app).sign_in("shen", "seven lanterns over donghe").json["must_change_password"] is False


def test_a_new_password_signs_out_the_other_phones_only(phone: Phone, app: Flask) -> None:
    other = Phone(app)
    other.sign_in("shen")
    phone.sign_in("shen")
    new = {"current": people.PASSWORD, "new": "seven lanterns over donghe"}
    assert phone.call("PUT", "/api/me/password", json=new).status_code == 204
    assert phone.call("GET", "/api/me").status_code == 200
    assert other.call("GET", "/api/me").status_code == 401
    assert phone.sign_in("shen").status_code == 401


@pytest.mark.parametrize("new", ["short", "password1234", "19900000002", "chaoming2026"])
def test_a_weak_password_is_refused_with_the_reason(phone: Phone, new: str) -> None:
    phone.sign_in("shen")
    refused = phone.call("PUT", "/api/me/password", json={"current": people.PASSWORD, "new": new})
    assert (refused.status_code, refused.json["code"]) == (422, "identity.password_weak")
    assert refused.json["reason"] in {"too_short", "too_easy"}


def test_the_current_password_is_no_new_one(phone: Phone) -> None:
    phone.sign_in("shen")
    same = {"current": people.PASSWORD, "new": people.PASSWORD}
    assert phone.call("PUT", "/api/me/password", json=same).json["code"] == "identity.password_same"


def test_guessing_the_current_password_on_a_borrowed_phone_locks_the_account(phone: Phone) -> None:
    phone.sign_in("shen")
    guess = {"current": "a guess", "new": "seven lanterns over donghe"}
    answers = [phone.call("PUT", "/api/me/password", json=guess).status_code for _ in range(5)]
    assert answers == [403, 403, 403, 403, 423]


def test_a_person_chooses_a_language(phone: Phone) -> None:
    phone.sign_in("shen")
    assert phone.call("PUT", "/api/me/language", json={"language": "en"}).json["language"] == "en"
    assert phone.call("PUT", "/api/me/language", json={"language": "fr"}).status_code == 422


def test_a_short_secret_stops_the_start() -> None:
    app = make_app("postgresql://nobody@localhost/none")
    app.config["JWT_SECRET_KEY"] = "x" * 31
    with pytest.raises(RuntimeError, match="shorter than 32 bytes"):
        tokens.set_up(app)


def test_the_password_is_kept_as_argon2id_of_the_agreed_strength(phone: Phone, cast: Cast, db: Any) -> None:
    assert locked(db, cast.volunteer).password_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_what_a_stranger_posts_is_checked(phone: Phone) -> None:
    for body in ({}, {"username": "shen"}, {"username": 5, "password": [], "device_id": "x", "device_label": ""}):
        assert phone.call("POST", "/api/sessions", json=body).status_code == 422
    odd = urlsafe_b64encode(b"\xff").decode()
    assert phone.sign_in("shen", odd * 200).status_code == 422
