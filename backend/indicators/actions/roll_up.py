"""What the areas above have of changed readings: made anew of all their parts, so that twice is like once."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from backend.areas.rules import validity
from backend.core import clock
from backend.indicators.definitions import reader
from backend.indicators.queries import readings
from backend.indicators.rules import figures, periods
from backend.indicators.rules.reading import ROLL_UP, Key, New, Row
from backend.indicators.rules.tree import History, Tree


def above(tree: Tree, past: History, changed: Iterable[Key]) -> list[New]:
    """One level up: a figure for each parent that is made of parts, and was made of the same ones then."""
    now = clock.now()
    found_above = {whole for key in changed if (whole := _whole(tree, key)) is not None}
    wholes = sorted(whole for whole in found_above if past.is_as_now(whole.area_code, _last_day(whole, now)))
    parts = {whole: _parts(tree, whole) for whole in wholes}
    found = readings.by_keys(key for keys in parts.values() for key in keys)
    by_whole: dict[Key, list[Row]] = defaultdict(list)
    for whole, keys in parts.items():
        by_whole[whole] = [found[key] for key in keys if key in found]
    return [_made(whole, rows, of=len(parts[whole])) for whole, rows in by_whole.items() if rows]


def _whole(tree: Tree, key: Key) -> Key | None:
    node = tree.nodes.get(key.area_code)
    definition = reader.one(key.indicator)
    # What is worked out here is worked out for every level, with what belongs to no part.
    if node is None or node.parent is None or definition.roll_up == "none" or definition.computed:
        return None
    return key._replace(area_code=node.parent)


def _last_day(key: Key, now: datetime) -> date:
    """Of its period, as far as that has come."""
    end = periods.end(reader.one(key.indicator).period, key.starts_at) - timedelta(microseconds=1)
    return validity.day(min(end, now))


def _parts(tree: Tree, whole: Key) -> list[Key]:
    definition = reader.one(whole.indicator)
    return [whole._replace(area_code=node.code) for node in tree.parts(definition, whole.area_code)]


def _made(whole: Key, parts: list[Row], *, of: int) -> New:
    scale = reader.one(whole.indicator).scale
    return New(
        indicator=whole.indicator,
        area_code=whole.area_code,
        starts_at=whole.starts_at,
        figure=figures.rolled_up(scale, (part.figure for part in parts)),
        source=ROLL_UP,
        taken_at=max(part.taken_at for part in parts),
        is_demo=any(part.is_demo for part in parts),
        parts_in=len(parts),
        parts_of=of,
    )
