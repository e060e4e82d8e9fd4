"""Whom a muster asks first, and why: near before far, within the same distance whoever was asked least."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

PLAN = "muster"
#: People of one band are as near as each other: among them the load decides.
BAND_M = 500
#: so far back a muster counts as load
RECENT = timedelta(days=30)
MOST_WANTED = 2_000
MOST_RESERVE = 2_000
#: what is shown of the choice; the rest is one page further
SHOWN = 200


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could be asked."""

    person_id: UUID
    node_code: str
    node_path: str
    #: from the middle of his grid to the meeting point; None where no map says
    distance_m: float | None
    #: musters in the last thirty days
    load: int
    skills: tuple[str, ...]


def ranked(found: Sequence[Candidate]) -> list[Candidate]:
    return sorted(found, key=_place)


def _place(one: Candidate) -> tuple[float, int, float, str]:
    far = float("inf") if one.distance_m is None else one.distance_m
    band = far if far == float("inf") else far // BAND_M
    return band, one.load, far, str(one.person_id)


def reason(distance_m: float | None, load: int, skill: tuple[str, ...]) -> dict[str, str]:
    """Why somebody was chosen, in a few words; `skill` is the one that was wanted, in both languages, or nothing."""
    zh, en = _zh(distance_m, load), _en(distance_m, load)
    if skill:
        zh, en = [*zh, f"会{skill[0]}"], [*en, skill[1]]
    return {"zh": "，".join(zh), "en": ", ".join(en)}


def _zh(distance_m: float | None, load: int) -> list[str]:
    far = "距离未知" if distance_m is None else f"约{_round(distance_m)}米"
    return [far, f"近30天集结{load}次"]


def _en(distance_m: float | None, load: int) -> list[str]:
    far = "distance unknown" if distance_m is None else f"about {_round(distance_m)} m away"
    return [far, f"{load} muster{'' if load == 1 else 's'} in 30 days"]


def _round(metres: float) -> int:
    """A grid's middle is not somebody's door: tens of metres say enough."""
    return max(10, round(metres / 10) * 10)


def line(counts: dict[str, int], wanted: int) -> dict[str, Any]:
    """How far a line is filled, and how many are still missing."""
    coming = counts.get("coming", 0) + counts.get("arrived", 0)
    return {**counts, "missing": max(0, wanted - coming)}
