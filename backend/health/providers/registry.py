"""Which providers there are: the prefix of a text says whose it is."""

from backend.health.providers.base import Answer, Provider, Trust
from backend.health.providers.dcc import Dcc
from backend.health.providers.palm import Palm

PROVIDERS: tuple[Provider, ...] = (Palm(), Dcc())
NAMES = tuple(provider.name for provider in PROVIDERS)


def verify(text: str, trust: Trust, now: int) -> Answer:
    """What no provider knows is no code."""
    found = next((provider for provider in PROVIDERS if text.startswith(provider.prefix)), None)
    return Answer("format") if found is None else found.verify(text, trust, now)
