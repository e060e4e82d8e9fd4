"""The demo district's indicators over two years: the last days as they are worked out, the rest made up and marked so.

A made-up figure hangs on its indicator, area and period alone, so every world of a day has the same ones; those of the
smallest areas are made up, all above are added up of them as the product does.
"""

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import text

from backend.areas.rules import levels
from backend.areas.rules.validity import BEIJING, day
from backend.core import clock
from backend.core.db import db
from backend.demo.copy import copy_rows
from backend.demo.people import SEED
from backend.indicators.actions import compute
from backend.indicators.definitions import reader
from backend.indicators.rules import periods
from backend.indicators.rules.definition import DAY, MONTH, REAL_TIME

FIGURES = Path(__file__).parent / "data" / "indicators.csv"
YEARS = 2
TIERS = ((levels.DISTRICT,), (levels.STREET,), (levels.COMMUNITY, levels.PARK), (levels.GRID,))
#: so many of the last days are worked out of the world's own records
WORKED_OUT = 4
#: the district has figures of every day, streets of so many of the last days and of the same a year before, and so on
DAYS = {levels.STREET: 100, levels.COMMUNITY: 14, levels.GRID: 3}
#: of each period one that is made up everywhere: where it is, the others are
WITNESSES = {"D": "EC029", "W": "PO007", "M": "EC004", "Q": "EC001", "Y": "EC003", "RT": "SO002"}

TEMPORARY = """
CREATE TEMPORARY TABLE demo_indicator (
    indicator text, period text, roll_up text, scale int, decimals int, of_parks boolean,
    value float, among float, swing float, season float, trend float
) ON COMMIT DROP;
CREATE TEMPORARY TABLE demo_base (indicator text, bottom text, level text) ON COMMIT DROP;
CREATE TEMPORARY TABLE demo_period (
    period text, starts_at timestamptz, taken_at timestamptz, bottom text
) ON COMMIT DROP;
CREATE TEMPORARY TABLE demo_weight ON COMMIT DROP AS
WITH leaf AS (
    SELECT code, path, 0.5 + abs(hashtextextended(code, :seed) % 1000) / 1000.0 AS weight FROM area
    WHERE level = 'grid' AND valid_to IS NULL
)
SELECT area.code, area.level, area.parent_code, sum(leaf.weight) / (SELECT sum(weight) FROM leaf) AS weight
FROM area JOIN leaf ON starts_with(leaf.path, area.path) WHERE area.valid_to IS NULL
GROUP BY area.code, area.level, area.parent_code;
CREATE TEMPORARY TABLE demo_reading (
    area_code text, indicator text, starts_at timestamptz, taken_at timestamptz, scale int,
    value numeric, numerator numeric, denominator numeric, parts_in int, parts_of int
) ON COMMIT DROP;
"""
#: from -1 to 1, the same for ever
CHANCE = "(hashtextextended(one.indicator || place.code || extract(epoch FROM at.starts_at)::bigint, {0}) / 9.3e18)"
# What is counted is whole: a part of a case becomes one as often as the part is large.
BASE = f"""
INSERT INTO demo_reading
SELECT code, indicator, starts_at, taken_at, scale,
    CASE WHEN scale IS NULL THEN round(figure::numeric, decimals) END,
    CASE WHEN scale IS NOT NULL THEN least(round((among * figure / scale)::numeric, 2),
        CASE WHEN scale = 100 THEN among END)::numeric(24, 6) END,
    CASE WHEN scale IS NOT NULL THEN among END, NULL, NULL
FROM (
    SELECT *, CASE WHEN scale IS NULL AND decimals = 0 THEN floor(level + (chance + 1) / 2) ELSE level END AS figure
    FROM (
        SELECT place.code, one.indicator, one.scale, one.decimals, at.starts_at, at.taken_at,
            {CHANCE.format(2)} AS chance,
            one.value * CASE WHEN one.scale IS NULL THEN share.weight ELSE 1 END * pace.factor AS level,
            round((one.among * share.weight)::numeric + 0.5) AS among
        FROM demo_indicator AS one JOIN demo_period AS at ON at.period = one.period
        JOIN demo_base AS base ON base.indicator = one.indicator AND base.bottom = at.bottom
        JOIN demo_weight AS place ON place.level = base.level
        CROSS JOIN LATERAL (SELECT CASE WHEN one.of_parks THEN 1 ELSE place.weight END AS weight) AS share
        CROSS JOIN LATERAL (SELECT greatest(0, 1 + one.swing / 100 * ({CHANCE.format(0)} + {CHANCE.format(1)}))
            * (1 + one.season / 100 * sin(extract(doy FROM at.starts_at) / 58.1 + length(one.indicator || place.code)))
            * (1 + one.trend / 100 * extract(epoch FROM at.starts_at - timestamptz '2026-01-01') / 31557600) AS factor
        ) AS pace
    ) AS made
) AS rounded
"""  # noqa: S608 - put together of constants alone
LIFT = """
INSERT INTO demo_reading
SELECT place.parent_code, low.indicator, low.starts_at, max(low.taken_at), low.scale, sum(low.value),
    sum(low.numerator), sum(low.denominator), count(*), count(*)
FROM demo_reading AS low JOIN demo_weight AS place ON place.code = low.area_code
JOIN demo_indicator AS one ON one.indicator = low.indicator AND one.roll_up <> 'none'
WHERE place.level = ANY(:levels)
GROUP BY place.parent_code, low.indicator, low.starts_at, low.scale
"""
THERE = """
SELECT one.period, reading.starts_at FROM unnest(CAST(:periods AS text[]), CAST(:witnesses AS text[]))
    AS one (period, indicator)
JOIN reading ON reading.area_code = :root AND reading.indicator = one.indicator
"""
KEEP = """
INSERT INTO reading (area_code, indicator, starts_at, value, numerator, denominator, source, taken_at, received_at,
    is_demo, parts_in, parts_of)
SELECT area_code, indicator, starts_at,
    CASE WHEN scale IS NULL THEN value ELSE round(scale * numerator / nullif(denominator, 0), 6) END,
    numerator, denominator, CASE WHEN parts_in IS NULL THEN 'demo' ELSE 'roll_up' END, taken_at, :now, true,
    parts_in, parts_of
FROM demo_reading AS made WHERE NOT EXISTS (
    SELECT FROM reading AS kept WHERE kept.area_code = :root AND kept.indicator = made.indicator
        AND kept.starts_at = made.starts_at
) ON CONFLICT DO NOTHING
"""


