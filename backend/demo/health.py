"""The demo district's health codes: who declared what, gates with this morning's people, some at home, some appeals."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import cycle, islice
from typing import Any
from uuid import UUID

import numpy as np
from sqlalchemy import insert

from backend.areas.rules import levels
from backend.core import clock
from backend.core.db import db, uuid7
from backend.demo.geography import Geography
from backend.demo.people import SEED, Holder
from backend.health.actions.renew import LETTERS
from backend.health.catalogue.reader import ruleset
from backend.health.models.declaration import HealthAppeal, HealthDeclaration
from backend.health.models.gate import CheckIn, Place
from backend.health.models.isolation import IsolationCase, IsolationEntry, IsolationMember
from backend.health.models.state import HealthState
from backend.health.rules.colouring import Declared, colour_of
from backend.health.rules.colours import GREEN
from backend.health.rules.half_days import half_day

DECLARING, DAYS = 800, 4
#: of a hundred who declare, so many say something that keeps them at home
ILL = 8
#: of those, every so many appeals
APPEALS = 4
GATES = ("社区东门", "菜市场", "便民服务中心")
AT_A_GATE = 24
WORDS = ("填写时点错了，没有发热", "在家没有出过门", "同名的人去过，不是我", "已经做过检测，结果正常")
Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Ill:
    """Whom his colour keeps at home, and who looks after him."""

    person_id: UUID
    code: str
    path: str
    colour: str
    reasons: list[Any]
    worker: UUID | None


def hold_health(geography: Geography, written: Mapping[UUID, Holder], path_of: Mapping[str, str]) -> int:
    """Returns how many declared."""
    random = np.random.default_rng(SEED + 6)
    volunteers = ((id_, who) for id_, who in written.items() if who.role == "volunteer")
    # Every so many of them, so that all streets have some.
    step = max(1, sum(who.role == "volunteer" for who in written.values()) // DECLARING)
    chosen = list(islice(volunteers, 0, None, step))[:DECLARING]
    workers = {who.area_code: id_ for id_, who in written.items() if who.role == "grid_worker"}
    ill: list[Ill] = []
    declared: Rows = []
    states: Rows = []
    for id_, who in chosen:
        said = list(_said(random))
        declared += [_declaration(id_, path_of[who.area_code], one) for one in said]
        states.append(state := _state(id_, said))
        if state["colour"] != GREEN:
            code, worker = who.area_code, workers.get(who.area_code)
            ill.append(Ill(id_, code, path_of[code], state["colour"], state["reasons"], worker))
    _write(HealthDeclaration, declared)
    _write(HealthState, states)
    for one in ill:
        _at_home(random, one)
    _write(HealthAppeal, [_appeal(one, words) for one, words in zip(ill[::APPEALS], cycle(WORDS), strict=False)])
    _gates(random, geography, path_of)
    return len(chosen)


def _write(model: type[Any], rows: Rows) -> None:
    if rows:
        db.session.execute(insert(model), rows)


def _said(random: np.random.Generator) -> Iterator[Declared]:
    """One morning after the other; who has something says so on the first."""
    now = clock.now()
    is_ill = random.integers(100) < ILL
    for day in range(DAYS, 0, -1):
        at = now - timedelta(days=day) + timedelta(minutes=int(random.integers(60)))
        first = is_ill and day == DAYS
        yield Declared(at, half_day(at), ("fever",) if first else (), risk_area=bool(first and random.integers(2)))


def _declaration(person_id: UUID, path: str, one: Declared) -> dict[str, Any]:
    kept = one.at + ruleset().keep_until("declaration")
    return {
        "id": uuid7(), "person_id": person_id, "area_path": path, "day": one.slot.day, "half": one.slot.half,
        "symptoms": list(one.symptoms), "risk_area": one.risk_area, "contact": one.contact, "declared_at": one.at,
        "device_at": one.at, "clock_offset_ms": 0, "received_at": one.at, "purge_after": kept,
    }  # fmt: skip


def _state(person_id: UUID, said: list[Declared]) -> dict[str, Any]:
    now, rules = clock.now(), ruleset()
    verdict = colour_of(said, rules, now=now)
    return {
        "person_id": person_id, "colour": verdict.colour, "since": verdict.since, "verified_at": now,
        "valid_until": verdict.valid_until, "reasons": verdict.reasons, "rule_version": rules.version,
        "clean_days": verdict.clean_days, "purge_after": (verdict.valid_until or now) + rules.keep_until("state"),
    }  # fmt: skip


def _at_home(random: np.random.Generator, ill: Ill) -> None:
    """Most half-days are filled; what is missing has climbed already."""
    now, rules = clock.now(), ruleset()
    begun = now - timedelta(days=DAYS)
    slots = [half_day(begun).after(1 + place) for place in range(rules.isolation_days * 2)]
    case = IsolationCase(person_id=ill.person_id, area_code=ill.code, area_path=ill.path, reasons=ill.reasons)
    case.opened_at, case.until = begun, slots[-1].ends_at
    case.purge_after = case.until + rules.keep_until("isolation")
    db.session.add(case)
    db.session.flush()
    rows = []
    for slot in slots:
        over, filled = slot.ends_at <= now, random.integers(10) > 0
        entry = {"case_id": case.id, "day": slot.day, "half": slot.half, "due_at": slot.ends_at + rules.late_after}
        done = {
            "entered_at": slot.begins_at + timedelta(hours=2),
            "entered_by": ill.worker or ill.person_id,
            "symptoms": [],
        }
        blank = {"entered_at": None, "entered_by": None, "symptoms": None}
        entry |= done | {"temperature": 36.4} if over and filled else blank | {"temperature": None}
        entry |= {"climb_level": 3 if over and not filled else 0, "next_climb_at": None if over else entry["due_at"]}
        rows.append(entry)
    _write(IsolationEntry, rows)
    if ill.worker is not None:
        db.session.add(IsolationMember(case_id=case.id, person_id=ill.worker))


def _appeal(ill: Ill, words: str) -> dict[str, Any]:
    told = {"id": uuid7(), "person_id": ill.person_id, "area_path": ill.path, "colour": ill.colour}
    filed = clock.now() - timedelta(hours=3)
    return {**told, "reason": words, "filed_at": filed, "purge_after": filed + ruleset().keep_until("appeal")}


def _gates(random: np.random.Generator, geography: Geography, path_of: Mapping[str, str]) -> None:
    """One kind of place after the other, community by community."""
    now = clock.now()
    made, came = [], []
    for number, code in enumerate(geography.codes(levels.COMMUNITY)):
        letters = "".join(LETTERS[one] for one in random.integers(len(LETTERS), size=16))
        place = {"id": uuid7(), "name": GATES[number % len(GATES)], "area_code": code, "area_path": path_of[code]}
        made.append({**place, "code": letters, "created_at": now - timedelta(days=30)})
        came += [_came(random, place, now) for _ in range(AT_A_GATE)]
    _write(Place, made)
    _write(CheckIn, came)


def _came(random: np.random.Generator, place: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    at = now - timedelta(seconds=int(random.integers(6 * 3_600)))
    colour = ("yellow", *([GREEN] * 19))[random.integers(20)]
    return {
        "id": uuid7(), "place_id": place["id"], "area_path": place["area_path"], "provider": "palm",
        "subject_hash": random.bytes(16), "colour": colour, "why": "ok", "passed": colour == GREEN,
        "said_passed": colour == GREEN, "verified_at": at, "source": ("scan", "place")[int(random.integers(5) == 0)],
        "happened_at": at, "device_at": at, "clock_offset_ms": 0, "received_at": at,
        "purge_after": at + ruleset().keep_until("check_in"),
    }  # fmt: skip
