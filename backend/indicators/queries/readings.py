"""Reads of readings by their keys, and of the newest ones of an area."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import text

from backend.core.db import db
from backend.indicators.rules.reading import Key, Row

COLUMNS = ", ".join(f"reading.{name}" for name in Row._fields)
BY_KEY = f"""
SELECT {COLUMNS} FROM unnest(
    CAST(:areas AS text[]), CAST(:indicators AS text[]), CAST(:moments AS timestamptz[])
) AS key (area_code, indicator, starts_at) JOIN reading USING (area_code, indicator, starts_at)
"""  # noqa: S608 - put together from the constant above
# Walked back from the newest in the order of the key: an indicator costs as many rows as are wanted of it.
NEWEST = f"""
SELECT {COLUMNS} FROM unnest(CAST(:indicators AS text[])) AS key (indicator) CROSS JOIN LATERAL (
    SELECT * FROM reading WHERE reading.indicator = key.indicator AND area_code = :area AND starts_at <= :until
    ORDER BY starts_at DESC LIMIT :limit
) AS reading
"""  # noqa: S608 - as above


def by_keys(keys: Iterable[Key]) -> dict[Key, Row]:
    asked = sorted(set(keys))
    if not asked:
        return {}
    areas, indicators, moments = (list(column) for column in zip(*asked, strict=True))
    rows = db.session.execute(text(BY_KEY), {"areas": areas, "indicators": indicators, "moments": moments})
    return {row.key: row for row in (Row(*one) for one in rows)}


def newest(area_code: str, indicators: Sequence[str], *, until: datetime, limit: int) -> dict[str, list[Row]]:
    """Indicator → its last readings, the newest first; none is of a time to come."""
    given = {"area": area_code, "indicators": list(indicators), "until": until, "limit": limit}
    found: dict[str, list[Row]] = {code: [] for code in indicators}
    for one in db.session.execute(text(NEWEST), given):
        found[one.indicator].append(Row(*one))
    return found
