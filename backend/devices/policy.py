"""Who sees what phones still hold, and what they handed over."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement

from backend.areas.policy import within
from backend.areas.rules.paths import covers
from backend.core.http.actor import Actor
from backend.devices.models import HandedOver

#: the duty desk and those it works for
DESK = ("commander", "duty_officer")


def watched(actor: Actor) -> Sequence[str]:
    return actor.paths_as(*DESK)


def may_call(actor: Actor, area_path: str) -> bool:
    return any(covers(own, area_path) for own in watched(actor))


def at_desk(actor: Actor) -> ColumnElement[bool]:
    """What people of his subtree handed over."""
    return within(list(watched(actor)), HandedOver.area_path)


def sees(actor: Actor) -> ColumnElement[bool]:
    """His own as well."""
    return (HandedOver.person_id == actor.id) | at_desk(actor)
