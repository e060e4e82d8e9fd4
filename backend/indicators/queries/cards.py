"""The cards of an area: three reads, however many indicators."""

from collections.abc import Sequence
from typing import Any

from backend.core import clock
from backend.indicators.definitions import reader
from backend.indicators.queries import readings
from backend.indicators.queries.hidden import hidden
from backend.indicators.rules import card
from backend.indicators.rules.card import SPARK, Known
from backend.indicators.rules.definition import Definition
from backend.indicators.rules.reading import Row
from backend.indicators.rules.tree import Tree


def cards(tree: Tree, code: str, indicators: Sequence[str], *, sees_few: bool) -> list[dict[str, Any]]:
    """In the order of the indicators, each of which the area has."""
    now = clock.now()
    peers = [node.code for node in tree.siblings(code) if node.code != code]
    newest = readings.newest(code, indicators, until=now, limit=SPARK)
    asked = [key for rows in newest.values() for row in rows[:1] for key in card.asked(_of(row), row, peers)]
    by_key = readings.by_keys(asked)
    own = [row for rows in newest.values() for row in rows] + [row for row in by_key.values() if row.area_code == code]
    unseen = hidden(tree, own, sees_few=sees_few)
    return [card.card(reader.one(one), Known(newest[one], by_key, unseen, peers), now) for one in indicators]


def _of(row: Row) -> Definition:
    return reader.one(row.indicator)
