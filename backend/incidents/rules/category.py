"""A category of the catalogue: what it is, how it is shown, until when it must be handled."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, get_args

Kind = Literal["event", "component"]
DeadlineKind = Literal["working_hours", "working_days", "natural_hours", "urgent_hours"]

DEADLINE_KINDS: tuple[DeadlineKind, ...] = get_args(DeadlineKind)
KINDS: dict[str, Kind] = {"E": "event", "P": "component"}


@dataclass(frozen=True, slots=True)
class Deadline:
    """So many hours or days of a kind."""

    kind: DeadlineKind
    figure: int


@dataclass(frozen=True, slots=True)
class Category:
    """A kind 小类 with the class 大类 it belongs to."""

    code: str
    kind: Kind
    class_code: str
    class_zh: str
    class_en: str
    zh: str
    en: str
    icon: str
    deadline: Deadline
    #: stands first in every queue
    urgent: bool = False
    #: the plan that an order from such a case begins with
    plan_code: str | None = None


def of_class(whole: dict[str, Any]) -> Iterator[Category]:
    """The kinds of a class, as the file has it."""
    for kind in whole["kinds"]:
        yield Category(
            code=kind["code"],
            kind=KINDS[kind["code"][0]],
            class_code=whole["code"],
            class_zh=whole["zh"],
            class_en=whole["en"],
            zh=kind["zh"],
            en=kind["en"],
            icon=kind["icon"],
            deadline=Deadline(*kind["deadline"]),
            urgent=kind.get("urgent", False),
            plan_code=kind.get("plan"),
        )
