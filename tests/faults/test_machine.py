"""Everything that is sealed arrives exactly once, in whatever order people, phones and lines do their worst."""

import os
import sys
from pathlib import Path
from typing import Any

import orjson
import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from backend.core import clock as core_clock
from tests.cast import Cast
from tests.faults.conftest import prepared
from tests.faults.machine import TOTALS, Field

#: `make faults` asks for thousands; every run of the tests makes a few, always the same.
RUNS = int(os.environ.get("FAULT_RUNS", "0"))
FEW = 15
STEPS = 50


@pytest.fixture
def cast(db: object, clock: Any) -> Cast:
    return prepared()


def test_everything_sealed_is_applied_once_and_nothing_is_lost(app: Flask, cast: Cast) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    known = {name: getattr(cast, name).id for name in ("grid_worker", "volunteer", "chaoming_commander")}
    made = type("FieldHere", (Field,), {"app": app, "people": known, "start": core_clock.now()})
    TOTALS.clear()
    how = {"deadline": None, "database": None, "suppress_health_check": list(HealthCheck), "print_blob": True}
    try:
        run_state_machine_as_test(
            made, settings=settings(max_examples=RUNS or FEW, stateful_step_count=STEPS, derandomize=not RUNS, **how)
        )
    finally:
        tell()
    assert (TOTALS["lost"], TOTALS["doubled"]) == (0, 0)
    assert TOTALS["applied"] > RUNS


def tell() -> None:
    names = ("runs", "items_sealed", "writes_sent", "applied", "refused", "lost", "doubled")
    figures = {name: TOTALS[name] for name in names}
    sys.stdout.write("\n" + "\n".join(f"{name:>14} {count:>8}" for name, count in figures.items()) + "\n")
    if result := os.environ.get("FAULT_RESULT"):
        Path(result).write_bytes(orjson.dumps(figures))
