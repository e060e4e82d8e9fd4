"""What became of each of the demo district's cases: drawn from one seed, and cut off at now."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from backend.incidents.rules import lifecycle
from backend.incidents.rules.calendar import Calendar
from backend.incidents.rules.category import Category

#: shares of all cases
SELF_HANDLED, NOT_ACCEPTED, RETURNED, IN_TIME, REWORKED, RATED = 0.05, 0.06, 0.05, 0.91, 0.06, 0.35
SCORES, LIKELY = (5, 4, 3, 2, 1), (0.52, 0.28, 0.12, 0.05, 0.03)
REASONS = {"not_accept": "不属于城市管理范围", "return": "非本单位职责", "check_failed": "现场仍未清理干净"}


#: outcome, when, who, what else it says
Drawn = tuple[str, datetime, str, dict[str, Any]]


@dataclass(slots=True)
class Happened:
    """A step, and who took it: reporter, desk, unit or checker."""

    outcome: str
    at: datetime
    by: str
    state: str
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Story:
    """The steps of a case and what its row says of them."""

    steps: list[Happened]
    columns: dict[str, Any]


class Teller:
    """Tells stories that end at `now`, wherever they are then."""

    def __init__(self, random: np.random.Generator, calendar: Calendar, now: datetime) -> None:
        self._random, self._calendar, self._now = random, calendar, now

    def story(self, category: Category, at: datetime, register_by: datetime) -> Story:
        columns = {"register_by": register_by, "due_at": register_by, "returns": 0, "reworks": 0}
        told = Story([], {**columns, "self_handled": self._is(SELF_HANDLED)})
        steps = self._self_handled(at) if told.columns["self_handled"] else self._way(category, at)
        state = ""
        for outcome, when, by, data in steps:
            if when > self._now:
                break
            state = self._after(outcome, state, told)
            told.steps.append(Happened(outcome, when, by, state, data))
            self._mark(told, outcome, when, data)
        told.columns["state"] = state
        runs = state in (*lifecycle.AT_THE_DESK, *lifecycle.WITH_THE_UNIT)
        told.columns["next_climb_at"] = told.columns["due_at"] if runs else None
        return told

    def _self_handled(self, at: datetime) -> Iterator[Drawn]:
        yield "report", at, "reporter", {}
        yield "check", at + self._minutes(150), "checker", {"passed": True}

    def _way(self, category: Category, at: datetime) -> Iterator[Drawn]:
        yield "report", at, "reporter", {}
        at += self._minutes(18)
        if self._is(NOT_ACCEPTED):
            yield "not_accept", at, "desk", {}
            return
        yield "accept", at, "desk", {}
        yield "register", (at := at + self._minutes(4)), "desk", {}
        at += self._minutes(6)
        if self._is(RETURNED):
            yield "dispatch", at, "desk", self._limit(category, at)
            yield "return", (at := at + self._minutes(50)), "unit", {}
            at += self._minutes(20)
        limit = self._limit(category, at)
        yield "dispatch", at, "desk", limit
        yield from self._handled(limit, at)

    def _handled(self, limit: dict[str, Any], begun: datetime) -> Iterator[Drawn]:
        due: datetime = limit["deadline_at"]
        span = due - begun
        start = begun + min(self._minutes(30), span * 0.14)
        yield "start", start, "unit", {}
        share = self._random.uniform(0.15, 0.95) if self._is(IN_TIME) else self._random.uniform(1.05, 1.6)
        at = begun + span * float(share)
        yield "handle", at, "unit", {}
        at += self._minutes(150)
        if self._is(REWORKED):
            yield "check_failed", at, "checker", {"passed": False}
            yield "handle", (at := at + span * 0.2), "unit", {}
            at += self._minutes(150)
        yield "check", at, "checker", {"passed": True}
        if self._is(RATED):
            score = int(self._random.choice(SCORES, p=LIKELY))
            yield "rate", at + self._minutes(300), "reporter", {"score": score}

    def _limit(self, category: Category, at: datetime) -> dict[str, Any]:
        return {"deadline_at": self._calendar.due(at, category.deadline)}

    def _after(self, outcome: str, state: str, told: Story) -> str:
        if outcome == "report":
            return lifecycle.after_report(self_handled=told.columns["self_handled"])
        return lifecycle.become(outcome, state=state)

    def _mark(self, told: Story, outcome: str, at: datetime, data: dict[str, Any]) -> None:
        """As the product's own actions write it."""
        columns = told.columns
        if outcome == "dispatch":
            columns |= {"dispatched_at": at, "deadline_at": data["deadline_at"], "due_at": data["deadline_at"]}
        elif outcome in {"register", "handle"}:
            columns[{"register": "registered_at", "handle": "handled_at"}[outcome]] = at
        elif outcome == "return":
            columns |= {"returns": 1, "due_at": at + timedelta(hours=2)}
        elif outcome == "check_failed":
            columns |= {"reworks": 1, "handled_at": None}
        elif outcome in {"check", "not_accept"}:
            columns["ended_at"] = at
        elif outcome == "rate":
            columns["rating"] = data["score"]

    def _is(self, share: float) -> bool:
        return bool(self._random.random() < share)

    def _minutes(self, median: float) -> timedelta:
        return timedelta(minutes=round(float(self._random.lognormal(np.log(median), 0.6)), 2))
