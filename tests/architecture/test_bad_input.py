"""Whatever is sent, valid or not: the answer is one that the description names, and never a 500."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.core.result import Ok
from schemathesis.generation import GenerationMode

from backend.core.db import db as database
from backend.core.db import uuid7
from tests.cast import Cast
from tests.client import issue_token

EXAMPLES = 12
OPERATIONS = ["GET", "POST", "PUT", "PATCH", "DELETE"]


@pytest.fixture
def operations(app: Flask, db: object) -> Callable[[str], Iterator[Any]]:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", app)

    def of(method: str) -> Iterator[Any]:
        for found in schema.get_all_operations():
            assert isinstance(found, Ok), found
            if found.ok().method.upper() == method and "/stream" not in found.ok().path:
                yield found.ok()

    return of


@pytest.mark.parametrize("method", OPERATIONS)
def test_no_input_breaks_an_endpoint(
    app: Flask, cast: Cast, operations: Callable[[str], Iterator[Any]], method: str
) -> None:
    bearers = [issue_token[0](person) for person in (cast.commander, cast.security_admin)]
    seen = 0
    for operation in operations(method):
        hammer(app, operation, bearers)
        seen += 1
    assert seen


def hammer(app: Flask, operation: Any, bearers: list[str]) -> None:
    modes = st.one_of([operation.as_strategy(generation_mode=mode) for mode in GenerationMode])

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=modes, bearer=st.sampled_from(bearers))
    def once(case: Any, bearer: str) -> None:
        case.headers["Authorization"] = f"Bearer {bearer}"
        case.headers["Idempotency-Key"] = str(uuid7())
        # Each case starts from the same rows: what the one before did is taken back.
        with database.engines[None].begin_nested() as before, app.app_context():
            reply = case.call()
            before.rollback()
        assert reply.status_code != 500, (operation.label, case.body, case.query, case.path_parameters, reply.text)
        if reply.status_code >= 400:
            assert reply.headers["content-type"] == ["application/problem+json"], (operation.label, reply.text)

    once()
