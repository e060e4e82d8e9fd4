"""The demo district's paging robot: a campaign that is over in each street, one that runs, and one that waits."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import numpy as np
from sqlalchemy import insert

from backend.areas.rules import levels
from backend.core import clock
from backend.core.db import db, uuid7
from backend.demo.geography import Geography
from backend.demo.paging_scripts import HEALTH, SCRIPTS
from backend.demo.people import SEED, Holder
from backend.paging.models import (
    PagingAnswer,
    PagingAttempt,
    PagingCampaign,
    PagingScript,
    PagingScriptVersion,
    PagingTarget,
)
from backend.paging.rules import outcomes

IN_A_STREET, RUNNING = 240, 600
#: of a hundred: what came of them
SHARES = {"closed": 71, "abnormal": 4, "no_answer": 14, "callback": 4, "refused": 4, "wrong_number": 3}
#: of those who needed a person, so many of ten have been called
CALLED = 8
NOTES = ("已联系家属，一切正常", "已建议就医，晚上再问", "换了号码，已更新", None, None)
ATTEMPTS = [
    {"channel": outcomes.SMS, "wait_min": 240},
    {"channel": outcomes.VOICE, "wait_min": 30},
    {"channel": outcomes.VOICE, "wait_min": 60},
]
WELL = {"well": "yes", "travel": "no"}
UNWELL = {"well": "no", "heat": 37.8, "travel": "no"}
Rows = list[dict[str, Any]]


@dataclass(slots=True)
class Robot:
    """Collects rows; written at the end, table by table."""

    written: Mapping[UUID, Holder]
    path_of: Mapping[str, str]
    random: np.random.Generator
    script: UUID
    #: where somebody is responsible → who
    leads: Mapping[str, UUID]
    campaigns: Rows
    targets: Rows
    attempts: Rows
    answers: Rows

    def asked(self, code: str, count: int) -> list[tuple[UUID, str]]:
        """So many of the street, some of every grid, and where each lives."""
        here = [(id_, self.path_of[who.area_code]) for id_, who in self.written.items()
                if who.role == "volunteer" and who.area_code.startswith(code)]  # fmt: skip
        step = max(1, len(here) // count)
        return here[::step][:count]

    def campaign(self, code: str, name: str, begun: datetime | None, state: str) -> UUID:
        path = self.path_of[code]
        made: dict[str, Any] = {
            "id": uuid7(), "script_id": self.script, "version": 1, "area_code": code, "area_path": path,
            "name": name, "purpose": "疫情防控健康回访", "phone": "19900000000", "filter": _everybody(),
            "attempts": ATTEMPTS, "quiet_hours": "21:00-08:00", "state": state, "made_by": self.leads[path],
            "made_at": begun or clock.now(), "started_at": begun, "lasts_h": 48, "keep_days": 30,
            "ends_at": begun + timedelta(hours=48) if begun else None, "finished_at": None, "purge_after": None,
        }  # fmt: skip
        if begun and state == outcomes.DONE:
            made["finished_at"] = begun + timedelta(hours=8)
            made["purge_after"] = made["finished_at"] + timedelta(days=30)
        self.campaigns.append(made)
        return UUID(str(made["id"]))

    def settle(
        self, campaign: UUID, person: tuple[UUID, str], outcome: str, begun: datetime, *, calls: bool = True
    ) -> None:
        """Asked by text message, then called; what he said, and what a person found out."""
        by_call = calls and (outcome in {"no_answer", "wrong_number"} or self.random.integers(3) == 0)
        at = begun + timedelta(minutes=int(self.random.integers(3, 60)) + (240 if by_call else 0))
        target = self._target(campaign, person)
        needs = outcome in outcomes.EXCEPTIONS
        via = None if outcome == "no_answer" else outcomes.VOICE if by_call else outcomes.SMS
        target |= {"outcome": outcome, "outcome_at": at, "via": via, "needs_person": needs, "next_channel": None}
        target |= {"next_at": None, "step": 2 if by_call else 1}
        if needs and calls and self.random.integers(10) < CALLED:
            target |= self._called(outcome, at, person[1])
        self.targets.append(target)
        self._try(target["id"], begun, 2 if by_call else 1)
        since = {"since": (begun - timedelta(days=1)).date().isoformat()}
        told: dict[str, dict[str, Any]] = {"closed": WELL, "abnormal": {**UNWELL, **since}}
        for question, value in told.get(outcome, {}).items():
            abnormal = outcome == "abnormal" and question in {"well", "heat"}
            row = {"target_id": target["id"], "question": question, "value": value, "abnormal": abnormal}
            self.answers.append({**row, "via": via, "at": at})

    def wait(self, campaign: UUID, person: tuple[UUID, str], begun: datetime) -> None:
        """Has got his text message, and is called when it has waited."""
        target = self._target(campaign, person)
        target |= {"next_channel": outcomes.VOICE, "next_at": begun + timedelta(minutes=240), "step": 1}
        self.targets.append(target)
        self._try(target["id"], begun, 1)

    def write(self) -> None:
        db.session.execute(insert(PagingCampaign), self.campaigns)
        db.session.execute(insert(PagingTarget), self.targets)
        db.session.execute(insert(PagingAttempt), self.attempts)
        db.session.execute(insert(PagingAnswer), self.answers)

    def _target(self, campaign: UUID, person: tuple[UUID, str]) -> dict[str, Any]:
        id_, path = person
        community = ".".join(path.rstrip(".").split(".")[:3]) + "."
        place = {"person_id": id_, "area_path": path, "community_path": community}
        blank = dict.fromkeys(
            ("outcome", "outcome_at", "via", "taken_by", "taken_at", "closed_at", "found", "note", "claimed_by")
        )
        return {"id": uuid7(), "campaign_id": campaign, **place, **blank, "needs_person": False, "step": 0}

    def _called(self, outcome: str, at: datetime, path: str) -> dict[str, Any]:
        taken = at + timedelta(minutes=int(self.random.integers(10, 90)))
        found = "abnormal" if outcome == "abnormal" and self.random.integers(2) else "closed"
        note = NOTES[int(self.random.integers(len(NOTES)))]
        spent = timedelta(seconds=int(self.random.integers(60, 240)))
        kept = {"taken_by": self.leads[path], "taken_at": taken, "closed_at": taken + spent}
        return {**kept, "found": found, "note": note}

    def _try(self, target: UUID, begun: datetime, times: int) -> None:
        for step in range(times):
            at = begun + timedelta(minutes=240 * step)
            state = "delivered" if step == 0 else "failed"
            row = {"target_id": target, "step": step, "channel": ATTEMPTS[step]["channel"], "state": state}
            self.attempts.append({**row, "begun_at": at, "accepted_at": at, "last_status": 200})


def hold_paging(geography: Geography, written: Mapping[UUID, Holder], path_of: Mapping[str, str]) -> int:
    """Returns how many were asked."""
    now = clock.now()
    district = geography.rows[0].code
    leads = {path_of[who.area_code]: id_ for id_, who in written.items() if who.is_lead}
    robot = Robot(written, path_of, np.random.default_rng(SEED + 7), uuid7(), leads, [], [], [], [])
    _scripts(robot, district)
    streets = geography.codes(levels.STREET)
    for back, code in enumerate(streets, 1):
        begun = now - timedelta(days=back % 5 + 1)
        campaign = robot.campaign(code, "每周健康回访", begun, outcomes.DONE)
        people = robot.asked(code, IN_A_STREET)
        for person, outcome in zip(people, _outcomes(robot.random, len(people)), strict=True):
            robot.settle(campaign, person, outcome, begun)
    chaoming = next(code for code in streets if geography.row(code).name_zh == "潮鸣街道")
    _running(robot, chaoming, now - timedelta(hours=2))
    robot.campaign(chaoming, "周末健康回访", None, outcomes.DRAFT)
    robot.write()
    return len(robot.targets)


def _running(robot: Robot, code: str, begun: datetime) -> None:
    """Two hours old: most have answered their text message, the others are called later."""
    campaign = robot.campaign(code, "今日健康回访", begun, outcomes.RUNNING)
    people = robot.asked(code, RUNNING)
    for person, outcome in zip(people, _outcomes(robot.random, len(people)), strict=True):
        if outcome in {"no_answer", "wrong_number"}:
            robot.wait(campaign, person, begun)
        else:
            robot.settle(campaign, person, outcome, begun, calls=False)


def _outcomes(random: np.random.Generator, count: int) -> Iterator[str]:
    shares = np.array(list(SHARES.values())) / sum(SHARES.values())
    yield from random.choice(list(SHARES), count, p=shares).tolist()


def _scripts(robot: Robot, district: str) -> None:
    """The district's, for every street to use."""
    author = robot.leads[robot.path_of[district]]
    for content in SCRIPTS:
        id_ = robot.script if content is HEALTH else uuid7()
        place = {"area_code": district, "area_path": robot.path_of[district]}
        db.session.add(PagingScript(id=id_, made_by=author, **place))
        db.session.flush()
        db.session.add(PagingScriptVersion(script_id=id_, version=1, content=content, made_by=author))
    db.session.flush()


def _everybody() -> dict[str, Any]:
    return {"areas": [], "roles": ["volunteer"], "skills": [], "silent_days": None}
