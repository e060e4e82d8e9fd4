"""Signing in on a device."""

from typing import NoReturn
from uuid import UUID

from sqlalchemy import exists, func, select

from backend.core.db import db
from backend.identity.actions import failures, sessions
from backend.identity.actions.hashing import NOBODY, fits
from backend.identity.actions.sessions import Session
from backend.identity.models import Account, Device, Person


def sign_in(*, username: str, password: str, device_id: UUID, device_label: str, address: str) -> Session:
    """A new session, or a refusal that tells nothing but the lock."""
    account = _account(username)
    if not _knows(device_id, account):
        failures.check_address(address)
    if account is None:
        _refuse_nobody(username, password, address)
    failures.check_lock(account)
    if not fits(password, account.password_hash):
        failures.fail_address(address)
        failures.fail(account, "identity.wrong_credentials")
    failures.forget(account)
    return sessions.begin(account.person_id, device_id=device_id, label=device_label)


def _account(username: str) -> Account | None:
    """Held until the transaction ends: guesses at one account go one after the other, none uncounted."""
    named = func.lower(Account.username) == func.lower(username)
    query = select(Account).join(Person, Person.id == Account.person_id).where(named, Person.active)
    return db.session.scalar(query.with_for_update(of=Account).execution_options(populate_existing=True))


def _knows(device_id: UUID, account: Account | None) -> bool:
    if account is None:
        return False
    own = exists().where(Device.id == device_id, Device.person_id == account.person_id)
    return bool(db.session.scalar(select(own)))


def _refuse_nobody(username: str, password: str, address: str) -> NoReturn:
    failures.check_name(username)
    fits(password, NOBODY)
    failures.fail_address(address)
    failures.fail_name(username)
