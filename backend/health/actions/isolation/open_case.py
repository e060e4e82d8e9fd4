"""A colour that keeps somebody at home opens his case: fourteen days, each with two half-days to fill."""

from typing import Any
from uuid import UUID

from backend.core import clock
from backend.core.db import db
from backend.core.facts import record
from backend.health.actions import tell
from backend.health.catalogue.reader import ruleset
from backend.health.models.isolation import IsolationCase, IsolationEntry
from backend.health.queries import isolation
from backend.health.rules.half_days import half_day
from backend.identity.models import Person


def open_case(person_id: UUID, *, reasons: list[Any]) -> IsolationCase:
    """Where one runs already it takes the new reasons; its days stay."""
    running = isolation.running(person_id)
    if running is not None:
        running.reasons = reasons
        return running
    now, rules, person = clock.now(), ruleset(), db.session.get_one(Person, person_id)
    first = half_day(now).after(1)
    slots = [first.after(place) for place in range(rules.isolation_days * 2)]
    case = IsolationCase(
        person_id=person_id,
        area_code=person.area_code,
        area_path=person.area_path,
        reasons=reasons,
        opened_at=now,
        until=slots[-1].ends_at,
        # One that nobody ends is not kept for ever.
        purge_after=slots[-1].ends_at + rules.keep_until("isolation"),
    )
    db.session.add(case)
    db.session.flush()
    for slot in slots:
        due_at = slot.ends_at + rules.late_after
        entry = IsolationEntry(case_id=case.id, day=slot.day, half=slot.half, due_at=due_at, next_climb_at=due_at)
        db.session.add(entry)
    db.session.flush()
    # Whose it is stands in the case alone: facts are kept for ever.
    record("isolation.opened", ("isolation", case.id), area_path=case.area_path)
    tell.opened(case)
    return case
