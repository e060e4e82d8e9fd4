"""Makes drafts of modules, from the small module of the tests or with one thing of it changed."""

from typing import Any
from uuid import UUID

from backend.core.db import uuid7
from backend.identity.models import Person
from backend.modules.actions.drafts import decide, write
from tests.builders import people
from tests.modules.small import SMALL


def text(**changes: str) -> str:
    """The first version of the small module: nothing stands before it. `changes`: words → other words."""
    said = SMALL.replace("version: 2\naccepts: [1]", "version: 1")
    said = said[: said.index("migrations:")] + said[said.index("tests:") :]
    for was, becomes in changes.items():
        assert was in said, was
        said = said.replace(was, becomes)
    return said


def body(area_code: str, **changes: Any) -> dict[str, Any]:
    return {"id": str(uuid7()), "area_code": area_code, "text": text(), **changes}


def draft(by: Person, area_code: str, **changes: Any) -> UUID:
    said = body(area_code, **changes)
    return write.begin(people.actor(by), **{**said, "id": UUID(said["id"])})


def submitted(by: Person, area_code: str, **changes: Any) -> UUID:
    made = draft(by, area_code, **changes)
    decide.submit(people.actor(by), made)
    return made


def published(by: Person, second: Person, area_code: str, **changes: Any) -> UUID:
    made = submitted(by, area_code, **changes)
    decide.approve(people.actor(second), made)
    return made
