"""What the tests of commands share."""

from collections.abc import Callable, Iterator

import pytest
import urllib3
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from backend.core.http.actor import Actor
from backend.push.sender.life import Life
from tests.builders import orders, people
from tests.builders.orders import Gateway
from tests.builders.web import serving
from tests.cast import Cast


@pytest.fixture
def cast(db: object) -> Cast:
    """The cast, and the plans they issue from."""
    made = Cast()
    orders.plans()
    return made


@pytest.fixture(scope="module")
def web_port(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Of a web process of the module's own."""
    with serving(database_url, tmp_path_factory.mktemp("web")) as port:
        yield port


@pytest.fixture
def web(web_port: int) -> Iterator[urllib3.HTTPConnectionPool]:
    """Lines to it, as many as forty phones have; new for each test, since it closes those that nobody uses."""
    pool = urllib3.HTTPConnectionPool("127.0.0.1", web_port, maxsize=40, block=True, timeout=30, retries=False)
    yield pool
    pool.close()


@pytest.fixture
def gateway(cast: Cast) -> Gateway:
    """A living sender with a push service behind it."""
    return Gateway().live()


@pytest.fixture
def lives(app: Flask) -> Iterator[Callable[[], Gateway]]:
    """Living senders, each with its lock on a connection of its own."""
    born: list[Life] = []

    def life() -> Gateway:
        born.append(Life(app.config["SQLALCHEMY_DATABASE_URI"]))
        return Gateway(born[-1].sender_id)

    yield life
    for one in born:
        one.close()


@pytest.fixture
def commander(committed: SQLAlchemy) -> Actor:
    """Of Chaoming, on real connections."""
    cast = Cast()
    orders.plans()
    committed.session.commit()
    return people.actor(cast.chaoming_commander)
