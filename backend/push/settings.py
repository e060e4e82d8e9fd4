"""What push was told at start: where its keys lie, which services it may call, which channels are open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import certifi

from backend.push.channels.envelope import OUTSIDE
from backend.push.gateways import Gateways, Robot, read, robots
from backend.push.keys import KeyRing
from backend.push.rules.endpoints import PUSH_SERVICES

Reach = Literal["public", "loopback", "anywhere"]


@dataclass(frozen=True, slots=True)
class Settings:
    """`reach`: where connections may lead. `secret` makes the tokens of test pushes."""

    ring: KeyRing
    subject: str
    allowed: tuple[str, ...]
    channels: tuple[str, ...]
    gateways: Gateways
    robots: tuple[Robot, ...]
    ca_file: str
    reach: Reach
    secret: str
    #: at most, in each sender's memory; 0: none are prepared
    prepared_keys: int


_bound: list[Settings] = []


def bind(config: Mapping[str, Any]) -> None:
    """Say once, at start, what the configuration means for push."""
    allow_private = bool(config["PUSH_ALLOW_PRIVATE"])
    demo = bool(config["DEMO"])
    gateways = read(config["GATEWAYS"])
    channels = _open(config["CHANNELS"], gateways, demo=demo, pushes=allow_private or not demo)
    groups = () if demo else robots(config["ROBOTS"])
    private_reach: Reach = "loopback" if demo else "anywhere"
    _bound[:] = [
        Settings(
            ring=KeyRing(Path(config["VAR"]) / "push" / "vapid.json"),
            subject=config["VAPID_SUBJECT"],
            allowed=(*PUSH_SERVICES, *config["PUSH_HOSTS"]),
            channels=channels,
            gateways=gateways,
            robots=groups,
            ca_file=config["PUSH_CA_FILE"] or certifi.where(),
            reach=private_reach if allow_private else "public",
            secret=config["RECEIPT_SECRET"],
            prepared_keys=config["PUSH_PREPARED_KEYS"],
        )
    ]


def _open(named: Sequence[str], gateways: Gateways, *, demo: bool, pushes: bool) -> tuple[str, ...]:
    """The demo world must not reach anybody's real phone, whatever channels are named and keys are set."""
    shut = {name for name in OUTSIDE if demo or not gateways.has(name)} | (set() if pushes else {"webpush"})
    channels = tuple(name for name in named if name not in shut)
    blocked = demo and any(name in OUTSIDE for name in named)
    # There it is counted what would have gone out.
    return (*channels, "console") if blocked and "console" not in channels else channels


def settings() -> Settings:
    return _bound[0]
