"""Which modules there are, and what of one is in force at a place: its version with what the street made of it."""

import json
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import func, select

from backend.areas import queries as areas
from backend.areas.models import Area
from backend.areas.rules.paths import ancestors, covers
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.http.actor import Actor
from backend.modules import policy
from backend.modules.models.module import ModuleSwitch, ModuleVersion
from backend.modules.rules import migrating, overlay, telling
from backend.modules.rules.spec import Spec


class InForce(NamedTuple):
    """A module as it is at a place."""

    spec: Spec
    is_on: bool
    #: the district's and the street's, laid over each other
    adjustment: dict[str, Any]
    #: whose switch it is; None where nobody has touched it
    area_code: str | None


def newest() -> list[Spec]:
    """The last version of each module."""
    last = select(ModuleVersion.module, func.max(ModuleVersion.version)).group_by(ModuleVersion.module)
    rows = db.session.execute(last.order_by(ModuleVersion.module)).all()
    return [version(module, number) for module, number in rows]


def last_version(module: str) -> int | None:
    query = select(func.max(ModuleVersion.version)).where(ModuleVersion.module == module)
    found: int | None = db.session.scalar(query)
    return found


def version(module: str, number: int) -> Spec:
    found = db.session.get(ModuleVersion, (module, number))
    return found.content if found is not None else refuse("module.version_unknown")


def kept(module: str, number: int) -> Spec | None:
    found = db.session.get(ModuleVersion, (module, number))
    return found.content if found is not None else None


def at(module: str, area_path: str) -> InForce:
    """The nearest switch above the place counts; without one the module is off."""
    return standing(module, switches(module, area_path))


def standing(module: str, chain: Sequence[ModuleSwitch]) -> InForce:
    """Under these switches, the outermost first."""
    last = last_version(module)
    if last is None:
        refuse("module.not_found")
    if not chain:
        return InForce(version(module, last), False, {}, None)
    nearest, adjustment = chain[-1], merged(chain)
    return InForce(over(version(module, nearest.version), adjustment), nearest.is_on, adjustment, nearest.area_code)


def switches(module: str, area_path: str) -> list[ModuleSwitch]:
    """Those above the place and at it, the outermost first."""
    here = (ModuleSwitch.module == module, ModuleSwitch.area_path.in_([*ancestors(area_path), area_path]))
    return list(db.session.scalars(select(ModuleSwitch).where(*here).order_by(ModuleSwitch.area_path)))


def merged(chain: Sequence[ModuleSwitch]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for switch in chain:
        made = overlay.merged(made, switch.adjustment)
    return made


def on_at(module: str, area_path: str) -> Spec:
    found = at(module, area_path)
    return found.spec if found.is_on else refuse("module.not_on")


def over(spec: Spec, adjustment: dict[str, Any]) -> Spec:
    if not adjustment:
        return spec
    return _laid_over(json.dumps(spec), json.dumps(adjustment))


@lru_cache(maxsize=100)
def _laid_over(spec: str, adjustment: str) -> Spec:
    return overlay.laid_over(json.loads(spec), json.loads(adjustment))


def in_words_of(spec: Spec, kind: str, data: dict[str, Any], *, version_said: int, today: date) -> dict[str, Any]:
    """Data of an older version, or of a newer one from which the place has gone back, as this version knows it."""
    if version_said > spec["version"]:
        newer = version(spec["id"], version_said)
        return migrating.brought_down(newer, kind, data, version=spec["version"])
    return migrating.brought_up(spec, kind, data, version=version_said, today=today)


def may_read(spec: Spec, version_said: int) -> bool:
    """Also what a phone has filled in for a version that was there before the place went back."""
    if version_said > spec["version"]:
        return db.session.get(ModuleVersion, (spec["id"], version_said)) is not None
    return migrating.can_read(spec, version_said)


def place(actor: Actor, area: str | None) -> Area:
    """The area that is asked about: by its code, or the actor's own outermost place."""
    if area is not None:
        found = areas.one(actor, area)
        return areas.current(found.code) or found
    own = sorted(actor.paths)
    mine: Area | None = db.session.scalar(select(Area).where(Area.path == own[0])) if own else None
    return mine if mine is not None else refuse("area.not_found")


def listed(actor: Actor, *, area: str | None) -> list[dict[str, Any]]:
    """Every module, with how it stands at the place."""
    path = place(actor, area).path
    return [_row(at(spec["id"], path), spec["version"]) for spec in newest() if is_there(spec["id"], path)]


def is_there(module: str, area_path: str) -> bool:
    """What a street has written is there in its places, and for those above it; what is shipped is everywhere."""
    owner = owner_of(module)
    return owner is None or covers(owner, area_path) or covers(area_path, owner)


def owner_of(module: str) -> str | None:
    """The path of the place that wrote it; None for what is shipped."""
    own = select(ModuleVersion.area_path).where(ModuleVersion.module == module, ModuleVersion.area_path.is_not(None))
    found: str | None = db.session.scalar(own.limit(1))
    return found


def whole(actor: Actor, module: str, *, area: str | None) -> dict[str, Any]:
    """As it is at the place, with the difference that the street has made."""
    here = place(actor, area)
    last = last_version(module)
    if last is None or not is_there(module, here.path):
        refuse("module.not_found")
    found = at(module, here.path)
    template = version(module, found.spec["version"])
    own = db.session.get(ModuleSwitch, (module, here.code))
    return {
        **_row(found, last),
        "content": found.spec,
        "adjustment": found.adjustment,
        "own": own.adjustment if own is not None else {},
        "changes": [line._asdict() for line in telling.lines(template, found.spec)],
        "order": {kind: [*entity.get("values", {})] for kind, entity in found.spec["entities"].items()},
        "sequence": _sequence(found.spec),
        "difference": overlay.lines(template, found.adjustment),
        "may_switch": policy.may_keep(actor, here.path),
    }


def _sequence(spec: Spec) -> dict[str, list[str]]:
    """JSON sorts names on its way; people read them in the order of the file."""
    made = {"forms": [*spec["forms"]], "limits": [*spec.get("limits", {})]}
    made |= {f"fields.{kind}": [*entity["fields"]] for kind, entity in spec["entities"].items()}
    return made | {f"states.{kind}": [*states] for kind, states in spec.get("states", {}).items()}


def _row(found: InForce, last: int) -> dict[str, Any]:
    spec = found.spec
    names = ("id", "version", "title", "owner", "about", "icon")
    return {
        **{name: spec[name] for name in names},
        "newest": last,
        "is_on": found.is_on,
        "switched_by": found.area_code,
        "entities": list(spec["entities"]),
    }


def candidates(module: str | None) -> Sequence[Spec]:
    """The last version of one module or of all: who may read them does not hang on a street's limits."""
    if module is None:
        return newest()
    last = last_version(module)
    return [] if last is None else [version(module, last)]
