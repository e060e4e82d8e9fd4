"""A street with a map, a clock that stands, and a worker who reports."""

from typing import Any

import pytest

from tests.builders import incidents
from tests.builders.cases import Crew
from tests.cast import Cast
from tests.client import ActingClient


@pytest.fixture
def cast(db: object, clock: Any) -> Cast:
    made = Cast()
    incidents.draw_map()
    return made


@pytest.fixture
def worker(client: ActingClient, cast: Cast) -> ActingClient:
    return client.as_(cast.grid_worker)


@pytest.fixture
def crew(client: ActingClient, cast: Cast) -> Crew:
    return Crew(client, cast)
