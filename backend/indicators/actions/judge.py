"""Figures that somebody sends are looked at one by one: what is good becomes readings, of the rest it is said why."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from backend.areas import queries as areas
from backend.areas.rules.places import Places
from backend.core import clock
from backend.core.sheets.fault import Fault
from backend.indicators.definitions import reader
from backend.indicators.queries.tree import tree
from backend.indicators.rules import periods, sent
from backend.indicators.rules.definition import REAL_TIME, Definition
from backend.indicators.rules.reading import Key, New
from backend.indicators.rules.sent import Sent
from backend.indicators.rules.tree import Tree


class Judged(NamedTuple):
    good: list[New]
    faults: list[Fault]


class Judge:
    """`may`: which indicators whoever sends may send."""

    def __init__(self, paths: Sequence[str], *, source: str, may: Callable[[str], bool] = lambda _: True) -> None:
        self.places: Places = areas.places(paths)
        self.tree: Tree = tree()
        self.named = _named()
        self.source, self.may = source, may

    def judge(self, rows: Iterable[Sent]) -> Judged:
        now = clock.now()
        good: list[New] = []
        faults: list[Fault] = []
        first: dict[Key, int] = {}
        for row in rows:
            found = self._one(row, now)
            if isinstance(found, New) and found.key in first:
                faults.append(Fault(row.line, None, "reading.repeated", {"first": first[found.key]}))
            elif isinstance(found, New):
                first[found.key] = row.line
                good.append(found)
            else:
                faults += found
        return Judged(good, faults)

    def _one(self, row: Sent, now: datetime) -> New | list[Fault]:
        definition = self.named.get(row.indicator.strip().lower())
        if definition is None:
            return [Fault(row.line, "indicator", "reading.indicator", {"indicator": row.indicator})]
        places = self.places.find(row.area.strip())
        faults = [*self._sender(row, definition), *self._place(row, definition, [one.code for one in places])]
        example = {"example": sent.EXAMPLES[definition.period]}
        faults += [Fault(row.line, column, code, example) for column, code in sent.faults(definition, row, now)]
        if faults:
            return faults
        begun = sent.begin_of(definition.period, row.period)
        assert begun is not None
        taken_at = sent.moment(row.taken_at) if row.taken_at else _taken_at(definition, row, begun, now)
        figure = sent.figure(definition, row)
        return New(definition.id, places[0].code, begun, figure, self.source, taken_at)

    def _sender(self, row: Sent, definition: Definition) -> list[Fault]:
        about = {"indicator": definition.id}
        if definition.computed:
            return [Fault(row.line, "indicator", "reading.computed", about)]
        return [] if self.may(definition.id) else [Fault(row.line, "indicator", "reading.not_yours", about)]

    def _place(self, row: Sent, definition: Definition, found: list[str]) -> list[Fault]:
        if not found:
            return [Fault(row.line, "area", "reading.area")]
        if len(found) > 1:
            return [Fault(row.line, "area", "reading.area_ambiguous", {"candidates": "、".join(found)})]
        if not self.tree.has(definition, self.tree.nodes[found[0]]):
            return [Fault(row.line, "area", "reading.level", {"indicator": definition.id})]
        return []


def _named() -> dict[str, Definition]:
    """By id and by both names."""
    every = reader.every().values()
    return {name.lower(): one for one in reversed(list(every)) for name in (one.title.zh, one.title.en, one.id)}


def _taken_at(definition: Definition, row: Sent, begun: datetime, now: datetime) -> datetime:
    """A figure of a time that is over is of its end; one of now is of the moment that is said."""
    return min(
        now, sent.moment(row.period) if definition.period == REAL_TIME else periods.end(definition.period, begun)
    )
