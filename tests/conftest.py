"""What every test stands on: a real PostgreSQL, the application, a clock that moves, people who act."""

import functools
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import flask_migrate
import psycopg
import pytest
from flask import Flask
from psycopg import sql
from sqlalchemy import event, text
from sqlalchemy.engine import make_url

from backend.app import bind, create_app
from backend.core import clock
from backend.core.db import db as database
from tests.cast import Cast
from tests.client import ActingClient
from tools import postgres

#: A Monday morning in Hangzhou.
MONDAY = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
SECRET = "a-secret-of-the-tests-long-enough-for-hs256"


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "database: needs the database; runs once more on another server")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs the database, so that those tests can run once more on another server."""
    for item in items:
        if "database_url" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.database)


@pytest.fixture(scope="session")
def server_url() -> Iterator[str]:
    """DATABASE_URL's server, or an embedded one of this test run's own."""
    if given := os.environ.get("DATABASE_URL"):
        yield given
        return
    folder = Path(tempfile.mkdtemp(prefix="palm-tests-"))
    running = postgres.start(folder / "data", log=folder / "log", durable=False)
    try:
        yield running.url
    finally:
        postgres.stop(running)


@pytest.fixture(scope="session")
def database_url(server_url: str) -> Iterator[str]:
    """A scratch database, built by the migrations and dropped at the end."""
    with scratch_database(server_url) as url:
        app = make_app(url)
        with app.app_context():
            flask_migrate.upgrade()
            database.engine.dispose()
        yield url


@pytest.fixture(scope="session")
def app(database_url: str) -> Iterator[Flask]:
    made = make_app(database_url)
    yield made
    with made.app_context():
        database.engine.dispose()


@pytest.fixture(autouse=True)
def bound(request: pytest.FixtureRequest) -> None:
    """Another test may have made an application of its own since."""
    if "app" in request.fixturenames:
        bind(request.getfixturevalue("app"))


@pytest.fixture
def db(app: Flask) -> Iterator[object]:
    """The database inside one outer transaction: what a test commits is gone after it."""
    with app.app_context():
        engine = database.engine
        with engine.connect() as connection, connection.begin() as outer:
            # Sessions take what stands here as their engine; a commit inside releases a savepoint only.
            database.engines[None] = connection
            database.session.configure(join_transaction_mode="create_savepoint")
            yield database
            database.session.remove()
            database.session.configure(join_transaction_mode="conditional_savepoint")
            database.engines[None] = engine
            outer.rollback()


@pytest.fixture
def committed(app: Flask) -> Iterator[object]:
    """The database with real commits, for what several connections must see; emptied after the test."""
    with app.app_context():
        yield database
        database.session.remove()
        empty(database.engine)
        database.engine.dispose()


@pytest.fixture
def statements(db: object) -> Callable[[], AbstractContextManager[list[str]]]:
    """`with statements() as said:` collects the SQL that runs inside."""

    @contextmanager
    def collect() -> Iterator[list[str]]:
        said: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
            said.append(statement)

        event.listen(database.engine, "before_cursor_execute", note)
        yield said
        event.remove(database.engine, "before_cursor_execute", note)

    return collect


@pytest.fixture
def client(app: Flask, db: object) -> ActingClient:
    return ActingClient(app)


@pytest.fixture
def cast(db: object) -> Cast:
    return Cast()


@pytest.fixture(name="clock")
def held_clock() -> Iterator[object]:
    clock.hold(MONDAY)
    yield clock
    clock.release()


@functools.cache
def var_folder() -> Path:
    """One for every application of a run: push keeps its keys there, and is bound to the application made last."""
    return Path(tempfile.mkdtemp(prefix="palm-var-"))


def make_app(url: str) -> Flask:
    return create_app(
        TESTING=True,
        SQLALCHEMY_DATABASE_URI=make_url(url)
        .set(drivername="postgresql+psycopg")
        .render_as_string(hide_password=False),
        VAR=var_folder(),
        JWT_SECRET_KEY=SECRET,
        RECEIPT_SECRET=SECRET,
        CONTACT_SECRET=SECRET,
        HEALTH_SECRET=SECRET,
        CERTIFICATE_SECRET=SECRET,
        PAGING_SECRET=SECRET,
        PUBLIC_URL="https://palm.test",
    )


class scratch_database:  # noqa: N801 - reads as the verb it is
    """Make a database with a name of its own on a server, and drop it at the end."""

    def __init__(self, server: str) -> None:
        self.server = make_url(server).set(drivername="postgresql")
        self.name = f"palm_test_{uuid4().hex[:12]}"

    def __enter__(self) -> str:
        self._say(sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'"))
        return self.server.set(database=self.name).render_as_string(hide_password=False)

    def __exit__(self, *_: object) -> None:
        self._say(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)"))

    def _say(self, statement: sql.SQL) -> None:
        with psycopg.connect(self.server.render_as_string(hide_password=False), autocommit=True) as connection:
            connection.execute(statement.format(sql.Identifier(self.name)))


def empty(engine: object) -> None:
    """Truncate every table but the migrations' own."""
    with engine.begin() as connection:  # type: ignore[attr-defined]  # an Engine
        tables = connection.execute(
            text(
                "SELECT string_agg(format('%I', relname), ',') FROM pg_class WHERE relkind IN ('r', 'p')"
                " AND NOT relispartition AND relnamespace = 'public'::regnamespace AND relname <> 'alembic_version'"
            )
        ).scalar()
        connection.execute(text(f"TRUNCATE {tables} CASCADE"))
