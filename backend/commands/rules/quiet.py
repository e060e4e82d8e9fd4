"""Quiet hours: at night a mild order goes no further than push; a severe one knows no night."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from backend.commands.rules.plan_faults import Fault, fault

#: CAP's severities that can wait for the morning
MILD = frozenset({"Minor", "Unknown"})
_BEIJING = ZoneInfo("Asia/Shanghai")
_SPAN = re.compile(r"(\d\d):(\d\d)-(\d\d):(\d\d)")


class Quiet(NamedTuple):
    """From one time of the day to another, Beijing time; it may reach over midnight."""

    begins: time
    ends: time


def parse(said: str) -> Quiet | None:
    """`22:00-06:30`; nothing said, no quiet hours. Anything else is a mistake in the settings and stops the start."""
    if not said:
        return None
    found = _SPAN.fullmatch(said)
    if found is None:
        raise ValueError(f"quiet hours are written 22:00-06:30, not {said}")
    hours = [int(number) for number in found.groups()]
    return Quiet(time(hours[0], hours[1]), time(hours[2], hours[3]))


def written(quiet: Quiet | None) -> str:
    return "" if quiet is None else f"{quiet.begins:%H:%M}-{quiet.ends:%H:%M}"


def frozen(plan: Mapping[str, Any], usual: Quiet | None) -> str:
    """Of an order: the plan's own, or those of the installation where the plan says nothing."""
    said: str | None = plan.get("quiet_hours")
    return written(usual) if said is None else said


def of_order(kept: str | None, usual: Quiet | None) -> Quiet | None:
    return usual if kept is None else parse(kept)


def warnings(plan: Mapping[str, Any]) -> Iterator[Fault]:
    if plan.get("quiet_hours") and plan.get("severity") not in MILD:
        yield fault("quiet_hours", "quiet_severe")


def postponed(at: datetime, quiet: Quiet | None, *, severity: str) -> datetime:
    """When a step that would be due then is taken: then, or when the quiet hours end."""
    if quiet is None or severity not in MILD or quiet.begins == quiet.ends:
        return at
    here = at.astimezone(_BEIJING)
    ends = datetime.combine(here.date(), quiet.ends, _BEIJING)
    if quiet.begins < quiet.ends:
        is_quiet = quiet.begins <= here.time() < quiet.ends
    else:
        is_quiet = here.time() >= quiet.begins or here.time() < quiet.ends
        ends += timedelta(days=here.time() >= quiet.begins)
    return ends.astimezone(at.tzinfo) if is_quiet else at
