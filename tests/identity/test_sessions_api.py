"""Signing in and out, as phones do it over the API."""

import json
from base64 import urlsafe_b64encode
from typing import Any

from flask import Flask
from sqlalchemy import func, select, text

from backend.core.facts import Fact
from backend.identity.models import Account, Device
from tests.cast import Cast
from tests.identity.phone import COOKIE, Phone


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


def test_a_person_chooses_a_language(phone: Phone) -> None:
    phone.sign_in("shen")
    assert phone.call("PUT", "/api/me/language", json={"language": "en"}).json["language"] == "en"
    assert phone.call("PUT", "/api/me/language", json={"language": "fr"}).status_code == 422


def test_what_a_stranger_posts_is_checked(phone: Phone) -> None:
    for body in ({}, {"username": "shen"}, {"username": 5, "password": [], "device_id": "x", "device_label": ""}):
        assert phone.call("POST", "/api/sessions", json=body).status_code == 422
    odd = urlsafe_b64encode(b"\xff").decode()
    assert phone.sign_in("shen", odd * 200).status_code == 422
