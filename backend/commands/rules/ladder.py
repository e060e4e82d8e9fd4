"""The ladder of a person who stays silent: which channel tells him how many seconds after the order."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from backend.commands.rules.cap import EXERCISE
from backend.commands.rules.plan_faults import Fault, fault

SMS = "sms"
VOICE = "voice"
DOOR_KNOCK = "door_knock"
#: Push and open screens come at once and stand in no ladder.
CHANNELS = (SMS, VOICE, "work_im", "app_push", DOOR_KNOCK)
#: what a gateway takes, as against a person who goes there
GATEWAYS = CHANNELS[:-1]
#: They know people by other names than a number: whoever has none there is passed over.
NAMED = frozenset({"work_im", "app_push"})
#: Their gateways take messages back.
RECALLED = ("work_im", "app_push")
#: of one person at a step
STEP_STATES = ("waiting", "claimed", "accepted", "delivered", "failed", "stopped")
#: seconds; who is silent for longer than a day is not told by a later step
LATEST = 86_400

#: a step of a plan, or one of an order, which has its number as well
Step = Mapping[str, Any]


def faults(plan: Mapping[str, Any]) -> Iterator[Fault]:
    """A draft may lack anything: what is there is judged."""
    steps = [step for step in plan.get("ladder", []) if {"after_s", "channel"} <= step.keys()]
    end_s = plan.get("life_minutes", LATEST) * 60
    seen: set[str] = set()
    before = 0
    for no, step in enumerate(steps):
        if step["channel"] in seen:
            yield fault(f"ladder.{no}.channel", "ladder_repeated")
        if step["channel"] == DOOR_KNOCK and no < len(steps) - 1:
            yield fault(f"ladder.{no}.channel", "ladder_door_last")
        if step["after_s"] < before:
            yield fault(f"ladder.{no}.after_s", "ladder_backwards")
        elif step["after_s"] >= end_s:
            yield fault(f"ladder.{no}.after_s", "ladder_after_end")
        seen.add(step["channel"])
        before = max(before, step["after_s"])


def warnings(plan: Mapping[str, Any]) -> Iterator[Fault]:
    steps = plan.get("ladder", [])
    for no, step in enumerate(steps):
        if step.get("channel") in NAMED:
            yield fault(f"ladder.{no}.channel", "ladder_named_only")
        if step.get("channel") == VOICE and step.get("in_drills"):
            yield fault(f"ladder.{no}.in_drills", "ladder_drill_calls")
    if not steps:
        yield fault("ladder", "ladder_empty")


def frozen(plan: Mapping[str, Any], *, status: str) -> list[dict[str, Any]]:
    """The steps of an order, numbered from 1; a drill takes those that the plan allows it."""
    steps = [step for step in plan.get("ladder", []) if status != EXERCISE or step["in_drills"]]
    return [{"step": no, "after_s": step["after_s"], "channel": step["channel"]} for no, step in enumerate(steps, 1)]


def due(sent: datetime, step: Step) -> datetime:
    return sent + timedelta(seconds=step["after_s"])


def following(ladder: Sequence[Step], step: int) -> Step | None:
    """Where a message that did not arrive moves its person at once. Nobody is sent to a door before its time."""
    later = [one for one in ladder if one["step"] > step and one["channel"] != DOOR_KNOCK]
    return min(later, key=lambda one: int(one["step"]), default=None)
