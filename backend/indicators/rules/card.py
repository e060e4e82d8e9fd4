"""A card: the newest figure of an indicator, what it was before, what would be good, and its place among peers."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import asdict
from datetime import datetime
from typing import Any, NamedTuple

from backend.indicators.rules import figures, periods, rank
from backend.indicators.rules.definition import Definition
from backend.indicators.rules.reading import Key, Row

#: so many of the last periods are drawn small
SPARK = 12


class Known(NamedTuple):
    """What is known of an area's indicator."""

    #: the newest first
    rows: Sequence[Row]
    #: of the area and of its peers, also of earlier periods
    by_key: Mapping[Key, Row]
    #: which of them are of too few people for the reader
    hidden: AbstractSet[Key]
    peers: Sequence[str]


def asked(definition: Definition, newest: Row, peers: Sequence[str]) -> list[Key]:
    """What is looked up beside an indicator's newest reading."""
    earlier = [newest.key._replace(starts_at=at) for at in compared(definition, newest.starts_at)]
    same = [newest.key._replace(area_code=peer) for peer in peers]
    return [*earlier, *(same if definition.ranks_higher_first is not None else [])]


def compared(definition: Definition, starts_at: datetime) -> tuple[datetime, datetime]:
    return periods.before(definition.period, starts_at), periods.year_before(definition.period, starts_at)


def card(definition: Definition, known: Known, now: datetime) -> dict[str, Any]:
    made = {**static(definition), **_nothing()}
    if not known.rows:
        return made
    newest = known.rows[0]
    return {
        **made,
        **shown(definition, newest, known.hidden),
        **_age(definition, newest, now),
        **_compared(definition, newest, known),
        "goal_met": _goal_met(definition, newest, known.hidden),
        "rank": _rank(definition, newest, known),
        "spark": _spark(definition, known),
    }


def static(definition: Definition) -> dict[str, Any]:
    """What is said of an indicator wherever it is shown."""
    goal = definition.goal
    band = [goal.at_least, goal.at_most] if goal and goal.is_band else None
    words = {"name": definition.title, "unit": definition.unit, "source_dept": definition.department}
    return {
        "code": definition.id,
        **{f"{name}_{language}": said for name, both in words.items() for language, said in asdict(both).items()},
        **{
            name: getattr(definition, name)
            for name in ("category", "decimals", "period", "direction", "roll_up", "over_time", "is_people", "computed")
        },
        "lowest_level": definition.lowest,
        "fresh_for_s": int(periods.FRESH_FOR[definition.period].total_seconds()),
        "goal": goal.figure if goal else None,
        "band": band,
    }


def shown(definition: Definition, row: Row, hidden: AbstractSet[Key]) -> dict[str, Any]:
    """A figure as the reader may see it."""
    is_hidden = row.key in hidden
    return {
        "value": None if is_hidden else figures.shown(row.value, definition.decimals),
        "numerator": None if is_hidden else row.numerator,
        "denominator": None if is_hidden else row.denominator,
        "is_suppressed": is_hidden,
        "as_of": row.taken_at,
        **{name: getattr(row, name) for name in ("starts_at", "received_at", "source", "is_demo", "revision")},
    }


def fresh_until(definition: Definition, row: Row) -> datetime:
    return row.taken_at + periods.FRESH_FOR[definition.period]


def _nothing() -> dict[str, Any]:
    names = ("value", "numerator", "denominator", "starts_at", "as_of", "received_at", "source", "fresh_until")
    more = ("parts_in", "parts_of", "previous", "previous_starts_at", "previous_year", "previous_year_starts_at")
    return {
        **dict.fromkeys((*names, *more, "goal_met", "rank")),
        **dict.fromkeys(("is_suppressed", "is_demo", "is_stale"), False),
        "revision": 0,
        "spark": [None] * SPARK,
    }


def _age(definition: Definition, newest: Row, now: datetime) -> dict[str, Any]:
    until = fresh_until(definition, newest)
    return {"fresh_until": until, "is_stale": now > until, "parts_in": newest.parts_in, "parts_of": newest.parts_of}


def _compared(definition: Definition, newest: Row, known: Known) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for name, at in zip(("previous", "previous_year"), compared(definition, newest.starts_at), strict=True):
        row = known.by_key.get(newest.key._replace(starts_at=at))
        made[f"{name}_starts_at"] = row.starts_at if row else None
        made[name] = _value(definition, row, known.hidden)
    return made


def _goal_met(definition: Definition, newest: Row, hidden: AbstractSet[Key]) -> bool | None:
    if definition.goal is None or newest.value is None or newest.key in hidden:
        return None
    return definition.goal.met_by(newest.value)


def _rank(definition: Definition, newest: Row, known: Known) -> dict[str, Any] | None:
    higher_first = definition.ranks_higher_first
    if higher_first is None or newest.key in known.hidden:
        return None
    rows = {peer: known.by_key.get(newest.key._replace(area_code=peer)) for peer in known.peers}
    values = {peer: row.value if row else None for peer, row in rows.items()} | {newest.area_code: newest.value}
    place = rank.placed(values, higher_first=higher_first).get(newest.area_code)
    if place is None or place.of < 2:
        return None
    return {**place._asdict(), "method": "higher_first" if higher_first else "lower_first"}


def _spark(definition: Definition, known: Known) -> list[float | None]:
    """The oldest first; where there were fewer, nothing."""
    values = [_value(definition, row, known.hidden) for row in reversed(known.rows[:SPARK])]
    return [None] * (SPARK - len(values)) + values


def _value(definition: Definition, row: Row | None, hidden: AbstractSet[Key]) -> float | None:
    return None if row is None or row.key in hidden else figures.shown(row.value, definition.decimals)
