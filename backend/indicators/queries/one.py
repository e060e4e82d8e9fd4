"""One indicator at one place: what it is, its card, its figures over time, and what of them was corrected."""

from datetime import date, timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, select, text

from backend.areas.rules.validity import BEIJING
from backend.core import clock
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.http.actor import Actor
from backend.core.http.paging import page
from backend.identity.models import Person
from backend.indicators import policy
from backend.indicators.definitions import reader
from backend.indicators.models.reading import Reading, ReadingTrace
from backend.indicators.queries.cards import cards
from backend.indicators.queries.cockpit import named
from backend.indicators.queries.hidden import hidden
from backend.indicators.queries.readings import COLUMNS
from backend.indicators.queries.tree import tree
from backend.indicators.rules import card, figures, periods
from backend.indicators.rules.definition import REAL_TIME, Definition
from backend.indicators.rules.reading import Key, Row
from backend.indicators.rules.tree import Tree

#: three years of days: more points than a screen has columns
MOST_POINTS = 1_100
#: of figures of now the last of each day counts for longer times
LONGER = f"""
WITH known AS (
    SELECT DISTINCT ON (date_trunc(:each, starts_at AT TIME ZONE 'Asia/Shanghai')) {COLUMNS},
        date_trunc(:per, starts_at AT TIME ZONE 'Asia/Shanghai') AT TIME ZONE 'Asia/Shanghai' AS period
    FROM reading WHERE area_code = :area AND indicator = :indicator AND starts_at >= :since AND starts_at < :until
    ORDER BY date_trunc(:each, starts_at AT TIME ZONE 'Asia/Shanghai'), starts_at DESC
)
SELECT :area, :indicator, period,
    CASE WHEN :over = 'last' THEN (array_agg(value ORDER BY starts_at DESC))[1] ELSE sum(value) END,
    sum(numerator), sum(denominator), (array_agg(source ORDER BY starts_at DESC))[1], max(taken_at), max(received_at),
    bool_or(is_demo), max(revision), NULL::int, NULL::int
FROM known GROUP BY period ORDER BY period DESC LIMIT :limit
"""  # noqa: S608 - put together from constants


def definitions() -> list[dict[str, Any]]:
    return [card.static(one) for one in reader.every().values()]


def one(actor: Actor, code: str, *, area: str | None) -> dict[str, Any]:
    place, definition = policy.readable(actor, area), reader.one(code)
    areas = _had(tree(), definition, place.code)
    few = policy.sees_few(actor, place.path)
    shown = cards(areas, place.code, [code], sees_few=few)[0]
    return {"definition": card.static(definition), "card": shown, "area": named(place), "may_see_few": few}


def series(
    actor: Actor, code: str, *, area: str | None, since: date | None, until: date | None, per: str
) -> dict[str, Any]:
    """The oldest first; of more than are shown, the newest."""
    place, definition = policy.readable(actor, area), reader.one(code)
    areas = _had(tree(), definition, place.code)
    last = periods.of_day((until or clock.now().astimezone(BEIJING).date()) + timedelta(days=1))
    first = periods.of_day(since) if since else periods.of_day(date(2010, 1, 1))
    key = {"area": place.code, "indicator": code, "since": first, "until": last, "limit": MOST_POINTS}
    rows = _own(key) if per == "period" else _longer(definition, key, per)
    few = policy.sees_few(actor, place.path)
    # Sums over a longer time are hidden where any figure within may be: nothing is taken from the one by the others.
    unseen = hidden(areas, rows, sees_few=few) if per == "period" else _all_of(definition, rows, sees_few=few)
    return {"per": per, "points": [card.shown(definition, row, unseen) for row in reversed(rows)]}


def corrections(actor: Actor, code: str, *, area: str | None, cursor: str | None, limit: int) -> dict[str, Any]:
    """The newest first."""
    place, definition = policy.readable(actor, area), reader.one(code)
    if definition.is_people and not policy.sees_few(actor, place.path):
        refuse("indicator.too_few_to_show")
    traces = select(ReadingTrace, Person.name).outerjoin(Person, Person.id == ReadingTrace.by_person)
    mine = (ReadingTrace.area_code == place.code, ReadingTrace.indicator == code)
    by = (ReadingTrace.superseded_at, ReadingTrace.seq)
    return page(
        cast("Select[Any]", traces.where(*mine)), by=by, cursor=cursor, limit=limit, descending=True,
        show=lambda row: _correction(definition, row[0], row[1]),
    )  # fmt: skip


def _correction(definition: Definition, trace: ReadingTrace, by: str | None) -> dict[str, Any]:
    return {
        "starts_at": trace.starts_at,
        "revision": trace.revision + 1,
        "before": figures.shown(trace.value, definition.decimals),
        "after": figures.shown(trace.by_value, definition.decimals),
        "before_numerator": trace.numerator,
        "before_denominator": trace.denominator,
        "source_before": trace.source,
        "source": trace.by_source,
        "corrected_at": trace.superseded_at,
        "reason": trace.reason,
        "by": by,
    }


def _had(areas: Tree, definition: Definition, code: str) -> Tree:
    return areas if areas.has(definition, areas.nodes[code]) else refuse("indicator.not_had_here")


def _own(key: dict[str, Any]) -> list[Row]:
    columns = [getattr(Reading, name) for name in Row._fields]
    here: tuple[ColumnElement[bool], ...] = (
        Reading.area_code == key["area"], Reading.indicator == key["indicator"],
        Reading.starts_at >= key["since"], Reading.starts_at < key["until"],
    )  # fmt: skip
    query = select(*columns).where(*here).order_by(Reading.starts_at.desc()).limit(key["limit"])
    return [Row(*row) for row in db.session.execute(query)]


def _longer(definition: Definition, key: dict[str, Any], per: str) -> list[Row]:
    each = "day" if definition.period == REAL_TIME else periods.UNITS[definition.period]
    rows = db.session.execute(text(LONGER), {**key, "per": per, "each": each, "over": definition.over_time})
    made = (Row(*row) for row in rows)
    return [row._replace(**_figure(definition, row)) for row in made]


def _figure(definition: Definition, row: Row) -> dict[str, Any]:
    if definition.scale is None or row.denominator is None or row.numerator is None:
        return {}
    return figures.quotient(row.numerator, row.denominator, definition.scale)._asdict()


def _all_of(definition: Definition, rows: list[Row], *, sees_few: bool) -> set[Key]:
    return {row.key for row in rows} if definition.is_people and not sees_few else set()
