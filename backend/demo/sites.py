"""The demo district's construction sites on their way back to work, with their crews, steps and days."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import cycle
from typing import Any
from uuid import UUID

import numpy as np
import orjson
from sqlalchemy import select, text

from backend.areas.rules import levels
from backend.areas.rules.validity import day
from backend.core import clock
from backend.core.db import db, uuid7
from backend.demo.copy import copy_rows
from backend.demo.geography import Geography
from backend.demo.names import names
from backend.demo.people import PHONE_COUNT, PHONES, SEED, Holder
from backend.demo.site_lives import DAYS, LIVES, WHY, Life
from backend.health.models.state import HealthState
from backend.identity.models import Person
from backend.sites.rules import clearing, life

SITES, WORKERS = 106, 19_611
#: One worker in so many lives in the district, which knows his colour.
RESIDENT = 25
TRADES = ("木工", "钢筋工", "混凝土工", "架子工", "电工", "焊工", "塔吊司机", "普工")
BUILDERS = ("杭建一公司", "之江建设", "运河建工", "东河市政", "武林建筑", "城北路桥", "江南安装")
WORKS = ("住宅项目", "旧改工程", "学校迁建", "地下车库", "商务楼", "道路整治", "河道工程", "医院扩建")
SITE = (
    *("id", "name", "builder", "responsible", "phone", "headcount", "measures", "area_code", "area_path", "state"),
    *("created_by", "created_at", "working_from"),
)
STEP = ("id", "site_id", "verb", "state", "reason", "by", "at")
WORKER = (
    *("id", "site_id", "name", "phone", "trade", "passed", "colour", "why", "source", "cleared_until", "decided_at"),
    *("decided_by", "listed_at", "purpose", "purge_after"),
)
DAY = (
    *("site_id", "day", "present", "abnormal", "disinfected", "note", "submitted_by", "submitted_at", "late"),
    "missed_at",
)
FACT = ("at", "kind", "subject_type", "subject_id", "actor_id", "area_path", "data")
Resident = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Built:
    """A site as it is written, and who acts for it."""

    row: Mapping[str, Any]
    life: Life
    #: keeper, street, district
    people: Mapping[str, UUID]
    size: int


def hold_sites(world: Geography, people: Mapping[UUID, Holder], path_of: Mapping[str, str]) -> int:
    """Returns how many there are."""
    random = np.random.default_rng(SEED + 8)
    built = list(_built(random, world, people, path_of))
    # Asked before: in the middle of a copy the connection hears nothing else.
    known = _residents()
    copy_rows("site", SITE, ([one.row[name] for name in SITE] for one in built))
    copy_rows("site_step", STEP, (row for one in built for row in _steps(one)))
    copy_rows("site_worker", WORKER, _workers(random, built, known))
    copy_rows("site_day", DAY, (row for one in built for row in _days(random, one)))
    copy_rows("fact", FACT, (row for one in built for row in _facts(one)))
    db.session.execute(text("ANALYZE site, site_step, site_worker, site_day"))
    return len(built)


def _built(
    random: np.random.Generator, world: Geography, people: Mapping[UUID, Holder], path_of: Mapping[str, str]
) -> Iterator[Built]:
    """Street by street, community by community, each street with sites in all states."""
    held: dict[tuple[str, str], UUID] = {}
    for id_, who in people.items():
        held.setdefault((who.area_code, who.role), id_)
    spoken, sizes = names(random, SITES), _sizes(random)
    places = cycle(_places(world))
    for number, (one, size) in enumerate(zip(LIVES, sizes, strict=True)):
        street, code = next(places)
        row, now = world.row(code), clock.now()
        acts = {"keeper": held[street, "handler"], "street": held[street, "duty_officer"]}
        acts["district"] = held[world.codes(levels.DISTRICT)[0], "duty_officer"]
        name = f"{row.name_zh.removesuffix('社区')}{WORKS[number % len(WORKS)]}"
        started = one.ago("start")
        told = {
            "id": uuid7(), "name": name, "builder": BUILDERS[number % len(BUILDERS)], "responsible": next(spoken),
            "phone": PHONES.format(number), "headcount": size, "area_code": code, "area_path": path_of[code],
            "measures": orjson.dumps(life.MEASURES[: 4 if one.state == "draft" else None]).decode(),
            "state": one.state, "created_by": acts["keeper"], "created_at": now - timedelta(days=one.began),
            "working_from": None if started is None else day(now - timedelta(days=started)),
        }  # fmt: skip
        yield Built(told, one, acts, size)


def _places(world: Geography) -> list[tuple[str, str]]:
    """One community of each street after the other: no street has all that is new."""
    streets = world.codes(levels.STREET)
    below = {code: [row.code for row in world.rows if row.parent_code == code] for code in streets}
    rounds = max(map(len, below.values()))
    return [(code, below[code][turn % len(below[code])]) for turn in range(rounds) for code in streets]


def _sizes(random: np.random.Generator) -> list[int]:
    """Together as many as there are; small sites and large ones."""
    share = random.uniform(0.3, 1.7, SITES)
    sizes = np.floor(share / share.sum() * WORKERS).astype(int)
    sizes[: WORKERS - int(sizes.sum())] += 1
    return [int(size) for size in sizes]


def _steps(one: Built) -> Iterator[tuple[Any, ...]]:
    for verb, at in _when(one):
        step = life.STEPS[verb]
        yield uuid7(), one.row["id"], verb, step.target, WHY.get(verb), one.people[step.whose], at


def _when(one: Built) -> list[tuple[str, datetime]]:
    now = clock.now()
    return [(verb, now - timedelta(days=ago)) for verb, ago in one.life.steps]


def _facts(one: Built) -> Iterator[tuple[Any, ...]]:
    """As each step wrote its own. Those of months that have no partition are left to history."""
    first = clock.now().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    about = ("site", str(one.row["id"]))
    for verb, at in [("", one.row["created_at"]), *_when(one)]:
        if at < first:
            continue
        who = one.people[life.STEPS[verb].whose if verb else "keeper"]
        said = {"state": life.STEPS[verb].target, "reason": WHY.get(verb)} if verb else {}
        kind = life.FACTS[verb] if verb else "site.drafted"
        yield at, kind, *about, who, one.row["area_path"], orjson.dumps(said).decode()


def _residents() -> list[Resident]:
    """Name, number and colour of those whom the district knows."""
    query = select(Person.name, Person.phone, HealthState.colour).join(HealthState, HealthState.person_id == Person.id)
    return [(name, phone, colour) for name, phone, colour in db.session.execute(query.order_by(Person.id))]


def _workers(random: np.random.Generator, built: list[Built], residents: list[Resident]) -> Iterator[tuple[Any, ...]]:
    now, count = clock.now(), sum(one.size for one in built)
    spoken, known = names(random, count), cycle(residents)
    dice = iter(random.integers(0, 1_000, count).tolist())
    number = 0
    for one in built:
        listed_at = now - timedelta(days=max(0.1, one.life.began - 0.2))
        for nth in range(one.size):
            number += 1
            trade, thrown, spelt = TRADES[number % len(TRADES)], next(dice), next(spoken)
            is_resident = nth % RESIDENT == 1
            name, phone, colour = next(known) if is_resident else (spelt, PHONES.format(number % PHONE_COUNT), "green")
            found = _found(one, thrown, colour, now, is_resident=is_resident)
            until = (found[5] or listed_at) + clearing.KEPT_FOR
            yield uuid7(), one.row["id"], name, phone, trade, *found, listed_at, clearing.PURPOSE, until


NOBODY = (None,) * 7


def _found(one: Built, thrown: int, colour: str, now: datetime, *, is_resident: bool) -> tuple[Any, ...]:
    """passed, colour, why, source, cleared until, when and by whom."""
    share = one.life.cleared
    if thrown >= share:
        return NOBODY
    by, source = one.people["keeper"], "record" if is_resident else "code"
    approved = one.life.ago("approve") or 0.0
    at = now - timedelta(days=0.02 + thrown / 1_000 * min(6.0, approved * 0.9))
    if colour != "green":
        return False, colour, colour, source, None, at, by
    if not is_resident and thrown % 47 == 0:
        why = ("nobody", "expired", "not_his")[thrown % 3]
        return False, "unknown", why, "record" if why == "nobody" else "code", None, at, by
    # A few were cleared more than a week ago, and have to come again.
    if approved > 2 * clearing.GOOD_FOR.days and thrown % 31 == 0:
        at -= clearing.GOOD_FOR
    return True, "green", "ok", source, at + clearing.GOOD_FOR, at, by


def _days(random: np.random.Generator, one: Built) -> Iterator[tuple[Any, ...]]:
    """As long as it works, a fortnight at most; two in three have written today's."""
    start: date | None = one.row["working_from"]
    if start is None:
        return
    now = clock.now()
    today = day(now)
    ended = one.life.ago("suspend") or one.life.ago("finish") or 0.0
    for back in range(min(DAYS, (today - start).days), int(ended) - (ended == 0), -1):
        of, thrown = today - timedelta(days=back), int(random.integers(100))
        if back == 0 and thrown % 3 == 0:
            continue
        at = now - timedelta(days=back, hours=1 if back == 0 else 2)
        if back and thrown < 3:
            yield one.row["id"], of, *(None,) * 6, None, now - timedelta(days=back - 1, hours=1)
            continue
        present = int(one.size * (0.78 + thrown / 600))
        abnormal = 1 if thrown % 29 == 0 else 0
        note = "一人体温偏高,已留观" if abnormal else None
        yield one.row["id"], of, present, abnormal, True, note, one.people["keeper"], at, False, None
