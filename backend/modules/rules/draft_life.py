"""The life of a draft of a module: verb → from which states to which."""

from typing import NamedTuple

from backend.core.errors import refuse

STATES = ("draft", "submitted", "refused", "published", "withdrawn")


class Step(NamedTuple):
    sources: tuple[str, ...]
    target: str


STEPS: dict[str, Step] = {
    "write": Step(("draft", "refused"), "draft"),
    "submit": Step(("draft", "refused"), "submitted"),
    "approve": Step(("submitted",), "published"),
    "refuse": Step(("submitted",), "refused"),
    "withdraw": Step(("draft", "submitted", "refused"), "withdrawn"),
}


def after(state: str, verb: str) -> str:
    step = STEPS[verb]
    return step.target if state in step.sources else refuse("draft.cannot_become", state=state)
