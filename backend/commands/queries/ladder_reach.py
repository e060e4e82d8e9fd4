"""Whom a plan's ladder leads to: on which of its channels that are open somebody has an address, and how long it takes.

Conditions on `Person`, for any number of people.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Case, ColumnElement, case, exists, func, literal

from backend.commands.rules import ladder
from backend.commands.rules.address import BETWEEN, NUMBERS
from backend.identity.models import Person, PersonAddress
from backend.push.gateways import USUAL
from backend.push.rules.pace import time_for
from backend.push.settings import settings


def steps(plan: Mapping[str, Any] | None, *, status: str) -> list[Mapping[str, Any]]:
    """Of an order of this plan: those that a gateway takes and whose channel is open."""
    return [one for one in ladder.frozen(plan or {}, status=status) if is_open(one["channel"])]


def is_open(channel: str) -> bool:
    """Nobody is sent to a door by a gateway."""
    return channel in ladder.GATEWAYS and bool({channel, "console"} & set(settings().channels))


def leads(channel: str) -> ColumnElement[bool]:
    """As `rules.address` says it of one person."""
    if channel in NUMBERS:
        return func.regexp_replace(Person.phone, BETWEEN, "", "g").op("~")(NUMBERS[channel])
    return exists().where(PersonAddress.person_id == Person.id, PersonAddress.channel == channel)


def first(ladder: Sequence[Mapping[str, Any]], *, nothing: str) -> Case[str] | ColumnElement[str]:
    """The channel that is the first to lead to somebody, by these frozen steps."""
    open_ones = [step["channel"] for step in ladder if is_open(step["channel"])]
    ways = [(leads(channel), literal(channel)) for channel in open_ones]
    return case(*ways, else_=literal(nothing)) if ways else literal(nothing)


def storm(channel: str, people: int) -> dict[str, Any]:
    """How long a channel takes for all of them at its gateway's limit. `usual`: no gateway is there, it is as most."""
    limit = settings().gateways.rate(channel)
    per_second = limit or USUAL[channel]
    seconds = time_for(people, per_second).total_seconds()
    return {"per_second": per_second, "seconds": seconds, "usual": limit is None}


def storms(counted: Mapping[str, int], taken: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """If everybody stays silent: step by step how many it would tell."""
    told = [(step, counted[step["channel"]]) for step in taken]
    return [
        {"channel": step["channel"], "after_s": step["after_s"], "people": people, **storm(step["channel"], people)}
        for step, people in told
        if people
    ]
