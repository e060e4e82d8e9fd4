"""The indicators of a module at a place and in its parts: sums of what was worked out for each row."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import text

from backend.areas import queries as areas
from backend.areas.models import Area
from backend.areas.rules.paths import outermost, upper
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.http.actor import Actor
from backend.modules.queries import modules
from backend.modules.rules import indicators
from backend.modules.rules.indicators import Reading
from backend.modules.rules.spec import Spec

ROWS = """
FROM unnest(CAST(:paths AS text[]), CAST(:ends AS text[])) AS place (path, stop)
JOIN module_entity AS entity ON entity.area_path >= place.path AND entity.area_path < place.stop
    AND entity.module = :module
LEFT JOIN unnest(CAST(:part_paths AS text[]), CAST(:part_ends AS text[])) AS part (path, stop)
    ON entity.area_path >= part.path AND entity.area_path < part.stop
"""
# Of each part and indicator: how many are looked at, how many counted. What lies in no part is in the whole alone.
SUMS = f"""
SELECT part.path, figure.key AS indicator, count(*) AS among, sum((figure.value ->> 0)::int) AS counted,
    count(figure.value ->> 1) AS numbers
{ROWS} CROSS JOIN LATERAL jsonb_each(entity.figures) AS figure GROUP BY part.path, figure.key
"""
# A middle has to sort: only what is shown as one is sorted, for the whole as well, since middles do not add up.
MIDDLES = f"""
SELECT CASE WHEN grouping(part.path) = 1 THEN '' ELSE part.path END AS path, median.name AS indicator,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY (entity.figures -> median.name ->> 1)::float) AS median
{ROWS} CROSS JOIN unnest(CAST(:medians AS text[])) AS median (name)
GROUP BY GROUPING SETS ((median.name), (part.path, median.name))
"""
#: where the sums of the whole stand
WHOLE = ""


class Sum(NamedTuple):
    among: int
    counted: int
    numbers: int


class Sums(NamedTuple):
    """Of a place's path and an indicator."""

    counts: Mapping[tuple[str | None, str], Sum]
    medians: Mapping[tuple[str | None, str], float]


def measured(actor: Actor, module: str, *, area: str | None) -> dict[str, Any]:
    spec = next(iter(modules.candidates(module)), None)
    if spec is None:
        refuse("module.not_found")
    own = actor.paths_as(*spec["permissions"]["read"])
    if not own:
        refuse("module.not_yours")
    scope = areas.scope(outermost(own), area)
    sums = _sums(spec, scope.paths, [part.path for part in scope.parts])
    parts = [{"area": _named(part), "readings": _readings(spec, sums, part.path)} for part in scope.parts]
    return {"indicators": _about(spec), "readings": _readings(spec, sums, WHOLE), "parts": parts}


def _sums(spec: Spec, paths: Sequence[str], parts: Sequence[str]) -> Sums:
    given: dict[str, Any] = {"module": spec["id"], "paths": list(paths), "ends": [upper(path) for path in paths]}
    given |= {"part_paths": list(parts), "part_ends": [upper(path) for path in parts]}
    counts: dict[tuple[str | None, str], Sum] = {}
    for row in db.session.execute(text(SUMS), given):
        own = Sum(row.among, row.counted, row.numbers)
        whole = counts.get((WHOLE, row.indicator), Sum(0, 0, 0))
        counts[WHOLE, row.indicator] = Sum(*map(sum, zip(whole, own, strict=True)))
        counts[row.path, row.indicator] = own
    names = [one["id"] for one in spec.get("indicators", []) if one["kind"] == "median"]
    middles = db.session.execute(text(MIDDLES), {**given, "medians": names}) if names else ()
    return Sums(counts, {(row.path, row.indicator): row.median for row in middles})


def _named(area: Area) -> dict[str, str]:
    return {"code": area.code, "level": area.level, "name_zh": area.name_zh, "name_en": area.name_en}


def _about(spec: Spec) -> list[dict[str, Any]]:
    names = ("id", "title", "unit", "kind", "roll_up")
    return [
        {**{name: one[name] for name in names}, "goal": one.get("goal"), "code": one.get("code")}
        for one in spec.get("indicators", [])
    ]


def _readings(spec: Spec, sums: Sums, path: str) -> list[dict[str, Any]]:
    return [_reading(one, sums, path) for one in spec.get("indicators", [])]


def _reading(indicator: Spec, sums: Sums, path: str) -> dict[str, Any]:
    key = (path, indicator["id"])
    counted = sums.counts.get(key, Sum(0, 0, 0))
    reading = indicators.summed(indicator["kind"], *counted, sums.medians.get(key))
    is_hidden = indicators.suppressed(indicator, reading)
    shown = Reading(None, None, None) if is_hidden else reading
    return {"id": indicator["id"], **shown._asdict(), "suppressed": is_hidden}