def hold_indicators(*, is_new: bool) -> int:
    """What there is stays; what is missing until today is made up. Returns how many."""
    now = clock.now()
    today = day(now)
    root = db.session.execute(text("SELECT code FROM area WHERE level = 'district' AND valid_to IS NULL")).scalar()
    rows = db.session.execute(text(THERE), {"root": root, **_witnesses()})
    there = {(period, begin) for period, begin in rows}
    if is_new:
        compute.compute_days(today - timedelta(days=WORKED_OUT), today)
        compute.compute_now()
    for statement in filter(str.strip, TEMPORARY.split(";\n")):
        db.session.execute(text(statement), {"seed": SEED} if ":seed" in statement else {})
    copy_rows("demo_indicator", INDICATOR, _indicators())
    copy_rows("demo_base", ("indicator", "bottom", "level"), _bases())
    copy_rows(
        "demo_period",
        ("period", "starts_at", "taken_at", "bottom"),
        [one for one in _periods(today) if (one[0], one[1]) not in there],
    )
    db.session.execute(text("ANALYZE demo_indicator, demo_base, demo_period, demo_weight"))
    db.session.execute(text(BASE))
    for below in ([levels.GRID], [levels.COMMUNITY, levels.PARK], [levels.STREET]):
        db.session.execute(text(LIFT), {"levels": below})
    added = db.session.execute(text(KEEP), {"now": now, "root": root})
    db.session.execute(text("DROP TABLE demo_indicator, demo_base, demo_period, demo_weight, demo_reading"))
    db.session.execute(text("ANALYZE reading"))
    return int(added.rowcount)  # type: ignore[attr-defined]  # of an insert it is there


INDICATOR = (
    *("indicator", "period", "roll_up", "scale", "decimals", "of_parks"),
    *("value", "among", "swing", "season", "trend"),
)


def _indicators() -> Iterator[list[object]]:
    with FIGURES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            one = reader.one(row["code"])
            said = [float(row[name] or 0) for name in ("value", "of", "swing", "season", "trend")]
            of_parks = one.lowest == levels.PARK
            yield [one.id, one.period, one.roll_up, one.scale, one.decimals, of_parks, *said]


def _bases() -> Iterator[list[str]]:
    """Of which areas an indicator's figures are made up, where a period goes down to a level."""
    for one in reader.every().values():
        for bottom, tier in enumerate(TIERS):
            lowest = next(at for at, which in enumerate(TIERS) if one.lowest in which)
            made = TIERS[lowest] if one.lowest == levels.PARK else TIERS[min(bottom, lowest)]
            yield from ([one.id, tier[0], level] for level in made if one.is_had_by(level))


def _periods(today: date) -> Iterator[tuple[str, object, object, str]]:
    """Those that are over, each with the smallest areas that have figures of it."""
    first = today.replace(year=today.year - YEARS, day=1)
    now = clock.now()
    for period in (DAY, "W", MONTH, "Q", "Y"):
        begin = periods.begin(period, periods.of_day(first))
        while (end := periods.end(period, begin)) <= now:
            yield period, begin, end, _smallest(period, begin.astimezone(BEIJING).date(), today)
            begin = end
    for back in range(24):
        begin = periods.begin(REAL_TIME, now - timedelta(hours=back))
        yield REAL_TIME, begin, min(now, begin + periods.SLOT), levels.COMMUNITY
    for back in range(2, 40):
        last = periods.of_day(today - timedelta(days=back - 1)) - periods.SLOT
        yield REAL_TIME, last, last + periods.SLOT, levels.STREET


def _smallest(period: str, begin: date, today: date) -> str:
    if period != DAY:
        return levels.COMMUNITY
    age = (today - begin).days % 365
    return next((level for level, days in reversed(DAYS.items()) if age <= days), levels.DISTRICT)


def _witnesses() -> dict[str, list[str]]:
    return {"periods": list(WITNESSES), "witnesses": list(WITNESSES.values())}
