"""Counting failed passwords: per account, per name nobody has, per address; always committed."""

from datetime import timedelta
from typing import NoReturn

from backend.core import clock
from backend.core.db import db
from backend.core.errors import Problem, refuse
from backend.core.facts import record
from backend.identity.actions import buckets
from backend.identity.models import Account, Attempt
from backend.identity.rules import lockout
from backend.identity.rules.address import neighbourhood

#: Failures only, and phones that know the account pass: a whole office may sign in at once in an emergency.
PER_ADDRESS = 20
ADDRESS_WINDOW = timedelta(minutes=10)

#: As long as an account without success remembers, near enough.
NAME_WINDOW = timedelta(days=1)


def check_lock(account: Account) -> None:
    if lockout.is_locked(account.locked_until, clock.now()):
        refuse("identity.locked", until=account.locked_until)


def fail(account: Account, code: str) -> NoReturn:
    """Count one more failure and refuse by `code`, or by the lock that this failure brought."""
    count, until = lockout.after_failure(account.failed_count, account.locked_until, clock.now())
    account.failed_count, account.locked_until = count, until
    if until is None:
        raise Problem(code, keeps=True)
    record("account.locked", ("person", account.person_id), data={"until": until.isoformat()})
    raise Problem("identity.locked", keeps=True, until=until)


def forget(account: Account) -> None:
    account.failed_count, account.locked_until = 0, None


def check_name(username: str) -> None:
    """A name nobody has locks like one that somebody has, and so tells nothing."""
    kept = buckets.live(buckets.name("name", username.lower()))
    if kept and kept.count >= lockout.FAILURES:
        refuse("identity.locked", until=kept.expires_at)


def fail_name(username: str) -> NoReturn:
    now = clock.now()
    bucket = buckets.name("name", username.lower())
    if buckets.count(bucket, now + NAME_WINDOW) < lockout.FAILURES:
        raise Problem("identity.wrong_credentials", keeps=True)
    until = now + lockout.LOCKED_FOR
    db.session.get_one(Attempt, bucket, populate_existing=True).expires_at = until
    raise Problem("identity.locked", keeps=True, until=until)


def check_address(address: str) -> None:
    kept = buckets.live(buckets.name("address", neighbourhood(address)))
    if kept and kept.count >= PER_ADDRESS:
        wait = int((kept.expires_at - clock.now()).total_seconds()) + 1
        raise Problem("identity.too_many_attempts", headers={"Retry-After": str(wait)}, retry_after=wait)


def fail_address(address: str) -> None:
    buckets.count(buckets.name("address", neighbourhood(address)), clock.now() + ADDRESS_WINDOW)
