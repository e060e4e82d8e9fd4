"""Rental dwellings for a benchmark: twenty of a kind, each worked out by the module's own rules, and copied often."""

import json
from datetime import date, timedelta
from typing import Any

from sqlalchemy import text

from backend.areas.rules import validity
from backend.core import clock
from backend.core.db import db
from backend.modules.rules import indicators, states, tasks
from backend.modules.rules.scope import Entity
from backend.modules.rules.spec import Spec

#: Of twenty: thirteen green, three blue, one yellow, one orange, and two that a narrower limit turns red, one after the
#: other.
KINDS = 20

FILL = """
WITH template AS (
    SELECT * FROM jsonb_to_recordset(CAST(:templates AS jsonb))
        AS one (no int, data jsonb, state text, rule text, why jsonb, figures jsonb)
), place AS (
    SELECT code, path, row_number() OVER (ORDER BY path) - 1 AS no, count(*) OVER () AS places
    FROM area WHERE level = 'grid'
)
INSERT INTO module_entity (id, module, kind, area_code, area_path, version, data, label, state, state_since, rule_state,
    rule_since, rule, why, figures, computed_on, created_at, saved_at)
SELECT gen_random_uuid(), :module, :kind, place.code, place.path, :version,
    template.data || jsonb_build_object('address', '东河路 ' || n || ' 号'), '东河路 ' || n || ' 号',
    template.state, :today, template.state, :today, template.rule, template.why, template.figures, :today,
    now() - n * interval '1 second', now() - n * interval '1 second'
FROM generate_series(CAST(:first AS int), :last) AS n
JOIN template ON template.no = n / 432 % :kinds
JOIN place ON place.no = n * 7919 % place.places
"""
TASKS = """
INSERT INTO module_task (entity_id, task, area_path, due_on, opens_on, assign, climbs_on, climbs_to)
SELECT entity.id, one.task, entity.area_path, one.due_on, one.opens_on, one.assign, one.climbs_on, one.climbs_to
FROM jsonb_to_recordset(CAST(:tasks AS jsonb))
    AS one (no int, task text, due_on date, opens_on date, assign text, climbs_on date, climbs_to text)
JOIN module_entity AS entity ON split_part(entity.label, ' ', 2)::int / 432 % :kinds = one.no
WHERE split_part(entity.label, ' ', 2)::int BETWEEN :first AND :last
"""


def fill(spec: Spec, *, first: int, last: int) -> None:
    """Each in its state, with its tasks and figures of today."""
    today = validity.day(clock.now())
    made = [_template(spec, no, today) for no in range(KINDS)]
    span = {"first": first, "last": last, "kinds": KINDS}
    about = {"module": spec["id"], "kind": "dwelling", "version": spec["version"], "today": today}
    db.session.execute(text(FILL), {**span, **about, "templates": json.dumps([one for one, _ in made])})
    due = [task for _, some in made for task in some]
    db.session.execute(text(TASKS), {**span, "tasks": json.dumps(due, default=str)})
    db.session.commit()
    db.session.execute(text("ANALYZE module_entity, module_task"))
    db.session.commit()


def _template(spec: Spec, no: int, today: date) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    data = _data(no, today)
    entity = Entity("dwelling", data, today)
    verdict = states.decide(spec, entity, today)
    entity = entity._replace(state=verdict.state)
    figures = indicators.figures(spec, entity, today)
    due = [{"no": no, "task": task.id, **task._asdict()} for task in tasks.due(spec, entity, today)]
    told = {"state": verdict.state.code, "rule": verdict.rule, "why": verdict.why, "figures": figures}
    return {"no": no, "data": data, **told}, due


def _data(no: int, today: date) -> dict[str, Any]:
    found = (today - timedelta(days=2)).isoformat()
    minor = {"kind": "wiring", "grade": "minor", "found_on": found}
    gas = {"kind": "gas", "grade": "major", "found_on": found}
    hazards = {13: [minor], 14: [minor], 15: [minor], 16: [minor, minor], 17: [gas]}.get(no, [])
    # Square metres for each tenant: 18 falls under a limit of five, 19 under one of six.
    area_m2 = {18: 13.5, 19: 16.5}.get(no, 60)
    house = {"area_m2": area_m2, "rooms": 3, "tenants": 3, "hazards": hazards, "visited_on": found}
    return {**house, "landlord": "房东", "landlord_phone": "19900000000", "undeclared": 0}
