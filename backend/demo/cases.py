"""The demo district's handling units and its cases of ninety days, written as the product would have written them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

import numpy as np
import orjson
from sqlalchemy import insert, text

from backend.areas.rules import levels
from backend.areas.rules.validity import BEIJING, day
from backend.core import clock
from backend.core.db import db, uuid7
from backend.demo import case_photos
from backend.demo.case_stories import REASONS, Story, Teller
from backend.demo.copy import copy_rows
from backend.demo.geography import Geography
from backend.demo.people import SEED, Holder
from backend.incidents.catalogue import reader
from backend.incidents.models.unit import HandlingUnit, UnitMember
from backend.incidents.queries import calendar
from backend.incidents.rules import reported
from backend.incidents.rules.category import Category

CASES, DAYS = 12_000, 90
#: Of the last three quarters of an hour, most of them in one street: so that its desk finds something to do.
FRESH, FRESH_IN_STREET, FRESH_MINUTES = 12, "潮鸣街道", 45
#: the last two: the same rubbish, reported by two
TWINS, TWINS_KIND, TWINS_APART = 2, "E0102", 0.00012
#: so many of the newest have photos, half of them in that street
PICTURED = 36
#: How often a kind is reported beside the others; what is not here counts as one.
OFTEN = {"E0102": 14, "E0504": 12, "E0503": 10, "E0104": 8, "E0505": 8, "E0201": 6, "E0502": 6, "E0601": 5, "P0302": 5}
SELDOM = {"E0401": 0.05, "E0402": 0.05, "E0403": 0.1, "E0603": 0.2, "E0411": 0.2}
SPOTS = (
    "楼道口",
    "小区东门",
    "菜场后门",
    "公交站旁",
    "人行道上",
    "垃圾房边",
    "沿街店铺前",
    "地下车库入口",
    "河道边",
    "学校门口",
)

INCIDENT = (
    *("id", "number", "state", "category_code", "description", "source", "reporter_id", "area_code", "area_path"),
    *("unit_grid_code", "duty_grid_code", "lng_wgs84", "lat_wgs84", "measured_lng_wgs84", "measured_lat_wgs84"),
    *("accuracy_m", "age_s", "position_source", "urgent", "self_handled", "device_at", "clock_offset_ms"),
    *("happened_at", "recorded_at", "unit_id", "register_by", "registered_at", "dispatched_at", "deadline_kind"),
    *("deadline_figure", "deadline_at", "due_at", "next_climb_at", "handled_at", "ended_at", "returns", "reworks"),
    "rating",
)
STEP = (
    *("id", "incident_id", "verb", "state", "at", "happened_at", "device_at", "clock_offset_ms", "by_id", "note"),
    "data",
)


@dataclass(frozen=True, slots=True)
class Place:
    """A grid, and who acts there."""

    code: str
    path: str
    people: dict[str, UUID]
    unit_id: UUID
    points: list[tuple[float, float]]


def hold_cases(world: Geography, people: Mapping[UUID, Holder], path_of: Mapping[str, str]) -> int:
    """Returns how many there are."""
    random, now = np.random.default_rng(SEED + 4), clock.now()
    places = list(_places(world, people, path_of, _units(world, people, path_of)))
    days = calendar.working()
    teller = Teller(random, days, now)
    kinds = list(reader.categories().values())
    chances = np.array([OFTEN.get(kind.code, SELDOM.get(kind.code, 1)) for kind in kinds], dtype=float)
    chosen = random.choice(len(kinds), CASES, p=chances / chances.sum())
    rows, steps, told = [], [], []
    busy = next(code for code in world.codes(levels.STREET) if world.row(code).name_zh == FRESH_IN_STREET)
    near = [place for place in places if place.code.startswith(busy)]
    for number, (kind, at) in enumerate(zip(chosen, _moments(random, now), strict=True), start=1):
        is_near, is_twin = CASES - number < FRESH * 3 // 4, CASES - number < TWINS
        category = reader.categories()[TWINS_KIND] if is_twin else kinds[kind]
        place = (
            near[0] if is_twin else near[number % len(near)] if is_near else places[int(random.integers(len(places)))]
        )
        limit = reader.register_within(urgent=category.urgent)
        story = teller.story(category, at, days.due(at, limit))
        row = _row(random, place, number=number, category=category, at=at, story=story)
        if is_twin:
            _put(row, place.points[0], aside=(CASES - number) * TWINS_APART)
        rows.append(row)
        steps += [_step(row["id"], step, place) for step in story.steps]
        told.append(case_photos.Told(row, story.steps, place.people))
    copy_rows("incident", INCIDENT, ([row.get(name) for name in INCIDENT] for row in rows))
    copy_rows("incident_step", STEP, steps)
    newest = _newest(told, busy)
    case_photos.hang(newest)
    case_photos.write_facts(newest)
    db.session.execute(text("SELECT setval('incident_serial', :last)"), {"last": CASES})
    db.session.execute(text("ANALYZE incident, incident_step"))
    return len(rows)


def _units(world: Geography, people: Mapping[UUID, Holder], path_of: Mapping[str, str]) -> dict[str, UUID]:
    """One for each street, with its handlers."""
    made: dict[str, UUID] = {}
    for code in world.codes(levels.STREET):
        area = world.row(code)
        unit_id = uuid7()
        unit = {"id": unit_id, "area_code": code, "area_path": path_of[code], "created_at": clock.now()}
        names = {"name_zh": f"{area.name_zh}综合处置队", "name_en": f"{area.name_en} response team"}
        db.session.execute(insert(HandlingUnit).values(**unit, **names))
        handlers = [id_ for id_, who in people.items() if (who.area_code, who.role) == (code, "handler")]
        db.session.add_all(UnitMember(unit_id=unit_id, person_id=id_) for id_ in handlers)
        made[code] = unit_id
    db.session.flush()
    return made


def _places(
    world: Geography, people: Mapping[UUID, Holder], path_of: Mapping[str, str], units: Mapping[str, UUID]
) -> Iterator[Place]:
    held: dict[tuple[str, str], UUID] = {}
    points = defaultdict(list)
    for id_, who in people.items():
        held.setdefault((who.area_code, who.role), id_)
        points[who.area_code].append((who.lng, who.lat))
    for code in world.codes(levels.GRID):
        path = path_of[code]
        _, street, community, _ = path.rstrip(".").split(".")
        who_acts = {
            "reporter": held[code, "grid_worker"],
            "desk": held[community, "duty_officer"],
            "unit": held[street, "handler"],
            "checker": held[street, "verifier"],
        }
        yield Place(code, path, who_acts, units[street], points[code])


def _moments(random: np.random.Generator, now: datetime) -> list[datetime]:
    """By day, the older first."""
    first = datetime.combine(day(now) - timedelta(days=DAYS - 1), time(), BEIJING)
    hours = random.normal(13.0, 3.6, CASES).clip(6.0, 22.5)
    days = random.integers(0, DAYS, CASES)
    ats = [first + timedelta(days=int(d), hours=round(float(h), 4)) for d, h in zip(days, hours, strict=True)]
    older = sorted(at if at < now else at - timedelta(days=DAYS) for at in ats)[: CASES - FRESH]
    fresh = [now - timedelta(minutes=FRESH_MINUTES * (FRESH - number) / FRESH) for number in range(FRESH)]
    return [*older, *fresh]


def _newest(told: list[case_photos.Told], busy: str) -> list[case_photos.Told]:
    """Of the street, and of everywhere; some that a unit has handled among them, whatever hour it is."""
    near = [one for one in told if one.row["area_code"].startswith(busy)][-PICTURED // 2 :]
    handled = [one for one in told if one.row.get("handled_at") and one not in near][-PICTURED // 6 :]
    others = [one for one in told[-2 * PICTURED :] if one not in near and one not in handled]
    return [*near, *others[-(PICTURED // 2 - len(handled)) :], *handled]


def _put(row: dict[str, Any], point: tuple[float, float], *, aside: float) -> None:
    """Two people do not stand on the same stone."""
    row |= {"lng_wgs84": point[0] + aside, "measured_lng_wgs84": point[0] + aside}
    row |= {"lat_wgs84": point[1], "measured_lat_wgs84": point[1]}


def _row(
    random: np.random.Generator, place: Place, *, number: int, category: Category, at: datetime, story: Story
) -> dict[str, Any]:
    lng, lat = place.points[int(random.integers(len(place.points)))]
    accuracy = round(float(random.uniform(4, 30)), 1)
    where = {"lng_wgs84": lng, "lat_wgs84": lat, "measured_lng_wgs84": lng, "measured_lat_wgs84": lat}
    is_dispatched = story.columns.get("dispatched_at") is not None
    return {
        "id": uuid7(),
        "number": reported.number_of(f"{day(at):%Y%m%d}", number),
        "category_code": category.code,
        "description": f"{SPOTS[int(random.integers(len(SPOTS)))]}{category.zh}",
        "source": "grid_worker",
        "reporter_id": place.people["reporter"],
        **dict.fromkeys(("area_code", "unit_grid_code", "duty_grid_code"), place.code),
        "area_path": place.path,
        **where,
        "accuracy_m": accuracy,
        "age_s": 1.0,
        "position_source": "gnss",
        "urgent": category.urgent,
        **dict.fromkeys(("device_at", "happened_at", "recorded_at"), at),
        "clock_offset_ms": 0,
        "unit_id": place.unit_id if is_dispatched else None,
        "deadline_kind": category.deadline.kind if is_dispatched else None,
        "deadline_figure": category.deadline.figure if is_dispatched else None,
        **story.columns,
    }


def _step(incident_id: UUID, step: Any, place: Place) -> list[Any]:
    data = {name: value.isoformat() if isinstance(value, datetime) else value for name, value in step.data.items()}
    if step.outcome == "dispatch":
        data["unit_id"] = str(place.unit_id)
    step_id = incident_id if step.outcome == "report" else uuid7()
    verb, at = step.outcome.removesuffix("_failed"), step.at
    who, note = place.people[step.by], REASONS.get(step.outcome)
    return [step_id, incident_id, verb, step.state, at, at, at, 0, who, note, orjson.dumps(data).decode()]
