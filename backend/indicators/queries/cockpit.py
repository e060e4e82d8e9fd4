"""A whole cockpit: an area, what stands above and below it, its sections in order, and their cards."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from backend.areas.models import Area
from backend.areas.rules.paths import ancestors, covers
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.http.actor import Actor
from backend.indicators import policy
from backend.indicators.cockpits import reader as templates
from backend.indicators.definitions import reader
from backend.indicators.queries import modes
from backend.indicators.queries.cards import cards
from backend.indicators.queries.tree import tree
from backend.indicators.rules import layout
from backend.indicators.rules.definition import Definition
from backend.indicators.rules.layout import Section, Template
from backend.indicators.rules.tree import Node, Tree

NAMES = ("code", "level", "name_zh", "name_en")


def whole(actor: Actor, *, area: str | None, department: str | None, mode: str | None) -> dict[str, Any]:
    place = policy.readable(actor, area)
    areas = tree()
    node = areas.nodes[place.code]
    in_force = modes.at(place.path)
    shown = mode or in_force["key"]
    template = templates.template()
    sections = _sections(template, areas, node, department=department, mode=shown)
    codes = list(dict.fromkeys(code for section in sections for code in section.codes))
    return {
        "area": named(place),
        "trail": _trail(actor, place),
        "parts": _named(part.code for part in areas.children(node.code)),
        "template": node.level,
        "mode": {**in_force, "shown": shown, "may_switch": policy.holds(actor, place.path, *policy.SWITCHES)},
        "modes": [{"key": key, "name_zh": it.zh, "name_en": it.en} for key, it in templates.modes().items()],
        "sections": [_section(one) for one in sections],
        "departments": _departments(template, areas, node),
        "department": department,
        "cards": cards(areas, node.code, codes, sees_few=policy.sees_few(actor, place.path)),
    }


def named(area: Area) -> dict[str, str]:
    return {name: getattr(area, name) for name in NAMES}


def _sections(template: Template, areas: Tree, node: Node, *, department: str | None, mode: str) -> list[Section]:
    definitions = reader.every()

    def has(one: Definition) -> bool:
        return areas.has(one, node)

    if department is None:
        return layout.layout(template, definitions, has, level=node.level, code=node.code, mode=mode)
    if department not in template.departments:
        refuse("cockpit.department_unknown")
    return layout.department(template, definitions, has, department)


def _departments(template: Template, areas: Tree, node: Node) -> list[dict[str, Any]]:
    found = []
    for key, said in template.departments.items():
        sections = _sections(template, areas, node, department=key, mode=layout.NORMAL)
        count = sum(len(section.codes) for section in sections)
        found.append({"key": key, "name_zh": said["title"]["zh"], "name_en": said["title"]["en"], "count": count})
    return [one for one in found if one["count"]]


def _section(one: Section) -> dict[str, Any]:
    return {"key": one.key, "title_zh": one.title.zh, "title_en": one.title.en, "codes": one.codes}


def _trail(actor: Actor, place: Area) -> list[dict[str, str]]:
    own = actor.paths_as(*policy.READS)
    above = [path for path in ancestors(place.path) if any(covers(it, path) for it in own)]
    query = select(Area).where(Area.path.in_(above)).order_by(Area.path)
    return [named(area) for area in db.session.scalars(query)]


def _named(codes: Iterable[str]) -> list[dict[str, str]]:
    query = select(Area).where(Area.code.in_(list(codes))).order_by(Area.path)
    return [named(area) for area in db.session.scalars(query)]
