"""What is wrong in a list that somebody sends: by line, column and the name of a refusal."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from backend.core.errors import Problem


@dataclass(frozen=True, slots=True)
class Fault:
    """In a line of the file (its first is 1), by a code of the catalogue."""

    line: int
    column: str | None
    code: str
    details: dict[str, Any] = field(default_factory=dict)


def shown(faults: Iterable[Fault]) -> list[dict[str, Any]]:
    """In the order of the lines, with words in both languages."""
    ordered = sorted(faults, key=lambda fault: fault.line)
    return [{"line": fault.line, "column": fault.column, "code": fault.code, **_words(fault)} for fault in ordered]


def _words(fault: Fault) -> dict[str, str]:
    problem = Problem(fault.code, **fault.details)
    return {"zh": problem.title("zh"), "en": problem.title("en")}
