"""The life of a construction site: verb → from which states to which, whose step it is, and whether it says why."""

from typing import NamedTuple

from backend.core.errors import refuse

STATES = ("draft", "applied", "returned", "checked", "approved", "refused", "working", "suspended", "finished")
#: In these people are cleared, and in the second of them the day is written down.
CLEARS, LOGS = ("approved", "working", "suspended"), "working"
#: What a site has to have before its application is heard.
MEASURES = ("masks", "temperature", "disinfection", "isolation_room", "canteen", "dormitory")


class Step(NamedTuple):
    sources: tuple[str, ...]
    target: str
    #: keeper, street or district
    whose: str
    reason: bool = False


STEPS: dict[str, Step] = {
    "apply": Step(("draft", "returned", "refused"), "applied", "keeper"),
    "check": Step(("applied",), "checked", "street"),
    "return": Step(("applied",), "returned", "street", reason=True),
    "approve": Step(("checked",), "approved", "district"),
    "refuse": Step(("checked",), "refused", "district", reason=True),
    "start": Step(("approved",), "working", "keeper"),
    "suspend": Step(("working",), "suspended", "street", reason=True),
    "resume": Step(("suspended",), "working", "street"),
    "finish": Step(("working", "suspended"), "finished", "keeper"),
}
#: verb → the fact that it leaves
FACTS = {
    "apply": "site.applied",
    "check": "site.checked",
    "return": "site.returned",
    "approve": "site.approved",
    "refuse": "site.refused",
    "start": "site.started",
    "suspend": "site.suspended",
    "resume": "site.resumed",
    "finish": "site.finished",
}


def after(state: str, verb: str) -> str:
    step = STEPS[verb]
    return step.target if state in step.sources else refuse("site.cannot_become", state=state)
