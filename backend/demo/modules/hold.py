"""The thirteen modules are on in the whole district, and those whose rows people fill in have rows of today."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from uuid import UUID

from sqlalchemy import delete, select

from backend.areas.models import Area
from backend.areas.queries import in_force
from backend.areas.rules import levels
from backend.areas.rules.paths import covers
from backend.areas.rules.validity import BEIJING, day
from backend.core import clock
from backend.core.db import db
from backend.core.facts import Fact, record
from backend.demo.modules import grounds, pictures, write
from backend.demo.modules.businesses import BUSINESSES
from backend.demo.modules.grounds import District
from backend.demo.modules.homes import HOMES
from backend.demo.modules.lives import live
from backend.demo.modules.streets import STREETS
from backend.demo.modules.telling import Dice, Filled, Ground, Told
from backend.demo.modules.write import Made, Step
from backend.demo.people import SEED
from backend.identity.queries import actors
from backend.modules.actions.switch import switch
from backend.modules.models.entity import ModuleEntity, ModuleTask
from backend.modules.models.module import ModuleForm, ModuleSwitch
from backend.modules.queries import modules
from backend.modules.queries.modules import InForce

TOLD = (*HOMES, *BUSINESSES, *STREETS)
FACT = "demo.modules_filled"
#: All ids begin with the same moment, so that a row is the same one on every day.
BEGAN_MS = int(datetime(2020, 2, 11, tzinfo=BEIJING).timestamp() * 1_000)


def hold_modules() -> int:
    """Once on each day: rows that nobody has touched are told anew, as of today. Returns how many were."""
    now = clock.now()
    today = day(now)
    last = db.session.scalar(select(Fact).where(Fact.kind == FACT).order_by(Fact.at.desc()).limit(1))
    if last is not None and last.data["day"] == today.isoformat():
        return 0
    if last is None:
        _switch_on()
    pictures.keep()
    district = grounds.read()
    made = [one for told in TOLD for one in _rows(told, district, now)]
    kept = _touched(made)
    fresh = [one for one in made if one.id not in kept]
    gone = delete(ModuleEntity).where(ModuleEntity.id.in_([one.id for one in fresh]))
    db.session.execute(gone.execution_options(synchronize_session=False))
    write.copy(fresh, facts=last is None)
    record(FACT, ("demo", "modules"), data={"day": today.isoformat(), "rows": len(fresh)})
    return len(fresh)


def _switch_on() -> None:
    """By the district's commander; what somebody has switched already stays so."""
    root = db.session.scalars(select(Area).where(Area.level == levels.DISTRICT, in_force())).one()
    commander = grounds.people()[root.path, "commander"]
    actor = actors.absent(commander)
    assert actor is not None
    for spec in modules.newest():
        known = select(ModuleSwitch.module).where(ModuleSwitch.module == spec["id"]).limit(1)
        if modules.owner_of(spec["id"]) is None and db.session.scalar(known) is None:
            switch(actor, spec["id"], root.code, is_on=True, version=None, adjustment={}, dry_run=False)


def _rows(told: Told, district: District, now: datetime) -> Iterator[Made]:
    dice = Dice(told.module, day(now))
    here: dict[tuple[str, ...], InForce] = {}
    switches = db.session.scalars(select(ModuleSwitch.area_path).where(ModuleSwitch.module == told.module)).all()
    for number, ground in enumerate(grounds.lie(told, district)):
        # Told also where it is not written: the dice of the next row fall as they always did.
        life = sorted(told.tell(dice, ground, number), key=lambda step: -step.ago)
        above = tuple(path for path in switches if covers(path, ground.path))
        here[above] = found = here.get(above) or modules.at(told.module, ground.path)
        lived = live(found.spec, life, day(now)) if found.is_on else None
        if lived is not None:
            name = f"{told.module} {number}"
            steps = [_step(f"{name} {at}", one, district, ground, now) for at, one in enumerate(life)]
            yield Made(_id(name), found.spec, ground, lived, steps)


def _step(name: str, one: Filled, district: District, ground: Ground, now: datetime) -> Step:
    """At some hour of its day; of today, before now."""
    form_id, midnight = _id(name), datetime.combine(day(now), time(), BEIJING)
    minutes = 8 * 60 + form_id.int % (10 * 60)
    passed = (now - midnight) * (minutes / (24 * 60))
    at = midnight + passed if one.ago == 0 else midnight - timedelta(days=one.ago) + timedelta(minutes=minutes)
    return Step(form_id, one, at, district.who(ground.path, one.by))


def _id(name: str) -> UUID:
    """The same on every day; version 7, as clients make them."""
    drawn = int.from_bytes(hashlib.sha256(f"{SEED} {name}".encode()).digest()[:10], "big")
    bits = BEGAN_MS << 80 | drawn
    return UUID(int=bits & ~(0xF << 76 | 0x3 << 62) | 0x7 << 76 | 0x2 << 62)


def _touched(rows: Sequence[Made]) -> set[UUID]:
    """What somebody has filled in, set by hand or put aside since is his."""
    ids, own = [one.id for one in rows], [step.id for one in rows for step in one.steps]
    forms = select(ModuleForm.entity_id).where(ModuleForm.entity_id.in_(ids), ModuleForm.id.not_in(own))
    aside = select(ModuleTask.entity_id).where(ModuleTask.entity_id.in_(ids), ModuleTask.dismissed_at.is_not(None))
    hand = select(ModuleEntity.id).where(ModuleEntity.id.in_(ids), ModuleEntity.hand_state.is_not(None))
    return {id_ for query in (forms, aside, hand) for id_ in db.session.scalars(query)}
