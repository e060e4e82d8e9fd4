"""A street with a map and an order, and phones on bad lines."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from backend.core import clock as core_clock
from backend.core.db import db as database
from backend.identity.models import RoleGrant
from tests.builders import incidents, orders
from tests.cast import Cast
from tests.client import ActingClient
from tests.faults.phone import Phone


def prepared() -> Cast:
    """People who have held their roles for a while."""
    made = Cast()
    incidents.draw_map()
    orders.plans()
    long_ago = core_clock.now() - timedelta(days=90)
    database.session.execute(update(RoleGrant).values(granted_at=long_ago))
    database.session.commit()
    return made


@pytest.fixture
def cast(db: object, clock: Any) -> Cast:
    return prepared()


@pytest.fixture
def phone(app: Flask, cast: Cast) -> Phone:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return Phone(app, cast.grid_worker)


@pytest.fixture
def desk(client: ActingClient, cast: Cast) -> ActingClient:
    return client.as_(cast.chaoming_duty)
