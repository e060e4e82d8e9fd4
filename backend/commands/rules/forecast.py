"""How many will acknowledge within four minutes, and how fast: from what earlier orders did, by way of reaching."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

#: seconds
HORIZON_S = 240
#: orders of each way that are looked back on
LOOK_BACK = 20
#: What is expected where nothing has been measured yet, and as how many people's word it counts (P).
PRIOR_PEOPLE = 30
PRIOR: dict[str, tuple[float, float]] = {
    "push_tested": (0.75, 45),
    "push": (0.6, 60),
    "push_silent": (0.25, 90),
    "live": (0.8, 30),
    "sms": (0.4, 120),
    "voice": (0.35, 150),
    "work_im": (0.4, 120),
    "app_push": (0.5, 90),
    "none": (0.0, 240),
}
WAYS = tuple(PRIOR)


class Past(NamedTuple):
    """What earlier orders did in one way."""

    orders: int
    people: int
    acknowledged: int
    predicted: float
    median_s: float | None
    brier: float | None


NOTHING = Past(0, 0, 0, 0.0, None, None)


def expected(way: str, past: Past) -> tuple[float, float]:
    """Share and seconds: the more people have been measured, the less the prior counts."""
    share, seconds = PRIOR[way]
    known = (share * PRIOR_PEOPLE + past.acknowledged) / (PRIOR_PEOPLE + past.people)
    weight = past.acknowledged / (PRIOR_PEOPLE + past.acknowledged)
    return known, seconds if past.median_s is None else seconds * (1 - weight) + past.median_s * weight


def brier(expected_share: float, *, people: int, acknowledged: int) -> float | None:
    """Of each person the same share was expected; he did, or did not."""
    if not people:
        return None
    share = acknowledged / people
    return share * (1 - expected_share) ** 2 + (1 - share) * expected_share**2


def forecast(people: Mapping[str, int], past: Mapping[str, Past]) -> dict[str, Any]:
    """Way by way, and all together."""
    ways = [_way(way, count, past.get(way, NOTHING)) for way, count in people.items() if count]
    whole = sum(way["people"] for way in ways)
    coming = sum(way["people"] * way["expected_share"] for way in ways)
    return {
        "horizon_s": HORIZON_S,
        "people": whole,
        "expected_people": round(coming),
        "expected_share": coming / whole if whole else None,
        "expected_s": _weighted(ways),
        "ways": sorted(ways, key=lambda way: WAYS.index(way["way"])),
    }


def _way(way: str, people: int, past: Past) -> dict[str, Any]:
    share, seconds = expected(way, past)
    return {
        "way": way,
        "people": people,
        "expected_share": share,
        "expected_s": seconds,
        "orders": past.orders,
        "predicted_share": past.predicted if past.people else None,
        "actual_share": past.acknowledged / past.people if past.people else None,
        "brier": past.brier,
    }


def _weighted(ways: Iterable[Mapping[str, Any]]) -> float | None:
    weights = [(way["people"] * way["expected_share"], way["expected_s"]) for way in ways]
    whole = sum(weight for weight, _ in weights)
    return sum(weight * seconds for weight, seconds in weights) / whole if whole else None
