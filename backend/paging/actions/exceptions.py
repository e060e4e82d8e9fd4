"""Somebody takes a target that the robot could not settle, calls, and says what the call came to."""

from uuid import UUID

from backend.core import clock
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.facts import record
from backend.core.http.actor import Actor
from backend.paging.models import PagingTarget
from backend.paging.queries import exceptions


def take(actor: Actor, target_id: UUID) -> None:
    """From now on the minutes count; twice is once."""
    target = exceptions.one_to_change(actor, target_id)
    if target.closed_at is not None:
        refuse("paging.closed")
    if target.taken_by == actor.id:
        return
    if target.taken_by is not None:
        refuse("paging.taken")
    target.taken_by, target.taken_at = actor.id, clock.now()
    _tell("paging.taken", actor, target)


def give_back(actor: Actor, target_id: UUID) -> None:
    """Somebody else may take it; twice is once."""
    target = exceptions.one_to_change(actor, target_id)
    if target.closed_at is None and target.taken_by is None:
        return
    _check(actor, target)
    target.taken_by, target.taken_at = None, None
    _tell("paging.given_back", actor, target)


def close(actor: Actor, target_id: UUID, *, outcome: str, note: str | None) -> None:
    """Said again by whoever has closed it, it is said once."""
    target = exceptions.one_to_change(actor, target_id)
    if target.closed_at is not None and (target.taken_by, target.found, target.note) == (actor.id, outcome, note):
        return
    _check(actor, target)
    target.closed_at, target.found, target.note = clock.now(), outcome, note
    _tell("paging.closed", actor, target)


def reopen(actor: Actor, target_id: UUID) -> None:
    """The finger slipped: it is on the list again, still mine, and the minutes go on."""
    target = exceptions.one_to_change(actor, target_id)
    if target.closed_at is None:
        return
    if target.taken_by != actor.id:
        refuse("paging.not_taken")
    target.closed_at, target.found, target.note = None, None, None
    _tell("paging.reopened", actor, target)


def _check(actor: Actor, target: PagingTarget) -> None:
    if target.closed_at is not None:
        refuse("paging.closed")
    if target.taken_by != actor.id:
        refuse("paging.not_taken")


def _tell(kind: str, actor: Actor, target: PagingTarget) -> None:
    """That it happened, never what was found."""
    db.session.flush()
    record(kind, ("paging_target", target.id), actor=actor, area_path=target.area_path)
