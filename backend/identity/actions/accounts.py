"""An account's row: held, opened under a free name, given a password."""

import secrets
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import exists, func, select

from backend.core import clock
from backend.core.db import db
from backend.core.errors import refuse
from backend.identity.actions import failures
from backend.identity.actions.hashing import all_hashed, hashed
from backend.identity.models import Account, Person

#: No letter or digit that is taken for another when read aloud or copied by hand.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True, slots=True)
class Ready:
    """A password with its hash, made before anything is locked: five hundred take seconds."""

    password: str
    hash: str


def made_ready(count: int) -> list[Ready]:
    passwords = [generated() for _ in range(count)]
    return [Ready(*pair) for pair in zip(passwords, all_hashed(passwords), strict=True)]


def held(person_id: UUID) -> Account | None:
    """The account, held until the transaction ends; read anew after the wait."""
    query = select(Account).where(Account.person_id == person_id).with_for_update()
    return db.session.scalar(query.execution_options(populate_existing=True))


def issue(person: Person, username: str | None, *, ready: Ready | None = None) -> dict[str, str]:
    """A password to be changed at once, for the account or a new one: {username, password}."""
    account = held(person.id) or _opened(person, username)
    if username is not None and username.lower() != account.username.lower():
        check_free(username)
        account.username = username
    given = ready or made_ready(1)[0]
    _keep(account, given.hash, must_change=True)
    failures.forget(account)
    db.session.add(account)
    db.session.flush()
    return {"username": account.username, "password": given.password}


def check_free(username: str) -> None:
    if db.session.scalar(select(exists().where(func.lower(Account.username) == func.lower(username)))):
        refuse("identity.username_taken")


def set_password(account: Account, password: str, *, must_change: bool) -> None:
    _keep(account, hashed(password), must_change=must_change)


def _keep(account: Account, password_hash: str, *, must_change: bool) -> None:
    account.password_hash = password_hash
    account.must_change_password = must_change
    account.password_changed_at = clock.now()


def generated() -> str:
    """59 bits in three groups of four."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))


def _opened(person: Person, username: str | None) -> Account:
    if username is None:
        refuse("identity.username_missing")
    check_free(username)
    return Account(person_id=person.id, username=username)
