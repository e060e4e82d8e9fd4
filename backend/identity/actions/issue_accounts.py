"""Accounts for many people at once, each with a password to be changed at the first sign-in."""

import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from backend.core.db import db
from backend.core.errors import refuse
from backend.core.facts import record_many
from backend.core.http.actor import Actor
from backend.identity import policy
from backend.identity.actions import accounts, sessions
from backend.identity.actions.create_person import one_list_at_a_time
from backend.identity.models import Account, Person
from backend.identity.queries import people as reading


def issue_accounts(actor: Actor, ids: Sequence[UUID], *, anew: bool) -> dict[str, Any]:
    """Shown this one time: {issued: [{person_id, name, username, password}], kept: [person_id]}.

    Whoever has an account keeps it and is named in `kept`, unless `anew`: then the password is a new one.
    """
    # Once to see how many hashes are needed, while nobody waits; once more with everybody else out.
    people = _in_reach(actor, ids, hold=False)
    ready = accounts.made_ready(len(people) if anew else len(people) - len(_with_account(people)))
    one_list_at_a_time()
    people = _in_reach(actor, ids, hold=True)
    have = _with_account(people)
    wanted = [one for one in people if anew or one.id not in have]
    usernames = _free_usernames([one for one in wanted if one.id not in have])
    issued = [_issued(actor, one, usernames.get(one.id), ready.pop() if ready else None) for one in wanted]
    facts = [{"subject_id": one.id, "area_path": one.area_path} for one in wanted]
    record_many("password.issued", "person", facts, actor=actor)
    return {"issued": issued, "kept": [one.id for one in people if one not in wanted]}


def _in_reach(actor: Actor, ids: Sequence[UUID], *, hold: bool) -> Sequence[Person]:
    people = reading.many(actor, ids, hold=hold)
    grants = reading.live_grants_of([one.id for one in people])
    for one in people:
        policy.check_person(actor, one, grants.get(one.id, []))
        if not one.active:
            refuse("identity.person_inactive")
    return people


def _with_account(people: Sequence[Person]) -> set[UUID]:
    return set(db.session.scalars(select(Account.person_id).where(Account.person_id.in_([one.id for one in people]))))


def _free_usernames(people: Sequence[Person]) -> dict[UUID, str]:
    """The phone number; where two share one, -2 and so on behind it."""
    numbers = {one.id: re.sub(r"\D", "", one.phone) for one in people}
    lowered = func.lower(Account.username)
    alike = select(lowered).where(func.split_part(lowered, "-", 1).in_(set(numbers.values())))
    taken = set(db.session.scalars(alike))
    found: dict[UUID, str] = {}
    for who, number in numbers.items():
        username, at = number, 1
        while username in taken:
            at += 1
            username = f"{number}-{at}"
        taken.add(username)
        found[who] = username
    return found


def _issued(actor: Actor, person: Person, username: str | None, ready: accounts.Ready | None) -> dict[str, Any]:
    given = accounts.issue(person, username, ready=ready)
    if username is None:
        sessions.end_all_of(person.id, "password", actor=actor)
    return {"person_id": person.id, "name": person.name, **given}
