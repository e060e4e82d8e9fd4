"""The clock looks at all subscriptions: who is told, and which are armed again."""

from datetime import datetime, timedelta

from backend.core import clock
from backend.core.facts import record
from backend.indicators.definitions import reader
from backend.indicators.models.watch import IndicatorSubscription
from backend.indicators.queries import watches
from backend.indicators.queries.hidden import hidden
from backend.indicators.queries.tree import tree
from backend.indicators.queries.watches import Due
from backend.indicators.rules import crossing
from backend.indicators.rules.crossing import Watch
from backend.indicators.rules.reading import Key, Row

#: A phone that is found so much later is not told any more.
EXPIRES = timedelta(hours=12)


def tell_crossings() -> int:
    """Safe to run twice: who was told is not told again. Returns how many were told."""
    now = clock.now()
    fresh = [one for one in watches.due() if _is_fresh(one.reading, now)]
    kept_back = _of_few(fresh)
    return sum(_look(one, now) for one in fresh if one.sees_few or one.reading.key not in kept_back)


def _is_fresh(row: Row, now: datetime) -> bool:
    """Of what is grey, nobody is told."""
    return row.value is not None and watches.is_fresh(row.indicator, row.taken_at, now)


def _of_few(due: list[Due]) -> set[Key]:
    """What a card does not show either to whoever knows of few people nothing; an area that is no more shows none."""
    rows = [one.reading for one in due if not one.sees_few and reader.one(one.reading.indicator).is_people]
    if not rows:
        return set()
    areas = tree()
    here = [row for row in rows if row.area_code in areas.nodes]
    return hidden(areas, here, sees_few=False) | {row.key for row in rows if row.area_code not in areas.nodes}


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
