"""What the stories stand on: the cast with the plans, and a sender with a push service behind it."""

import pytest

from tests.builders import orders
from tests.builders.orders import Gateway
from tests.cast import Cast


@pytest.fixture
def cast(db: object) -> Cast:
    made = Cast()
    orders.plans()
    return made


@pytest.fixture
def gateway(cast: Cast) -> Gateway:
    return Gateway().live()
