"""Which readings are of too few people for a reader: looked at beside all parts of the same whole."""

from collections import defaultdict
from collections.abc import Iterable

from backend.indicators.definitions import reader
from backend.indicators.queries import readings
from backend.indicators.rules import few
from backend.indicators.rules.figures import Figure
from backend.indicators.rules.reading import Key, Row
from backend.indicators.rules.tree import Tree


def hidden(tree: Tree, rows: Iterable[Row], *, sees_few: bool) -> set[Key]:
    """Of these rows those that are not shown."""
    people = {row.key: row for row in rows if not sees_few and reader.one(row.indicator).is_people}
    if not people:
        return set()
    beside = [key._replace(area_code=node.code) for key in people for node in tree.beside(key.area_code)]
    wholes: dict[Key, dict[Key, Figure]] = defaultdict(dict)
    for key, row in {**readings.by_keys(beside), **people}.items():
        wholes[key._replace(area_code=tree.nodes[key.area_code].parent or "")][key] = row.figure
    return {key for siblings in wholes.values() for key in few.hidden(siblings)} & set(people)
