"""What several connections do at once: real commits, real waiting."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from backend.core.db import db as database
from backend.core.db import uuid7
from backend.incidents.actions import climb
from backend.incidents.models.incident import Incident, IncidentStep
from tests.builders import incidents
from tests.builders.incidents import IN_WEST, tap
from tests.cast import Cast
from tests.client import issue_token

TIMES = 5


@pytest.fixture
def people(committed: Any, clock: Any) -> Cast:
    cast = Cast()
    incidents.draw_map()
    database.session.commit()
    return cast


def at_once(app: Flask, sends: list[tuple[str, str, dict[str, Any], str]]) -> list[int]:
    """Each on a connection of its own: (bearer, address, body, key)."""

    def send(one: tuple[str, str, dict[str, Any], str]) -> int:
        bearer, url, body, key = one
        headers = {"Authorization": f"Bearer {bearer}", "Idempotency-Key": key}
        return app.test_client().post(url, json=body, headers=headers).status_code

    with ThreadPoolExecutor(len(sends)) as pool:
        return list(pool.map(send, sends))


def count(table: Any) -> int:
    database.session.rollback()
    return database.session.scalar(select(func.count()).select_from(table)) or 0


@pytest.mark.parametrize("own_key", [True, False])
def test_five_parallel_sends_of_one_report_are_one_row(app: Flask, people: Cast, own_key: bool) -> None:
    bearer, body = issue_token[0](people.grid_worker), incidents.body(IN_WEST)
    sends = [(bearer, "/api/incidents", body, str(uuid7()) if own_key else body["id"]) for _ in range(TIMES)]
    assert at_once(app, sends) == [201] * TIMES
    assert (count(Incident), count(IncidentStep)) == (1, 1)


def test_of_two_officers_who_decide_at_once_the_second_is_told_the_state(app: Flask, people: Cast) -> None:
    case = incidents.reported(people.grid_worker, IN_WEST)
    database.session.commit()
    officers = (people.chaoming_duty, people.chaoming_commander)
    sends = [
        (issue_token[0](who), f"/api/incidents/{case}/{verb}", {"id": str(uuid7()), **tap(), "note": "x"}, str(uuid7()))
        for who, verb in zip(officers, ("accept", "not-accept"), strict=True)
    ]
    assert sorted(at_once(app, sends)) == [200, 409]
    assert count(IncidentStep) == 2


def test_two_who_merge_crosswise_do_not_wait_for_each_other(app: Flask, people: Cast) -> None:
    one, other = (incidents.reported(people.grid_worker, IN_WEST) for _ in range(2))
    database.session.commit()
    officers = (people.chaoming_duty, people.chaoming_commander)
    sends = [
        (
            issue_token[0](who), f"/api/incidents/{case}/merge",
            {"id": str(uuid7()), **tap(), "into_id": str(into)}, str(uuid7()),
        )
        for who, case, into in zip(officers, (one, other), (other, one), strict=True)
    ]  # fmt: skip
    assert sorted(at_once(app, sends)) == [200, 409]


def test_two_workers_climb_each_case_once(app: Flask, people: Cast, clock: Any) -> None:
    for _ in range(4):
        incidents.reported(people.grid_worker, IN_WEST)
    database.session.commit()
    clock.move(3 * 3_600)

    def run(_: int) -> int:
        with app.app_context():
            done = climb.climb()
            database.session.commit()
            return done

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(run, range(2))) == 4
    database.session.rollback()
    levels = database.session.scalars(select(Incident.climb_level))
    assert set(levels) == {1}
