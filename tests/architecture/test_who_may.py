"""Every route, called as every role and with another street's ids: 401, 403 or 404 as declared, never data."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from backend.core.http.endpoint import Declared
from backend.identity.models import Person
from backend.identity.rules.roles import ROLES
from tests.architecture.bodies import BODIES, FORMS, NAMES_ANOTHER_STREET
from tests.architecture.strangers import MARK, PATHS, QUERIES, SHARED, World
from tests.architecture.test_endpoints import endpoints
from tests.builders import maps
from tests.cast import WULIN, XIANLIN, Cast
from tests.client import ActingClient

#: Its code hangs at the door, below its name: whoever stands there reads both.
NAMES_ITS_PLACE = {"my_health.visit_place"}
A_DOZEN = 12


@pytest.fixture
def world(cast: Cast) -> World:
    return World(cast)


def routes(app: Flask) -> Iterator[tuple[Rule, Declared]]:
    for rule, declared in endpoints(app):
        assert declared is not None, rule
        yield rule, declared


def sample(rule: Rule, parameter: str) -> str:
    """Under which name the registry has a path parameter's sample."""
    own = f"{rule.endpoint.partition('.')[0]}.{parameter}"
    return own if own in PATHS else parameter


def call(client: ActingClient, rule: Rule, declared: Declared, world: World, query: str = "") -> TestResponse:
    values = {parameter: PATHS[sample(rule, parameter)](world) for parameter in rule.arguments}
    built = rule.build(values, append_unknown=False)
    assert built is not None
    body = BODIES[rule.endpoint](world) if rule.endpoint in BODIES else None
    sent = {"data": body} if rule.endpoint in FORMS else {"json": body}
    return client.open(declared.method, built[1] + query, **sent)


def queries(rule: Rule, declared: Declared, described: dict[str, Any], world: World) -> Iterator[str]:
    """Nothing, and for each parameter that may ask for a place, the other street."""
    yield ""
    for name in query_parameters(rule, declared, described):
        ask = QUERIES[name]
        if ask is not None:
            yield f"?{name}={ask(world)}"


def operation(rule: Rule, declared: Declared, described: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    path = rule.rule
    for converter in ("uuid:", "string:", "int:", "path:"):
        path = path.replace(f"<{converter}", "<")
    whole = described["paths"][path.replace("<", "{").replace(">", "}")]
    return whole, whole[declared.method.lower()]


def query_parameters(rule: Rule, declared: Declared, described: dict[str, Any]) -> list[str]:
    _, said = operation(rule, declared, described)
    return [parameter["name"] for parameter in said.get("parameters", []) if parameter["in"] == "query"]


@pytest.fixture
def described(app: Flask, db: Any) -> dict[str, Any]:
    return app.test_client().get("/api/openapi.json").get_json()


def test_every_parameter_and_body_has_a_sample_of_another_street(app: Flask, described: dict[str, Any]) -> None:
    missing = []
    for rule, declared in routes(app):
        missing += [f"{rule}: {name}" for name in rule.arguments if sample(rule, name) not in PATHS]
        missing += [f"{rule}: ?{name}" for name in query_parameters(rule, declared, described) if name not in QUERIES]
        _, said = operation(rule, declared, described)
        if "requestBody" in said and rule.endpoint not in BODIES:
            missing.append(f"{rule}: body of {rule.endpoint}")
    assert missing == [], "register it in tests/architecture/strangers.py"


def test_a_stranger_gets_401_wherever_a_session_is_needed(client: ActingClient, app: Flask, world: World) -> None:
    wrong = {}
    for rule, declared in routes(app):
        answer = call(client, rule, declared, world)
        refused = answer.status_code == 401 if declared.allow.needs_actor else answer.status_code != 500
        if not refused or leaks(rule, answer, world):
            wrong[str(rule)] = (answer.status_code, said(answer)[:200])
    assert wrong == {}


@pytest.mark.parametrize("role", [*ROLES, "nobody"])
def test_a_role_of_one_street_never_reaches_into_another(
    client: ActingClient, app: Flask, world: World, described: dict[str, Any], role: str
) -> None:
    caller, wrong = world.callers[role], {}
    for rule, declared in routes(app):
        for query in queries(rule, declared, described, world):
            answer = call(client.as_(caller), rule, declared, world, query)
            if not as_declared(rule, declared, role, answer) or leaks(rule, answer, world):
                wrong[f"{declared.method} {rule}{query}"] = (answer.status_code, said(answer)[:200])
    assert wrong == {}


def as_declared(rule: Rule, declared: Declared, role: str, answer: TestResponse) -> bool:
    if declared.allow.kind == "roles" and role not in declared.allow.roles:
        return (answer.status_code, answer.json["code"]) == (403, "actor.forbidden")
    if rule.endpoint in NAMES_ANOTHER_STREET:
        return answer.status_code in {403, 404, 422}
    if rule.arguments and rule.endpoint not in SHARED:
        return answer.status_code in {401, 403, 404}
    return answer.status_code != 500


def leaks(rule: Rule, answer: TestResponse, world: World) -> bool:
    """Whether the reply holds a name, a number or a text of the other street, or its code as data."""
    is_data = answer.status_code < 300 and rule.endpoint not in SHARED
    codes = [f'"{WULIN}"', f'"{XIANLIN}'] if is_data else []
    marks = [mark for mark in world.marks() if mark != MARK or rule.endpoint not in NAMES_ITS_PLACE]
    return any(mark in said(answer) for mark in [*marks, *codes])


def said(answer: TestResponse) -> str:
    """The text of a reply, also in the middle of a picture; of a workbook, what its parts say."""
    data = answer.get_data()
    if not data.startswith(b"PK"):
        return data.decode(errors="replace")
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return "".join(packed.read(name).decode() for name in packed.namelist())


def test_the_samples_are_real_because_their_owners_read_them(
    client: ActingClient, app: Flask, bound: None, world: World, tmp_path: Path
) -> None:
    unread, seen = [], 0
    with maps.laid_out(app.config, tmp_path):
        for rule, declared in routes(app):
            if declared.method != "GET" or not rule.arguments:
                continue
            owners: list[Person] = [*world.owners]
            answers = [call(client.as_(owner), rule, declared, world) for owner in owners]
            if not any(answer.status_code == 200 for answer in answers):
                unread.append(str(rule))
            seen += any(word in said(answer) for answer in answers for word in world.marks() if not word.isascii())
    assert unread == []
    # Where they may be, the marks are seen: a stranger's reply that held one would be caught, in whatever coding.
    assert seen > A_DOZEN
