"""A real worker with one job that stops in the middle until the test lets it go on."""

import sys

from sqlalchemy import text

from backend import wiring
from backend.core import facts, worker
from backend.core.db import db
from backend.core.jobs import task
from tests.conftest import make_app


@task("tests.held")
def held(number: int) -> None:
    """Tell that it began (outside the transaction), make its effect, wait for the test's lock."""
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as outside:
        outside.execute(text("SELECT pg_notify('held', :number)"), {"number": str(number)})
    facts.record("bell.rung", ("bell", number))
    db.session.execute(text("SELECT pg_advisory_xact_lock_shared(4242)"))


@task("tests.ticking", cron="* * * * * *")
def ticking() -> None:
    """Every second, as a clock does."""
    facts.record("bell.rung", ("bell", "tick"))


if __name__ == "__main__":
    app = make_app(sys.argv[1])
    facts.follow({**wiring.FOLLOWS, "bell.rung": ()})
    worker.run(app, concurrency=1, heartbeat_s=0.2, stalled_after_s=1.0)
