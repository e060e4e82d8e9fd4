"""The indicators of a module at a place and in its parts: sums of what was worked out for each row."""

from collections.abc import Sequence
from typing import Any

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

#: Of each indicator: how many are looked at, how many counted, and the middle of their numbers.
SUMS = """
SELECT figure.key AS indicator, count(*) AS among, sum((figure.value ->> 0)::int) AS counted,
    count(figure.value ->> 1) AS numbers,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY (figure.value ->> 1)::float) AS median
FROM unnest(CAST(:paths AS text[]), CAST(:ends AS text[])) AS place (path, stop)
JOIN module_entity ON area_path >= place.path AND area_path < place.stop AND module = :module
CROSS JOIN LATERAL jsonb_each(figures) AS figure
GROUP BY figure.key
"""


def measured(actor: Actor, module: str, *, area: str | None) -> dict[str, Any]:
    spec = next(iter(modules.candidates(module)), None)
    if spec is None:
        refuse("module.not_found")
    own = actor.paths_as(*spec["permissions"]["read"])
    if not own:
        refuse("module.not_yours")
    scope = areas.scope(outermost(own), area)
    parts = [{"area": _named(part), "readings": _readings(spec, [part.path])} for part in scope.parts]
    return {"indicators": _about(spec), "readings": _readings(spec, scope.paths), "parts": parts}


def _named(area: Area) -> dict[str, str]:
    return {"code": area.code, "level": area.level, "name_zh": area.name_zh, "name_en": area.name_en}


def _about(spec: Spec) -> list[dict[str, Any]]:
    names = ("id", "title", "unit", "kind", "roll_up")
    return [
        {**{name: one[name] for name in names}, "goal": one.get("goal"), "code": one.get("code")}
        for one in spec.get("indicators", [])
    ]


def _readings(spec: Spec, paths: Sequence[str]) -> list[dict[str, Any]]:
    given = {"module": spec["id"], "paths": list(paths), "ends": [upper(path) for path in paths]}
    sums = {row.indicator: row for row in db.session.execute(text(SUMS), given)}
    return [_reading(one, sums.get(one["id"])) for one in spec.get("indicators", [])]


def _reading(indicator: Spec, sums: Any) -> dict[str, Any]:
    kind = indicator["kind"]
    if sums is None:
        reading = indicators.measure(kind, [])
    else:
        reading = indicators.summed(kind, sums.among, sums.counted, sums.numbers, sums.median)
    is_hidden = indicators.suppressed(indicator, reading)
    shown = Reading(None, None, None) if is_hidden else reading
    return {"id": indicator["id"], **shown._asdict(), "suppressed": is_hidden}
