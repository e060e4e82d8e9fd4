"""What the tests of identity share."""

from typing import Any

import pytest
from flask import Flask

from tests.cast import Cast
from tests.identity.phone import Phone


@pytest.fixture
def phone(app: Flask, cast: Cast, clock: Any) -> Phone:
    return Phone(app)
