"""The migrations go up, down and up again, and end at exactly the tables that the models describe."""

from collections.abc import Iterator

import flask_migrate
import pytest
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import text

from backend.core.db import db
from tests.conftest import make_app, scratch_database

SCHEMA = text(
    """SELECT c.relname, c.relkind::text, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.relnamespace = 'public'::regnamespace ORDER BY 1, 3"""
)
LEFT = text(
    """SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relname NOT LIKE 'alembic_version%'
    UNION ALL SELECT typname FROM pg_type WHERE typnamespace = 'public'::regnamespace AND typrelid = 0 AND typelem = 0
    UNION ALL SELECT proname FROM pg_proc p WHERE pronamespace = 'public'::regnamespace
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')"""
)
OLD_AREA = """
    INSERT INTO area (code, level, name_zh, name_en, path, valid_from, lng_wgs84, lat_wgs84)
    VALUES ('330103005', 'street', '潮鸣', 'Chaoming', '330103.330103005.', '2019-01-01', 120.2, 30.3)
"""
OLD_ORDER = """
    INSERT INTO orders SELECT (jsonb_populate_record(NULL::orders, jsonb_build_object(
        'id', uuid_nil, 'root_id', uuid_nil, 'issuer_id', uuid_nil, 'sequence', 0, 'plan_version', 1, 'ack_minutes', 5,
        'quorum', 0.8, 'sent', now(), 'effective', now(), 'expires', now() + interval '1 hour', 'status', 'Actual',
        'msg_type', 'Alert', 'kind', 'alert', 'slots', '{}'::jsonb, 'texts', '{}'::jsonb, 'checklist', '{}'::jsonb,
        'stamps', '{}'::jsonb, 'assembly_points', '[]'::jsonb, 'target', '{"areas": ["330103005"], "polygon": null,
        "circle": {"lng": 120.17, "lat": 30.27, "radius_m": 120}}'::jsonb) || blank)).*
    FROM (SELECT '00000000-0000-0000-0000-000000000000' AS uuid_nil, jsonb_object_agg(name, '') AS blank
        FROM unnest(ARRAY['identifier', 'sender', 'scope', 'event', 'event_class', 'urgency', 'severity', 'certainty',
        'response_level', 'area_path', 'plan_code']) AS name) AS given
"""


@pytest.fixture
def empty(server_url: str) -> Iterator[Flask]:
    """The application over a database of no tables."""
    with scratch_database(server_url) as url:
        app = make_app(url)
        with app.app_context():
            yield app
            db.session.remove()
            db.engine.dispose()


def shape() -> list[tuple[object, ...]]:
    with db.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(SCHEMA)]


def test_they_go_up_down_and_up_again(empty: Flask) -> None:
    flask_migrate.upgrade()
    first = shape()
    flask_migrate.downgrade(revision="base")
    with db.engine.connect() as connection:
        assert connection.execute(LEFT).scalars().all() == []
    flask_migrate.upgrade()
    assert shape() == first


def test_every_step_can_be_taken_back_alone(empty: Flask) -> None:
    script = ScriptDirectory("migrations")
    for revision in reversed(list(script.walk_revisions())):
        flask_migrate.upgrade(revision=revision.revision)
        after = shape()
        flask_migrate.downgrade(revision="-1")
        flask_migrate.upgrade(revision=revision.revision)
        assert shape() == after, revision.revision


def test_an_order_of_before_keeps_its_place(empty: Flask) -> None:
    flask_migrate.upgrade(revision="0005_commands")
    with db.engine.begin() as connection:
        # One row of each is enough: their people, plans and parents are left out.
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text(OLD_AREA))
        connection.execute(text(OLD_ORDER))
    flask_migrate.upgrade()
    with db.engine.connect() as connection:
        place = connection.execute(text("SELECT place FROM orders")).scalar_one()
    assert place["circle"] == {"lng": 120.17, "lat": 30.27, "radius_m": 120}
    assert [(area["code"], area["name_zh"], area["lng_wgs84"]) for area in place["areas"]] == [
        ("330103005", "潮鸣", 120.2)
    ]


def test_they_end_at_the_tables_of_the_models(app: Flask) -> None:
    with app.app_context():
        flask_migrate.check()


def test_there_is_one_chain_without_a_fork() -> None:
    assert len(ScriptDirectory("migrations").get_heads()) == 1
