"""The clock looks at all subscriptions: who is told, and which are armed again."""

from datetime import datetime, timedelta

from backend.core import clock
from backend.core.facts import record
from backend.indicators.definitions import reader
from backend.indicators.models.watch import IndicatorSubscription
from backend.indicators.queries import watches
from backend.indicators.queries.watches import Due
from backend.indicators.rules import crossing, few
from backend.indicators.rules.crossing import Watch
from backend.indicators.rules.figures import Figure

#: A phone that is found so much later is not told any more.
EXPIRES = timedelta(hours=12)


def tell_crossings() -> int:
    """Safe to run twice: who was told is not told again. Returns how many were told."""
    now = clock.now()
    return sum(_look(one, now) for one in watches.due() if _is_shown(one, now))


def _is_shown(one: Due, now: datetime) -> bool:
    """Of what is grey, and of what counts too few people for him, nobody is told."""
    row = one.reading
    if row.value is None or not watches.is_fresh(row.indicator, row.taken_at, now):
        return False
    figure = Figure(row.value, row.numerator, row.denominator)
    return one.sees_few or not (reader.one(row.indicator).is_people and few.is_few(figure))


def _look(one: Due, now: datetime) -> bool:
    assert one.reading.value is not None
    watch = _watch(one.subscription)
    made = crossing.step(watch, one.reading.value, now)
    one.subscription.crossed_at = made.crossed_at
    if made.is_told:
        one.subscription.told_at = now
        _tell(one, watch, now)
    return made.is_told


def _watch(kept: IndicatorSubscription) -> Watch:
    return Watch(**{name: getattr(kept, name) for name in Watch._fields})


def _tell(one: Due, watch: Watch, now: datetime) -> None:
    definition = reader.one(one.reading.indicator)
    assert one.reading.value is not None
    names = {"zh": one.area.name_zh, "en": one.area.name_en}
    data = {
        "people": [str(one.subscription.person_id)],
        "notice": "threshold.crossed",
        "texts": crossing.texts(definition, names, watch, one.reading.value),
        "navigate": f"/cockpit/indicators/{definition.id}?area={one.area.code}",
        "expires_at": (now + EXPIRES).isoformat(),
    }
    record("threshold.crossed", ("threshold", one.subscription.id), data=data)
