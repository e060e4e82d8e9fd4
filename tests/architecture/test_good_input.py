"""Good requests to every endpoint, from every role that holds the whole district: each answer is as described."""

from typing import Any

import pytest
from flask import Flask

from backend.core.db import db as database
from backend.identity.rules.roles import ROLES
from tests.architecture import described
from tests.architecture.bodies import BODIES, FORMS
from tests.architecture.strangers import PATHS, World
from tests.architecture.test_endpoints import endpoints
from tests.architecture.test_who_may import sample
from tests.builders import people
from tests.cast import DISTRICT, Cast
from tests.client import issue_token

#: The path of a rule as the description writes it.
CONVERTERS = ("uuid:", "string:", "int:", "path:")


@pytest.fixture
def world(cast: Cast) -> World:
    return World(cast)


@pytest.mark.parametrize("role", [*ROLES, "nobody"])
def test_every_answer_to_a_good_request_is_as_described(app: Flask, world: World, role: str) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    bearer = issue_token[0](people.person(f"区{role}", DISTRICT, role)) if role in ROLES else None
    operations = {(it.path, it.method.upper()): it for it in described.operations(app)}
    answered: list[int] = []
    for rule, declared in endpoints(app):
        assert declared is not None
        operation = operations.get((described_path(rule.rule), declared.method))
        if operation is None:
            continue
        case = good_case(operation, rule, world)
        described.sign(case, bearer)
        with database.engines[None].begin_nested() as before, app.app_context():
            reply = case.call()
            before.rollback()
        described.check(case, reply)
        answered.append(reply.status_code)
    assert answered
    # Otherwise the bodies that matter were never compared.
    assert sum(status < 300 for status in answered) >= (1 if role == "nobody" else 10), answered


def described_path(rule: str) -> str:
    for converter in CONVERTERS:
        rule = rule.replace(f"<{converter}", "<")
    return rule.replace("<", "{").replace(">", "}")


def good_case(operation: Any, rule: Any, world: World) -> Any:
    parts: dict[str, Any] = {
        "path_parameters": {name: str(PATHS[sample(rule, name)](world)) for name in rule.arguments}
    }
    if rule.endpoint in BODIES:
        kind = "application/x-www-form-urlencoded" if rule.endpoint in FORMS else "application/json"
        parts |= {"body": BODIES[rule.endpoint](world), "media_type": kind}
    return operation.Case(**parts)
