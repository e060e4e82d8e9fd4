"""Passwords that were issued, changed, guessed or too weak."""

from typing import Any

import pytest
from flask import Flask

from backend.identity.models import Account
from tests.builders import people
from tests.cast import Cast
from tests.identity.phone import Phone


def locked(db: Any, owner: Any) -> Account:
    return db.session.get_one(Account, owner.id, populate_existing=True)


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


def test_the_password_is_kept_as_argon2id_of_the_agreed_strength(phone: Phone, cast: Cast, db: Any) -> None:
    assert locked(db, cast.volunteer).password_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
