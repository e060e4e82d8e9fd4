"""When somebody is told of a threshold: once each time it is crossed, not in his quiet hours, never a flood."""

from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import NamedTuple

from backend.areas.rules.validity import BEIJING
from backend.indicators.rules.definition import Definition
from backend.indicators.rules.figures import shown

ABOVE, BELOW = OPERATORS = ("above", "below")
#: A figure that swings over its threshold again and again tells once in that time.
BETWEEN = timedelta(minutes=30)


class Watch(NamedTuple):
    operator: str
    threshold: Decimal
    margin: Decimal
    quiet_from: time | None
    quiet_until: time | None
    crossed_at: datetime | None
    told_at: datetime | None


class Step(NamedTuple):
    crossed_at: datetime | None
    is_told: bool


def step(watch: Watch, value: Decimal, now: datetime) -> Step:
    """What a figure makes of it."""
    crossed_at = _crossed_at(watch, value, now)
    return Step(crossed_at, crossed_at is not None and _is_due(watch, crossed_at, now))


def is_quiet(quiet_from: time | None, quiet_until: time | None, now: datetime) -> bool:
    """Hours of Beijing; they may go over midnight."""
    if quiet_from is None or quiet_until is None:
        return False
    at = now.astimezone(BEIJING).time()
    if quiet_from < quiet_until:
        return quiet_from <= at < quiet_until
    return at >= quiet_from or at < quiet_until


def texts(definition: Definition, names: dict[str, str], watch: Watch, value: Decimal) -> dict[str, dict[str, str]]:
    """zh, en → title, body, of the length that every phone shows."""
    figure, limit = (f"{shown(one, definition.decimals):g}" for one in (value, watch.threshold))
    is_above = watch.operator == ABOVE
    zh, en = definition.title.zh, definition.title.en
    unit = definition.unit
    said = f"{names['zh']}{zh} {figure}{unit.zh},{'高于' if is_above else '低于'} {limit}{unit.zh}"
    in_english = f"{en}, {names['en']}: {figure} {unit.en}, {'above' if is_above else 'below'} {limit}"
    return {
        "zh": {"title": f"指标{'超过' if is_above else '低于'}阈值", "body": said[:50]},
        "en": {"title": "Threshold crossed", "body": in_english[:100]},
    }


def _crossed_at(watch: Watch, value: Decimal, now: datetime) -> datetime | None:
    if _is_beyond(watch.operator, watch.threshold, value):
        return watch.crossed_at or now
    # Between the threshold and the margin it stays what it was.
    back = watch.threshold - watch.margin if watch.operator == ABOVE else watch.threshold + watch.margin
    is_back = value <= back if watch.operator == ABOVE else value >= back
    return None if is_back else watch.crossed_at


def _is_beyond(operator: str, threshold: Decimal, value: Decimal) -> bool:
    return value > threshold if operator == ABOVE else value < threshold


def _is_due(watch: Watch, crossed_at: datetime, now: datetime) -> bool:
    if is_quiet(watch.quiet_from, watch.quiet_until, now):
        return False
    if watch.told_at is None:
        return True
    return watch.told_at < crossed_at and now - watch.told_at >= BETWEEN
