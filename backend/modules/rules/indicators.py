"""What a module's entities add up to: a count, a share with its two numbers or a median; and how parts make a whole."""

from collections.abc import Iterable, Sequence
from datetime import date
from statistics import median
from typing import Any, NamedTuple

from backend.modules.rules import spec as specs
from backend.modules.rules.logic import values
from backend.modules.rules.logic.evaluate import evaluate, holds
from backend.modules.rules.scope import Entity, scope
from backend.modules.rules.spec import Spec

#: People are not counted in the open below that.
FEWEST = 10


class Reading(NamedTuple):
    """A value that is null where there is nothing to take it of: never 0, never 100 %."""

    value: float | None
    numerator: int | None = None
    denominator: int | None = None


#: Whether an entity is counted (1) or only one of those it is a share of (0), and its number.
Figure = tuple[int, float | None]


def figures(
    spec: Spec,
    entity: Entity,
    today: date,
    limits: dict[str, Any] | None = None,
    *,
    seen: dict[str, Any] | None = None,
) -> dict[str, Figure]:
    """Indicator → what the entity adds to it; nothing where it is not among those that are looked at."""
    seen = scope(spec, entity, today, limits) if seen is None else seen
    made = {one["id"]: _figure(one, seen, today) for one in specs.of_entity(spec, entity.kind, "indicators")}
    return {name: figure for name, figure in made.items() if figure is not None}


def _figure(indicator: Spec, seen: dict[str, Any], today: date) -> Figure | None:
    if not holds(indicator.get("among", True), seen, today):
        return None
    is_counted = holds(indicator.get("where", True), seen, today)
    number = values.number(evaluate(indicator["value"], seen, today)) if "value" in indicator and is_counted else None
    return int(is_counted), number


def measure(kind: str, parts: Iterable[Figure]) -> Reading:
    """What the figures of some entities make together."""
    known = list(parts)
    numbers = [number for _, number in known if number is not None]
    middle = median(numbers) if numbers else None
    return summed(kind, len(known), sum(is_counted for is_counted, _ in known), len(numbers), middle)


def summed(kind: str, among: int, counted: int, numbers: int, middle: float | None) -> Reading:
    """The same of sums that were made elsewhere."""
    if kind == "count":
        return Reading(counted, counted)
    if kind == "percent":
        return share(counted, among)
    return Reading(values.tidy(middle), None, numbers)


def roll_up(kind: str, parts: Sequence[Reading]) -> Reading:
    """Counts add up, shares by their two numbers; a median of medians says nothing and is not made."""
    if kind == "count":
        total = sum(part.numerator or 0 for part in parts)
        return Reading(total, total)
    if kind == "percent":
        return share(sum(part.numerator or 0 for part in parts), sum(part.denominator or 0 for part in parts))
    raise ValueError("a median is taken of the entities themselves")


def share(numerator: int, denominator: int) -> Reading:
    value = round(100 * numerator / denominator, 2) if denominator else None
    return Reading(values.tidy(value), numerator, denominator)


def suppressed(indicator: Spec, reading: Reading) -> bool:
    """Does it count so few people that one could tell who they are?"""
    return bool(indicator.get("people")) and 0 < (reading.numerator or 0) < FEWEST
