"""Whatever anybody sends, valid or not: the answer is one that the description names, and never a failure of ours."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis.generation import GenerationMode

from backend.core.db import db as database
from backend.identity.rules.roles import ROLES
from tests.architecture import described
from tests.builders import people
from tests.cast import DISTRICT, Cast
from tests.client import issue_token

#: Of each endpoint and each of the two kinds of input; every one is asked by every role and by nobody.
EXAMPLES = 4
METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]


@pytest.fixture
def callers(app: Flask, cast: Cast) -> list[str | None]:
    """A bearer of each role over the whole district, and none."""
    app.config["PROPAGATE_EXCEPTIONS"] = False
    made = [people.person(f"区{role}", DISTRICT, role) for role in ROLES]
    return [None, *(issue_token[0](person) for person in made)]


@pytest.mark.parametrize("method", METHODS)
def test_no_input_from_anybody_breaks_an_endpoint(app: Flask, callers: list[str | None], method: str) -> None:
    own = [operation for operation in described.operations(app) if operation.method.upper() == method]
    assert own
    for operation in own:
        for mode in GenerationMode:
            hammer(operation, mode, ask_as_everybody(app, callers))


def ask_as_everybody(app: Flask, callers: list[str | None]) -> Callable[[Any], None]:
    def ask(case: Any) -> None:
        for bearer in callers:
            described.sign(case, bearer)
            # Each call starts from the same rows: what the one before did is taken back.
            with database.engines[None].begin_nested() as before, app.app_context():
                reply = case.call()
                before.rollback()
            described.check(case, reply)

    return ask


def hammer(operation: Any, mode: GenerationMode, ask: Callable[[Any], None]) -> None:
    cases: st.SearchStrategy[Any] = operation.as_strategy(generation_mode=mode)

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=cases)
    def once(case: Any) -> None:
        ask(case)

    try:
        once()
    except Unsatisfiable:
        # An endpoint that takes nothing can be asked nothing wrong.
        assert mode is GenerationMode.NEGATIVE, operation.label
