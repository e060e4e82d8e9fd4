"""What push was told at start: where its keys lie, which services it may call, which channels are open."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import certifi

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
    ca_file: str
    reach: Reach
    secret: str


_bound: list[Settings] = []


def bind(config: Mapping[str, Any]) -> None:
    """Say once, at start, what the configuration means for push."""
    allow_private = bool(config["PUSH_ALLOW_PRIVATE"])
    demo = bool(config["DEMO"])
    channels = tuple(config["CHANNELS"])
    if demo and not allow_private:
        # The demo world must not reach anybody's real phone, whatever channels are named.
        channels = tuple(name for name in channels if name != "webpush")
    private_reach: Reach = "loopback" if demo else "anywhere"
    _bound[:] = [
        Settings(
            ring=KeyRing(Path(config["VAR"]) / "push" / "vapid.json"),
            subject=config["VAPID_SUBJECT"],
            allowed=(*PUSH_SERVICES, *config["PUSH_HOSTS"]),
            channels=channels,
            ca_file=config["PUSH_CA_FILE"] or certifi.where(),
            reach=private_reach if allow_private else "public",
            secret=config["RECEIPT_SECRET"],
        )
    ]


def settings() -> Settings:
    return _bound[0]
