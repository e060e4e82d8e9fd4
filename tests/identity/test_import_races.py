"""The same list twice at the same moment makes nobody twice."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from backend.core.db import db as database
from backend.core.errors import Problem
from backend.identity.actions.create_person import create_person
from backend.identity.actions.importing.take_in import import_rows
from backend.identity.actions.issue_accounts import issue_accounts
from backend.identity.models import Account, Person
from tests.builders import people
from tests.cast import DAOMAO, DAOMAO_EAST, Cast

COLUMNS = ["name", "phone", "area_code", "role", "username"]
ROWS = [
    {"line": line, "cells": [f"人{line}", f"1990001{line:04d}", DAOMAO_EAST, "网格员", f"user{line}"]}
    for line in range(2, 8)
]


@pytest.mark.parametrize(("existing", "second"), [("refuse", (0, 12)), ("skip", (0, 0)), ("update", (0, 0))])
def test_two_admins_with_one_list_make_nobody_twice(
    app: Flask, committed: Any, existing: Any, second: tuple[int, int]
) -> None:
    cast = Cast()
    admins = [people.actor(cast.security_admin), people.actor(cast.chaoming_admin)]
    committed.session.commit()
    barrier = Barrier(2)

    def take_in(admin: Any) -> tuple[int, int]:
        with app.app_context():
            barrier.wait()
            report = import_rows(admin, COLUMNS, ROWS, existing=existing, dry_run=False)
            database.session.commit()
            return report["created"], len(report["errors"])

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(take_in, admins), reverse=True) == [(6, 0), second]
    made = select(func.count()).select_from(Person).where(Person.name.startswith("人"))
    assert committed.session.scalar(made) == 6
    assert (
        committed.session.scalar(select(func.count()).select_from(Account).where(Account.username.startswith("user")))
        == 6
    )


def test_one_person_added_twice_at_once_is_one(app: Flask, committed: Any) -> None:
    cast = Cast()
    admins = [people.actor(cast.security_admin), people.actor(cast.chaoming_admin)]
    committed.session.commit()
    barrier = Barrier(2)

    def add(admin: Any) -> str:
        with app.app_context():
            barrier.wait()
            try:
                create_person(admin, name="钱多", phone="19900009001", area_code=DAOMAO)
                database.session.commit()
            except Problem as problem:
                database.session.rollback()
                return problem.code
            return "added"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(add, admins)) == ["added", "identity.person_exists"]


def test_accounts_issued_twice_at_once_are_issued_once(app: Flask, committed: Any) -> None:
    cast = Cast()
    admins = [people.actor(cast.security_admin), people.actor(cast.chaoming_admin)]
    who = [people.person(f"人{number}", DAOMAO).id for number in range(6)]
    committed.session.commit()
    barrier = Barrier(2)

    def issue(admin: Any) -> tuple[int, int]:
        with app.app_context():
            barrier.wait()
            report = issue_accounts(admin, who, anew=False)
            database.session.commit()
            return len(report["issued"]), len(report["kept"])

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(issue, admins)) == [(0, 6), (6, 0)]
