"""What the actions of identity leave in a real database, also when two happen at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import event, func, select
from sqlalchemy.exc import IntegrityError

from backend.areas.actions.succeed import merge, succeed
from backend.core.db import db as database
from backend.core.db import uuid7
from backend.core.errors import Problem
from backend.core.facts import Fact
from backend.identity.actions.grant import grant
from backend.identity.actions.refresh import refresh
from backend.identity.actions.rehome import rehome
from backend.identity.actions.sign_in import sign_in
from backend.identity.actions.sweep import sweep
from backend.identity.models import Attempt, Person, RoleGrant, SessionFamily
from backend.identity.queries import actors
from backend.identity.queries.people import visible_to
from tests.builders import people
from tests.builders.areas import plant
from tests.cast import CHAOMING, DAOMAO, DAOMAO_WEST, DISTRICT, WULIN, Cast

TODAY = date(2026, 3, 2)


def guess(app: Flask, password: str = "a guess") -> str:
    """One sign-in as the endpoint makes it: committed, also when refused."""
    with app.app_context():
        try:
            sign_in(username="chen", password=password, device_id=uuid7(), device_label="phone", address="203.0.113.9")
        except Problem as problem:
            database.session.commit() if problem.keeps else database.session.rollback()
            return problem.code
        database.session.commit()
        return "in"


def test_guesses_at_once_are_all_counted(app: Flask, committed: Any) -> None:
    Cast()
    committed.session.commit()
    barrier = Barrier(12)

    def one() -> str:
        barrier.wait()
        return guess(app)

    with ThreadPoolExecutor(12) as pool:
        codes = sorted(pool.map(lambda _: one(), range(12)))
    assert codes == ["identity.locked"] * 8 + ["identity.wrong_credentials"] * 4
    assert guess(app, people.PASSWORD) == "identity.locked"


def test_two_refreshes_at_once_leave_one_good_token(app: Flask, committed: Any) -> None:
    cast = Cast()
    session = people.signed_in(cast.grid_worker)
    committed.session.commit()
    barrier = Barrier(2)

    def one() -> UUID:
        with app.app_context():
            barrier.wait()
            made = refresh(session_id=session.id, jti=session.refresh_jti)
            database.session.commit()
            return made.refresh_jti

    with ThreadPoolExecutor(2) as pool:
        tokens = set(pool.map(lambda _: one(), range(2)))
    committed.session.expire_all()
    family = committed.session.get_one(SessionFamily, session.id)
    assert family.revoked_at is None
    assert len(tokens) == 2
    assert family.current_jti in tokens


def test_two_admins_at_once_never_make_one_person_two_administrators(app: Flask, committed: Any) -> None:
    cast = Cast()
    target, admin = cast.volunteer.id, people.actor(cast.security_admin)
    committed.session.commit()
    barrier = Barrier(2)

    def one(role: str) -> str:
        with app.app_context():
            barrier.wait()
            try:
                grant(admin, target, role=role, area_code=DISTRICT)
                database.session.commit()
            except Problem as problem:
                database.session.rollback()
                return problem.code
            return "granted"

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(one, ["system_admin", "audit_admin"]))
    assert outcomes == ["granted", "identity.role_overlap"]


def test_an_actor_is_read_in_one_statement(cast: Cast, db: Any) -> None:
    people.grant(cast.secretary, "duty_officer", CHAOMING)
    session = people.signed_in(cast.secretary)
    statements: list[str] = []
    connection = db.session.connection()
    event.listen(connection, "before_cursor_execute", lambda *given: statements.append(given[2]))
    actor = actors.of_session(cast.secretary.id, session.id)
    assert actor is not None
    assert len(statements) == 1
    assert actor.roles == {"commander", "duty_officer"}
    assert actor.paths == (cast.areas[CHAOMING].path,)
    assert actor.paths_as("commander") == (cast.areas[DAOMAO].path,)
    assert (actor.person_path, actor.session_id) == (cast.areas[DAOMAO].path, session.id)


def test_a_session_of_somebody_else_is_nobodys(cast: Cast) -> None:
    session = people.signed_in(cast.secretary)
    assert actors.of_session(cast.volunteer.id, session.id) is None


def test_without_a_seeing_role_one_sees_oneself(cast: Cast, db: Any) -> None:
    seen = db.session.scalars(visible_to(people.actor(cast.volunteer))).all()
    assert [person.name for person in seen] == ["林夏"]


def test_people_and_grants_follow_their_area_to_its_successor(cast: Cast, db: Any, clock: Any) -> None:
    plant("330105")
    old = cast.areas[CHAOMING].path
    succeed(CHAOMING, becomes="330105016", under="330105", on=TODAY)
    rehome(old)
    db.session.expire_all()
    chen = db.session.get_one(Person, cast.grid_worker.id)
    assert (chen.area_code, chen.area_path) == (
        "330105016056001", "330105.330105016.330105016056.330105016056001."
    )  # fmt: skip
    shen = people.actor(cast.chaoming_commander)
    assert shen.paths == ("330105.330105016.",)
    seen = {person.name for person in db.session.scalars(visible_to(shen))}
    assert seen == {"沈岚", "丁宁", "吴桂芳", "陈小河", "林夏", "方正"}
    assert db.session.get_one(Person, cast.wulin_worker.id).area_code.startswith(WULIN)


def test_rehoming_twice_changes_nothing_more(cast: Cast, db: Any, clock: Any) -> None:
    plant("330105")
    old = cast.areas[CHAOMING].path
    succeed(CHAOMING, becomes="330105016", under="330105", on=TODAY)
    rehome(old)
    rehome(old)
    counted = select(func.count()).select_from(Fact).where(Fact.kind == "people.rehomed")
    assert db.session.scalar(counted) == 1


def test_jobs_that_run_in_the_wrong_order_end_at_the_last_successor(cast: Cast, db: Any, clock: Any) -> None:
    plant("330105", "330106")
    first = cast.areas[CHAOMING].path
    second = succeed(CHAOMING, becomes="330105016", under="330105", on=TODAY).path
    clock.move(timedelta(days=2).total_seconds())
    succeed("330105016", becomes="330106003", under="330106", on=date(2026, 3, 4))
    rehome(second)
    rehome(first)
    db.session.expire_all()
    assert db.session.get_one(Person, cast.grid_worker.id).area_code == "330106003056001"


def test_two_areas_that_become_one_leave_nobody_a_grant_twice(cast: Cast, db: Any, clock: Any) -> None:
    east = "330103005056002"
    people.grant(cast.grid_worker, "grid_worker", east)
    old = cast.areas[DAOMAO_WEST].path
    merge(DAOMAO_WEST, into=east, on=TODAY)
    rehome(old)
    live = select(RoleGrant).where(RoleGrant.person_id == cast.grid_worker.id, RoleGrant.revoked_at.is_(None))
    kept = db.session.scalars(live.execution_options(populate_existing=True)).one()
    assert (kept.area_code, kept.is_lead) == (east, True)


def test_the_sweep_forgets_past_failures_and_ends_sessions_nobody_can_refresh(cast: Cast, db: Any, clock: Any) -> None:
    left = people.signed_in(cast.volunteer)
    db.session.add(Attempt(bucket="address:x", count=1, expires_at=clock.now() + timedelta(minutes=10)))
    db.session.flush()
    clock.move(timedelta(days=30, seconds=1).total_seconds())
    fresh = people.signed_in(cast.grid_worker)
    sweep()
    db.session.expire_all()
    assert db.session.scalar(select(func.count()).select_from(Attempt)) == 0
    assert db.session.get_one(SessionFamily, left.id).reason == "expired"
    assert db.session.get_one(SessionFamily, fresh.id).revoked_at is None


def test_a_username_is_kept_once_whatever_its_case(cast: Cast, db: Any) -> None:
    newcomer = people.person("钱多", DAOMAO)
    with pytest.raises(IntegrityError, match="account_username_key"):
        people.account(newcomer, "CHEN")
