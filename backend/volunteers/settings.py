"""What the certificates were told at start: the secret that seals them."""

from collections.abc import Mapping
from typing import Any

_bound: list[str] = []


def bind(config: Mapping[str, Any]) -> None:
    """Say once, at start, what the configuration means for certificates."""
    _bound[:] = [config["CERTIFICATE_SECRET"]]


def secret() -> str:
    return _bound[0]
