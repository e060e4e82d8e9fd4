"""Two who decide over one submission at the same moment, on real connections: one wins, the other is told."""

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from backend.commands.actions.submissions import decide, take_back
from backend.commands.models.order import Order
from backend.commands.models.submission import SubmissionStep
from backend.core.db import db
from backend.core.errors import Problem
from tests import cast as places
from tests.builders import orders, people
from tests.cast import Cast
from tests.commands.test_crowded import at_once


@pytest.fixture
def cast(committed: SQLAlchemy) -> Cast:
    made = Cast()
    orders.plans()
    committed.session.commit()
    return made


def trying(act: Callable[[], Any]) -> str:
    try:
        state = act()["state"]
        db.session.commit()
    except Problem as problem:
        db.session.rollback()
        return problem.code
    return str(state)


@pytest.mark.parametrize("round_", range(3))
def test_of_three_who_settle_it_at_once_one_wins_and_one_order_goes_out_at_most(
    app: Flask, committed: SQLAlchemy, cast: Cast, round_: int
) -> None:
    first, second = (people.actor(people.person(name, places.DISTRICT, "duty_officer")) for name in ("甲", "乙"))
    sender = people.actor(cast.commander)
    submission_id: UUID = orders.submission(cast.commander, places.CHAOMING, places.WULIN)["id"]
    db.session.commit()
    said = at_once(
        app,
        partial(trying, partial(decide.approve, first, submission_id)),
        partial(trying, partial(decide.refuse, second, submission_id, reason="不同意")),
        partial(trying, partial(take_back.override, sender, submission_id, reason="情况紧急")),
    )
    assert Counter(said)["submission.settled"] == 2, said
    [won] = [one for one in said if one != "submission.settled"]
    db.session.rollback()
    issued = db.session.scalar(select(func.count()).select_from(Order).where(Order.id == submission_id))
    assert issued == (0 if won == "refused" else 1)
    steps = db.session.scalars(select(SubmissionStep.state).order_by(SubmissionStep.id)).all()
    assert steps == ["pending", won]
