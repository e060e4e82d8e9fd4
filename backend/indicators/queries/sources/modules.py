"""Figures of street modules: what their objects were found to add up to, and how many are in a state."""

from backend.indicators.queries.sources.made import Source, by_sql

FIGURE = """
SELECT area_path, sum((figures -> :figure ->> 0)::int), count(*) FROM module_entity
WHERE module = :module AND figures ? :figure GROUP BY area_path
"""
# Without figures are those of places where the module is off: what is known of them stays, and is not counted.
STATE = """
SELECT area_path, count(*) FILTER (WHERE state = :state) FROM module_entity
WHERE module = :module AND figures <> '{}' GROUP BY area_path
"""


def source(name: str) -> Source | None:
    """modules.<module>.<indicator of the module>, states.<module>.<state>"""
    match name.split("."):
        case ["modules", module, figure]:
            return Source(by_sql(FIGURE, module=module, figure=figure), is_of_now=True, may_be_unkept=True)
        case ["states", module, state]:
            return Source(by_sql(STATE, module=module, state=state), is_of_now=True, may_be_unkept=True)
    return None
