"""The four states of a code; worse is further down the list."""

from typing import Literal

Colour = Literal["unknown", "green", "yellow", "red"]

UNKNOWN: Colour = "unknown"
GREEN: Colour = "green"
YELLOW: Colour = "yellow"
RED: Colour = "red"
#: the place in the list is what a code carries
COLOURS: tuple[Colour, ...] = (UNKNOWN, GREEN, YELLOW, RED)


def number_of(colour: str) -> int:
    return COLOURS.index(colour)


def is_worse(one: str, other: str) -> bool:
    return number_of(one) > number_of(other)
