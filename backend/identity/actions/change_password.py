"""Changing the own password."""

from backend.core.db import db
from backend.core.errors import refuse
from backend.core.facts import record
from backend.core.offload import off_the_loop
from backend.identity.actions import accounts, failures, sessions
from backend.identity.actions.hashing import fits
from backend.identity.models import Person
from backend.identity.rules.actor import Actor
from backend.identity.rules.password import weakness


def change_password(actor: Actor, *, current: str, new: str) -> None:
    """The person's other devices have to sign in again with the new one."""
    account = accounts.held(actor.id)
    if account is None:
        refuse("identity.wrong_password")
    failures.check_lock(account)
    if not fits(current, account.password_hash):
        failures.fail(account, "identity.wrong_password")
    if new == current:
        refuse("identity.password_same")
    person = db.session.get_one(Person, actor.id)
    if reason := off_the_loop(weakness, new, [person.name, person.phone, account.username]):
        refuse("identity.password_weak", reason=reason)
    accounts.set_password(account, new, must_change=False)
    failures.forget(account)
    sessions.end_all_of(actor.id, "password", actor=actor, but=actor.session_id)
    record("password.changed", ("person", actor.id), actor=actor, area_path=person.area_path)
