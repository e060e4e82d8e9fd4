"""What the health code was told at start: its secret, whose codes it signs, and whose certificates it believes."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from backend.health.providers.base import TrustedKey
from backend.health.trusted import in_folder


@dataclass(frozen=True, slots=True)
class Settings:
    #: seals private keys and makes the hashes that stand for people
    secret: str
    issuer: str
    #: seconds for which a gate without network takes a code that is past its time; none: as the rules say
    grace_s: int | None
    certificates: Path


_bound: list[Settings] = []


def bind(config: Mapping[str, Any]) -> None:
    """Say once, at start, what the configuration means for the health code."""
    grace = str(config["CODE_GRACE_S"])
    folder = config["HCERT_FOLDER"] or Path(config["VAR"]) / "hcert"
    _bound[:] = [
        Settings(
            secret=config["HEALTH_SECRET"],
            issuer=config["CODE_ISSUER"],
            grace_s=int(grace) if grace else None,
            certificates=Path(folder),
        )
    ]
    foreign_keys.cache_clear()


def settings() -> Settings:
    return _bound[0]


@lru_cache(maxsize=1)
def foreign_keys() -> tuple[TrustedKey, ...]:
    """Read at start: a new certificate counts from the next one on."""
    return in_folder(settings().certificates)
