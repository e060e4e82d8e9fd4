"""How well a drill went: the 57 seconds, the five minutes, and what each street did; null where nothing was due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from backend.areas.rules.paths import covers
from backend.commands.rules.stopwatch import ALLOWED_S, seconds_between

#: until every place has answered
ANSWERED_ALLOWED_S = 300


class Leaf(NamedTuple):
    """The recipients of one place, without the places below it."""

    path: str
    people: int
    answered: int
    #: who took it on before the deadline
    acknowledged: int
    #: nothing led to them and nothing was heard from them
    unreached: int


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the order, and when its two conditions were met."""

    order_id: object
    code: str
    path: str
    level: str
    deadline_at: datetime
    #: its responsible person is among the recipients; without him no place can answer, and none is due
    is_due: bool
    responsible_at: datetime | None
    quorum_at: datetime | None

    @property
    def answered_at(self) -> datetime | None:
        if self.responsible_at is None or self.quorum_at is None:
            return None
        return max(self.responsible_at, self.quorum_at)

    @property
    def is_in_time(self) -> bool:
        return self.answered_at is not None and self.answered_at <= self.deadline_at


class Street(NamedTuple):
    code: str
    path: str
    name_zh: str
    name_en: str


class Run(NamedTuple):
    """When the order was begun (and by which stamp that is known), sent, and accepted by the last channel."""

    measured_from: str
    began: datetime
    sent: datetime
    accepted: datetime | None


def share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def score(
    run: Run, *, leaves: Sequence[Leaf], places: Sequence[Place], streets: Sequence[Street], planned: int | None
) -> dict[str, Any]:
    """As JSON has it. `planned`: how many were frozen as the audience, None where nobody was."""
    people = sum(leaf.people for leaf in leaves)
    acknowledged = sum(leaf.acknowledged for leaf in leaves)
    to_accepted = seconds_between(run.began, run.accepted)
    to_answered = _until_all(places, run.sent)
    return {
        "measured_from": run.measured_from,
        "seconds_to_accepted": to_accepted,
        "accepted_allowed_s": ALLOWED_S,
        "accepted_in_time": None if to_accepted is None else to_accepted <= ALLOWED_S,
        "seconds_to_answered": to_answered,
        "answered_allowed_s": ANSWERED_ALLOWED_S,
        "answered_in_time": _is_passed(places, to_answered),
        "places_due": sum(place.is_due for place in places),
        "places_answered": sum(place.is_due and place.answered_at is not None for place in places),
        "people": people,
        "answered": sum(leaf.answered for leaf in leaves),
        "acknowledged": acknowledged,
        "acknowledged_share": share(acknowledged, people),
        "unreached": sum(leaf.unreached for leaf in leaves),
        "gone": None if planned is None else planned - people,
        "streets": [_street(street, leaves, places, run.sent) for street in streets],
    }


def _until_all(places: Sequence[Place], sent: datetime) -> float | None:
    """Seconds until the last place had answered; None where one has not, or none was due."""
    ends = [place.answered_at for place in places if place.is_due]
    known = [at for at in ends if at is not None]
    return seconds_between(sent, max(known)) if known and len(known) == len(ends) else None


def _is_passed(places: Sequence[Place], seconds: float | None) -> bool | None:
    if not any(place.is_due for place in places):
        return None
    return seconds is not None and seconds <= ANSWERED_ALLOWED_S


def _street(street: Street, leaves: Sequence[Leaf], places: Sequence[Place], sent: datetime) -> dict[str, Any]:
    """The street itself and all below it."""
    inside = [leaf for leaf in leaves if covers(street.path, leaf.path)]
    below = [place for place in places if covers(street.path, place.path)]
    own = next((place for place in below if place.path == street.path and place.is_due), None)
    people, answered = sum(leaf.people for leaf in inside), sum(leaf.answered for leaf in inside)
    seconds = _until_all(below, sent)
    return {
        "area_code": street.code,
        "name_zh": street.name_zh,
        "name_en": street.name_en,
        "people": people,
        "answered": answered,
        "share": share(answered, people),
        "responsible_answered": None if own is None else own.responsible_at is not None,
        "places_due": sum(place.is_due for place in below),
        "places_answered": sum(place.is_due and place.answered_at is not None for place in below),
        "seconds_to_answered": seconds,
        "passed": _is_passed(below, seconds),
    }
