"""A street with a map, and a city's app that reports there."""

from typing import Any

import pytest
from flask import Flask

from backend.open311.models import Application
from tests.builders import incidents
from tests.builders.applications import App, let_in
from tests.builders.cases import Crew
from tests.cast import CHAOMING, Cast
from tests.client import ActingClient


@pytest.fixture
def cast(db: object, clock: Any) -> Cast:
    made = Cast()
    incidents.draw_map()
    return made


@pytest.fixture
def crew(client: ActingClient, cast: Cast) -> Crew:
    return Crew(client, cast)


@pytest.fixture
def application(cast: Cast) -> Application:
    return let_in(CHAOMING)[0]


@pytest.fixture
def city(app: Flask, cast: Cast) -> App:
    """Of the street Chaoming."""
    return App(app, let_in(CHAOMING, "潮鸣12345")[1])


@pytest.fixture
def anybody(app: Flask, cast: Cast) -> App:
    return App(app)
