"""What commands was told at start: the hours in which a mild order goes no further than push, and what is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from backend.commands.rules.quiet import Quiet, parse


@dataclass(frozen=True, slots=True)
class Settings:
    quiet: Quiet | None
    #: whole months of deliveries and receipts that stay beside this one; 0: all
    keep_months: int


_bound: list[Settings] = []


def bind(config: Mapping[str, Any]) -> None:
    """Say once, at start, what the configuration means for orders."""
    _bound[:] = [Settings(quiet=parse(config["QUIET_HOURS"]), keep_months=int(config["ORDER_MONTHS"]))]


def settings() -> Settings:
    return _bound[0]
