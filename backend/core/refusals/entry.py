"""What the catalogue knows of a refusal."""

from typing import NamedTuple


class Entry(NamedTuple):
    status: int
    zh: str
    en: str
