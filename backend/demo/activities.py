"""The demo district's activities: over with their hours, on just now, and to come, with whoever signed up for them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import chain, islice
from typing import Any, NamedTuple
from uuid import UUID

import numpy as np

from backend.areas.rules import levels
from backend.areas.rules.validity import BEIJING, day
from backend.core import clock
from backend.core.db import uuid7
from backend.demo.copy import copy_rows
from backend.demo.geography import Geography
from backend.demo.people import SEED, Holder
from backend.volunteers.rules import activity_life as life
from backend.volunteers.rules import service_hours

ACTIVITY = (
    *("id", "state", "title", "description", "place", "area_code", "area_path", "skills", "host_id", "starts_at"),
    *("ends_at", "capacity", "reason", "reminded", "made_at"),
)
SIGNUP = (
    *("id", "activity_id", "person_id", "state", "signed_at", "in_at", "out_at", "flags", "minutes"),
    *("confirmed_by", "confirmed_at", "note"),
)
HOURS = timedelta(hours=1)


class Kind(NamedTuple):
    title: str
    description: str
    place: str
    skills: list[str]
    #: of the day, in Beijing, and how many hours
    hour: int
    lasts: int


KINDS = (
    Kind("河道清洁", "沿河捡拾垃圾、清理漂浮物。请穿防滑鞋，手套和夹子现场领取。", "河边步道", ["cleaning"], 9, 2),
    Kind("护学岗", "早高峰在路口引导学生过街，须提前十分钟到岗。", "小学门口", ["crowd"], 7, 1),
    Kind("独居老人上门探访", "两人一组，聊天、测血压、检查燃气和用电。", "社区服务站集合", ["care", "medical"], 14, 3),
    Kind("垃圾分类劝导", "在投放点引导居民正确投放。", "小区垃圾房", ["cleaning"], 18, 2),
    Kind("急救培训", "心肺复苏与自动除颤器，考核合格发证。", "街道文化中心", ["first_aid"], 19, 2),
    Kind("雨后排水口巡查", "清掏落叶、记录积水点，须两人同行。", "社区北门集合", ["rescue", "electrics"], 8, 2),
    Kind("反诈宣传进楼道", "逐楼张贴告示、讲解案例。", "社区大院", [], 10, 2),
)
#: days from today on which a community's activities are, and how each stands
WEEK = ((-21, "over"), (-12, "over"), (-5, "over"), (-1, "unconfirmed"), (0, "on"), (2, "coming"), (5, "full"))
WIDE = ((1, "coming"), (6, "coming"), (9, "called off"))
CAPACITY, COME, QUEUE = 12, 8, 3
#: of a street, and others of a district, so many are asked
SOME = 30


@dataclass(frozen=True, slots=True)
class Place:
    """Whose activities they are: who hosts them, and who may come."""

    code: str
    path: str
    host: UUID
    people: list[UUID]
    is_wide: bool


def hold_activities(geography: Geography, written: Mapping[UUID, Holder], path_of: Mapping[str, str]) -> int:
    """Returns how many there are."""
    random = np.random.default_rng(SEED + 8)
    rows: list[tuple[Any, ...]] = []
    signups: list[tuple[Any, ...]] = []
    for number, place in enumerate(_places(geography, written, path_of)):
        for nth, (days, stands) in enumerate(WIDE if place.is_wide else WEEK, start=number):
            made = _activity(place, KINDS[nth % len(KINDS)], days, stands)
            rows.append(made)
            signups += _signups(random, place, made, stands)
    copy_rows("activity", ACTIVITY, rows)
    copy_rows("signup", SIGNUP, signups)
    return len(rows)


def _places(geography: Geography, written: Mapping[UUID, Holder], path_of: Mapping[str, str]) -> Iterator[Place]:
    """The first volunteer of a community comes to everything there: somebody has a full week."""
    parents = {row.code: row.parent_code for row in geography.rows}
    living: defaultdict[str | None, list[UUID]] = defaultdict(list)
    leads: dict[str, UUID] = {}
    for id_, who in written.items():
        if who.role == "volunteer":
            living[parents[who.area_code]].append(id_)
        elif who.is_lead:
            leads.setdefault(who.area_code, id_)
    near = geography.codes(levels.COMMUNITY, levels.PARK)
    for level, first in ((levels.DISTRICT, SOME), (levels.STREET, 0)):
        for code in geography.codes(level):
            below = chain.from_iterable(living[one] for one in near if path_of[one].startswith(path_of[code]))
            yield Place(code, path_of[code], leads[code], list(islice(below, first, first + SOME)), is_wide=True)
    for code in near:
        yield Place(code, path_of[code], leads[code], living[code], is_wide=False)


def _activity(place: Place, kind: Kind, days: int, stands: str) -> tuple[Any, ...]:
    now = clock.now()
    starts = now - HOURS if stands == "on" else _at(now, days, kind.hour)
    ends = starts + kind.lasts * HOURS + (HOURS if stands == "on" else timedelta())
    state, reason = (life.CANCELLED, "天气预警，改期另行通知") if stands == "called off" else (life.PUBLISHED, None)
    told = [name for name, before in sorted(life.REMINDERS.items()) if starts - now <= before]
    return (
        *(uuid7(), state, kind.title, kind.description, kind.place, place.code, place.path, kind.skills, place.host),
        *(starts, ends, COME if stands == "full" else CAPACITY, reason, told, min(now, starts) - timedelta(days=7)),
    )


def _at(now: datetime, days: int, hour: int) -> datetime:
    return datetime.combine(day(now) + timedelta(days=days), time(hour), BEIJING)


def _signups(
    random: np.random.Generator, place: Place, made: tuple[Any, ...], stands: str
) -> Iterator[tuple[Any, ...]]:
    """The first always, the rest by chance; in a full one the first waits."""
    what = dict(zip(ACTIVITY, made, strict=True))
    others = random.choice(len(place.people) - 1, min(COME - 1, len(place.people) - 1), replace=False) + 1
    chosen = [place.people[0], *(place.people[int(one)] for one in others)]
    queue: list[UUID] = []
    if stands == "full":
        rest = [one for one in place.people if one not in chosen][:QUEUE]
        chosen, queue = [*chosen[1:], *rest[:1]], [chosen[0], *rest[1:]]
    for nth, person in enumerate(chosen):
        yield _signup(what, person, stands, nth)
    for nth, person in enumerate(queue):
        yield _signup(what, person, "waiting", COME + nth)


def _signup(what: dict[str, Any], person: UUID, stands: str, nth: int) -> tuple[Any, ...]:
    starts, ends, lag = what["starts_at"], what["ends_at"], timedelta(minutes=3 * nth)
    signed = what["made_at"] + timedelta(hours=nth)
    came = (starts - timedelta(minutes=12) + lag, ends + timedelta(minutes=4) - lag / 3)
    times = {"starts_at": starts, "ends_at": ends}
    state, at, minutes = life.SIGNED_UP, (None, None), None
    if stands in {"over", "unconfirmed"}:
        # Each time one of them never came.
        state = life.MISSED if nth == COME - 1 else life.CONFIRMED if stands == "over" else life.CHECKED_OUT
        at = (None, None) if state == life.MISSED else came
        minutes = None if state == life.MISSED else service_hours.served(*came, **times)
    elif stands == "on" and nth % 2:
        state, at = life.CHECKED_IN, (came[0], None)
    elif stands == "waiting":
        state = life.WAITING
    said = (what["host_id"], ends + 5 * HOURS) if state == life.CONFIRMED else (None, None)
    return uuid7(), what["id"], person, state, signed, *at, [], minutes, *said, None
