"""What two editors at once leave behind, and what a changed file does to a plan that was edited here."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.exc import IntegrityError

from backend.commands.actions.create_plan import create_plan
from backend.commands.actions.edit_plan import edit_plan
from backend.commands.actions.load_plans import load_plans
from backend.commands.actions.put_plan_in_force import put_plan_in_force
from backend.commands.models.plan import PlanVersion
from backend.commands.queries import plan_versions, plans
from backend.core.db import db as database
from backend.core.errors import Problem
from tests.builders import orders, people
from tests.cast import Cast
from tests.commands.test_crowded import at_once

CODE = "road_collapse"


def worded(headline: str, code: str = CODE) -> dict[str, Any]:
    content = plans.one(CODE).content
    content["texts"]["zh"]["headline"] = headline
    return {**content, "code": code}


def kept(action: Callable[[], Any]) -> str:
    """What became of it: kept, or the name of the refusal."""
    try:
        action()
        database.session.commit()
    except Problem as problem:
        database.session.rollback()
        return problem.code
    return "kept"


def test_of_two_editors_at_once_one_saves_and_the_other_is_told(committed: SQLAlchemy, app: Flask) -> None:
    actor = people.actor(Cast().commander)
    orders.plans()
    contents = [worded(f"塌陷{number}") for number in range(4)]
    committed.session.commit()
    saves = [partial(edit_plan, actor, CODE, based_on=1, content=one) for one in contents]
    outcomes = at_once(app, *(partial(kept, save) for save in saves))
    assert sorted(outcomes) == ["kept", "plan.changed", "plan.changed", "plan.changed"]
    assert plans.one(CODE).version == 2


def test_of_two_new_plans_of_one_code_at_once_one_is_made(committed: SQLAlchemy, app: Flask) -> None:
    actor = people.actor(Cast().commander)
    orders.plans()
    contents = [worded(f"塌陷{number}", code="sinkhole") for number in range(3)]
    committed.session.commit()
    news = [partial(create_plan, actor, content=one) for one in contents]
    assert sorted(at_once(app, *(partial(kept, new) for new in news))) == ["kept", "plan.code_taken", "plan.code_taken"]


def states() -> list[tuple[int, str, bool]]:
    return [(one["version"], one["source"], one["in_force"]) for one in reversed(plan_versions.listed(CODE))]


@pytest.fixture
def actor(cast: Cast) -> Any:
    return people.actor(cast.commander)


def test_a_file_that_says_what_it_said_leaves_an_edited_plan_alone(actor: Any) -> None:
    original = plans.one(CODE).content
    edit_plan(actor, CODE, based_on=1, content=worded("塌陷，快走"))
    assert load_plans([original]) == []
    assert plans.one(CODE).version == 2


def test_a_changed_file_waits_beside_an_edited_plan_until_a_person_takes_it(actor: Any) -> None:
    edit_plan(actor, CODE, based_on=1, content=worded("塌陷，快走"))
    news = worded("塌陷，速离")
    assert load_plans([news]) == [f"{CODE} v3: edited here, left alone"]
    assert states() == [(1, "catalogue", False), (2, "editor", True), (3, "catalogue", False)]
    assert load_plans([news]) == []
    put_plan_in_force(actor, CODE, 3, based_on=2)
    assert states()[-1] == (4, "editor", True)
    assert plans.one(CODE).content == news
    assert load_plans([news]) == []


def test_a_changed_file_is_in_force_where_nobody_edited_the_plan(actor: Any) -> None:
    assert load_plans([worded("塌陷，速离")]) == [f"{CODE} v2"]
    assert states() == [(1, "catalogue", False), (2, "catalogue", True)]
    older = plan_versions.one(CODE, 1)["content"]
    put_plan_in_force(actor, CODE, 1, based_on=2)
    assert load_plans([plan_versions.one(CODE, 2)["content"]]) == []
    assert plans.one(CODE).content == older


def test_a_file_does_not_take_over_a_plan_that_was_written_here(actor: Any) -> None:
    create_plan(actor, content=worded("塌陷甲", code="sinkhole"))
    assert load_plans([worded("塌陷乙", code="sinkhole")]) == ["sinkhole v2: edited here, left alone"]
    assert plans.one("sinkhole").version == 1


def test_the_command_says_that_nothing_changed(app: Flask, actor: Any) -> None:
    edit_plan(actor, CODE, based_on=1, content=worded("塌陷，快走"))
    database.session.commit()
    assert app.test_cli_runner().invoke(args=["plans", "load"]).output == "no plan has changed\n"


def test_a_version_never_changes_and_says_whose_it_is(actor: Any, db: SQLAlchemy) -> None:
    edit_plan(actor, CODE, based_on=1, content=worded("塌陷，快走"))
    version = db.session.get_one(PlanVersion, (CODE, 2))
    version.note = "x"
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.flush()
