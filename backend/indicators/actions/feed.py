"""Another program sends figures by its key: each by itself, so that one bad figure keeps nothing back."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from backend.core import clock
from backend.core.sheets.fault import shown
from backend.indicators.actions.judge import Judge
from backend.indicators.actions.take import take
from backend.indicators.models.feed import IndicatorFeed
from backend.indicators.rules.sent import Sent


def feed(sender: IndicatorFeed, readings: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Sent again it is the same; what is refused is told by its place in what was sent, from 0."""
    judge = Judge(
        [sender.area_path],
        source=f"feed:{sender.name}",
        may=lambda indicator: not sender.indicators or indicator in sender.indicators,
    )
    judged = judge.judge(_sent(at, one) for at, one in enumerate(readings))
    done = take(judged.good, reason=sender.name)
    sender.heard_at = clock.now()
    refused = [
        {"index": one["line"], **{name: one[name] for name in ("column", "code", "zh", "en")}}
        for one in shown(judged.faults)
    ]
    return {**done._asdict(), "refused": refused}


def _sent(at: int, one: dict[str, Any]) -> Sent:
    return Sent(line=at, **{name: _text(one.get(name)) for name in Sent._fields if name != "line"})


def _text(value: Any) -> str:
    return "" if value is None else format(value, "f") if isinstance(value, Decimal) else str(value)
