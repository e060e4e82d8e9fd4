"""The ten rates of the case loop: each a numerator over a denominator, null where nothing was due."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple


class Rate(NamedTuple):
    """The names of the two counts that it is made of."""

    numerator: str
    denominator: str


#: 处置率, 按期处置率, 结案率, 按期结案率, 准确派遣率, 有效上报率, 按时立案率, 未结案率, 返工率, 满意率
RATES: dict[str, Rate] = {
    "handled": Rate("handled", "should_handle"),
    "handled_in_time": Rate("handled_in_time", "should_handle"),
    "closed": Rate("closed", "should_close"),
    "closed_in_time": Rate("closed_in_time", "should_close"),
    "dispatched_right": Rate("dispatched_right", "dispatched"),
    "valid": Rate("valid", "reported"),
    "registered_in_time": Rate("registered_in_time", "should_register"),
    "not_closed": Rate("not_closed", "should_close"),
    "reworked": Rate("reworked", "handled_in_period"),
    "satisfied": Rate("satisfied", "rated"),
}
COUNTS = tuple(dict.fromkeys(name for rate in RATES.values() for name in rate))


def summed(rows: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """Counts are added up; a rate of rates says nothing."""
    total = dict.fromkeys(COUNTS, 0)
    for row in rows:
        for name in COUNTS:
            total[name] += row[name]
    return total


def of(counts: Mapping[str, int]) -> dict[str, dict[str, Any]]:
    return {name: _shown(counts[rate.numerator], counts[rate.denominator]) for name, rate in RATES.items()}


def _shown(numerator: int, denominator: int) -> dict[str, Any]:
    rate = round(numerator / denominator, 4) if denominator else None
    return {"numerator": numerator, "denominator": denominator, "rate": rate}
