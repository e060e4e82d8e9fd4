"""How fast people acknowledge: the shares by which one order is held beside another."""

from collections.abc import Mapping

#: seconds after an order was sent; 57 is the commander's own limit, 300 that of all places
MOMENTS_S = (10, 20, 30, 57, 120, 300, 600, 1_800)


def shares(by_moment: Mapping[int, int], *, people: int, elapsed_s: float) -> list[float | None]:
    """Of the people, the share at each moment; None where there is nobody, or the moment is still to come."""
    return [by_moment[moment] / people if people and moment <= elapsed_s else None for moment in MOMENTS_S]
