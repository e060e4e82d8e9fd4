"""An indicator of several places side by side: the peers of an area, or its parts, each with its place among them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from backend.areas.models import Area
from backend.core import clock
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.http.actor import Actor
from backend.indicators import policy
from backend.indicators.definitions import reader
from backend.indicators.queries import readings
from backend.indicators.queries.cockpit import named
from backend.indicators.queries.hidden import hidden
from backend.indicators.queries.tree import tree
from backend.indicators.rules import card, rank
from backend.indicators.rules.definition import Definition
from backend.indicators.rules.rank import Place
from backend.indicators.rules.reading import Row
from backend.indicators.rules.tree import Node, Tree

METHODS = {
    True: ("higher_first", "数值高者在前;数值相同者并列", "The higher figure first; equal ones share a place"),
    False: ("lower_first", "数值低者在前;数值相同者并列", "The lower figure first; equal ones share a place"),
    None: ("none", "不排名", "Not ranked"),
}


def beside(actor: Actor, code: str, *, area: str | None) -> dict[str, Any]:
    """Areas of the same level under the same parent; only those that the actor reads are shown."""
    place, definition = policy.readable(actor, area), reader.one(code)
    areas = tree()
    return _compared(actor, areas, definition, areas.siblings(place.code), own=place.code)


def below(actor: Actor, code: str, *, area: str | None) -> dict[str, Any]:
    """The areas just below."""
    place, definition = policy.readable(actor, area), reader.one(code)
    areas = tree()
    return _compared(actor, areas, definition, areas.parts(definition, place.code), own=place.code)


def _compared(actor: Actor, areas: Tree, definition: Definition, nodes: Sequence[Node], *, own: str) -> dict[str, Any]:
    if not areas.has(definition, areas.nodes[own]):
        refuse("indicator.not_had_here")
    rows = _same_period(definition, nodes, own)
    higher_first = definition.ranks_higher_first
    values = {code: row.value for code, row in rows.items()}
    places = {} if higher_first is None else rank.placed(values, higher_first=higher_first)
    seen = [node for node in nodes if policy.holds(actor, node.path, *policy.READS)]
    few = all(policy.sees_few(actor, node.path) for node in seen)
    unseen = hidden(areas, [rows[node.code] for node in seen if node.code in rows], sees_few=few)
    items = [_item(definition, row, places, unseen, own) for row in _rows(seen, rows)]
    key, zh, en = METHODS[higher_first]
    at = next((row.starts_at for row in rows.values()), None)
    order = sorted(items, key=lambda item: (item["place"] or len(items) + 1, item["area"]["code"]))
    return {"method": {"key": key, "zh": zh, "en": en}, "starts_at": at, "of": len(places), "items": order}


def _same_period(definition: Definition, nodes: Sequence[Node], own: str) -> dict[str, Row]:
    """Compared is what is of one time: the newest period of the whole, or else of the first that has one."""
    for code in (own, *(node.code for node in nodes)):
        rows = readings.newest(code, [definition.id], until=clock.now(), limit=1)[definition.id]
        if rows:
            key = rows[0].key
            found = readings.by_keys(key._replace(area_code=node.code) for node in nodes)
            return {one.area_code: row for one, row in found.items()}
    return {}


def _rows(nodes: Sequence[Node], rows: dict[str, Row]) -> list[tuple[dict[str, str], Row | None]]:
    places = select(Area).where(Area.code.in_([node.code for node in nodes])).order_by(Area.path)
    return [(named(area), rows.get(area.code)) for area in db.session.scalars(places)]


def _item(
    definition: Definition,
    of: tuple[dict[str, str], Row | None],
    places: dict[str, Place],
    unseen: set[Any],
    own: str,
) -> dict[str, Any]:
    area, row = of
    place = places.get(area["code"])
    whole: dict[str, Any] = {"value": None, "numerator": None, "denominator": None, "is_suppressed": False}
    is_stale = False
    if row is not None:
        whole |= {name: card.shown(definition, row, unseen)[name] for name in whole}
        is_stale = clock.now() > card.fresh_until(definition, row)
    is_placed = place is not None and not whole["is_suppressed"]
    return {
        "area": area,
        **whole,
        "place": place.place if place is not None and is_placed else None,
        "is_stale": is_stale,
        "is_self": area["code"] == own,
    }
