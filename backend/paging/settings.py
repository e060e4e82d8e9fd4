"""What paging was told at start: the secret of its links, and where phones find them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Settings:
    secret: str
    #: https://…, as people reach this installation; empty: no text message can carry a link
    origin: str


_bound: list[Settings] = []


def bind(config: Mapping[str, Any]) -> None:
    """Say once, at start, what the configuration means for paging."""
    _bound[:] = [Settings(config["PAGING_SECRET"], config["PUBLIC_URL"].rstrip("/"))]


def settings() -> Settings:
    return _bound[0]
