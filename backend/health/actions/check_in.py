"""Somebody shows a code at a gate, or scans that of a place; the server verifies for itself, as of that moment."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, text

from backend.core import clock
from backend.core.db import db
from backend.core.errors import Problem, refuse
from backend.core.facts import record
from backend.core.http.actor import Actor
from backend.health.catalogue.reader import ruleset
from backend.health.models.gate import CheckIn, Place
from backend.health.providers.base import Answer
from backend.health.providers.palm import Palm
from backend.health.queries import history, places, verifying
from backend.health.rules import double_use, sealing
from backend.health.rules.colours import GREEN
from backend.health.rules.double_use import Seen
from backend.health.rules.half_days import half_day
from backend.health.rules.moments import VERSION, happened_at, is_ahead
from backend.health.settings import settings


def check_in(
    actor: Actor,
    *,
    id: UUID,  # noqa: A002 - the field's name in the API
    place_id: UUID,
    source: str,
    code: str,
    said_passed: bool | None,
    device_at: datetime,
    clock_offset_ms: int,
) -> CheckIn:
    """By whoever stands at the gate. Twice is once."""
    kept = _kept(id, actor.id)
    if kept is not None:
        return kept
    place = places.one(actor, place_id)
    at = happened_at(device_at, clock_offset_ms, clock.now())
    answer = verifying.answer(code, source=source, at=at)
    told = {"source": source, "operator_id": actor.id, "said_passed": said_passed}
    return _keep(_made(id, place, answer, at, device_at=device_at, clock_offset_ms=clock_offset_ms, **told), actor)


def many(actor: Actor, *, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What a gate gathered without network; one that is refused keeps no other from being taken."""
    results = []
    for item in items:
        try:
            with db.session.begin_nested():
                taken = check_in(actor, **item)
            results.append({"id": item["id"], "check_in": places.check_in_shown(taken), "refusal": None})
        except Problem as problem:
            results.append({"id": item["id"], "check_in": None, "refusal": problem.code})
    return results


def visit(actor: Actor, *, id: UUID, code: str, device_at: datetime, clock_offset_ms: int) -> CheckIn:  # noqa: A002 - as above
    """By the person himself, who scans the code at the door: his own colour counts."""
    kept = _kept(id, None)
    if kept is not None:
        return kept
    place, now = places.by_code(code), clock.now()
    at = happened_at(device_at, clock_offset_ms, now)
    colour = history.verdict_at(actor.id, at).colour
    subject = sealing.subject_of(settings().secret, actor.id, half_day(at).day)
    answer = Answer("ok", Palm.name, colour, subject)
    # Who went where is told by no fact: the operator is nobody, and so is the actor.
    made = _made(id, place, answer, at, device_at=device_at, clock_offset_ms=clock_offset_ms, source="place")
    return _keep(made, None)


def _kept(id_: UUID, operator_id: UUID | None) -> CheckIn | None:
    kept = db.session.get(CheckIn, id_)
    if kept is not None:
        return kept if kept.operator_id == operator_id else refuse("health.id_taken")
    if id_.version != VERSION or is_ahead(id_.int >> 80, places.world_time()):
        refuse("health.bad_id")
    return None


def _made(id_: UUID, place: Place, answer: Answer, at: datetime, **told: Any) -> CheckIn:
    hashed = None
    if answer.subject is not None and answer.provider is not None:
        hashed = sealing.hash_of(settings().secret, answer.provider, answer.subject)
    return CheckIn(
        id=id_,
        place_id=place.id,
        area_path=place.area_path,
        provider=answer.provider,
        subject_hash=hashed,
        colour=answer.colour,
        why=answer.why,
        passed=answer.ok and answer.colour == GREEN,
        verified_at=clock.now(),
        happened_at=at,
        purge_after=at + ruleset().keep_until("check_in"),
        **told,
    )


def _keep(made: CheckIn, actor: Actor | None) -> CheckIn:
    if made.subject_hash is not None:
        _compare(made)
    db.session.add(made)
    db.session.flush()
    record("gate.checked_in", ("place", made.place_id), actor=actor, area_path=made.area_path)
    if made.double_use_of is not None:
        data = {"check_ins": [str(made.id), str(made.double_use_of)]}
        record("gate.double_use_found", ("place", made.place_id), area_path=made.area_path, data=data)
    return made


def _compare(made: CheckIn) -> None:
    """One at a time per code: two gates that merge at once find each other."""
    assert made.subject_hash is not None
    key = int.from_bytes(made.subject_hash[:8], signed=True)
    db.session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})
    window = ruleset().double_use
    near = select(CheckIn).where(
        CheckIn.subject_hash == made.subject_hash,
        CheckIn.happened_at.between(made.happened_at - window, made.happened_at + window),
    )
    others = {one.id: one for one in db.session.scalars(near)}
    seen = [Seen(one.id, one.place_id, one.happened_at) for one in others.values()]
    found = double_use.compared(Seen(made.id, made.place_id, made.happened_at), seen, window)
    made.repeats_id, made.double_use_of = found.repeats, found.double
    if found.double is not None and others[found.double].double_use_of is None:
        others[found.double].double_use_of = made.id
