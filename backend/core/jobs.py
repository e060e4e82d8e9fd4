"""Background jobs: deferred inside the caller's transaction, run by the worker, safe to run twice."""

import functools
from collections.abc import Callable
from typing import Any

import procrastinate
from flask import Flask
from psycopg import Connection

from backend.core.db import db

#: The queue as the worker sees it: every declared job; the worker gives it its own connector.
queue = procrastinate.App(connector=procrastinate.SyncPsycopgConnector())
#: The queue as everybody else sees it: it opens no connection of its own, it writes through the session's.
_doorway = procrastinate.App(connector=procrastinate.SyncPsycopgConnector())

_app: list[Flask] = []

Decorator = Callable[[Callable[..., None]], Callable[..., None]]


def bind(app: Flask) -> None:
    """Say once, at start, in which application the jobs run."""
    _app[:] = [app]


def task(name: str, *, cron: str | None = None, tries: int = 5) -> Decorator:
    """Declare a job. Returning commits, raising rolls back and tries again later.

    `cron` makes it periodic (an optional sixth field counts seconds); a periodic job takes no arguments.
    """

    def decorate(function: Callable[..., None]) -> Callable[..., None]:
        retry = procrastinate.RetryStrategy(max_attempts=tries, exponential_wait=2)
        lock = f"once:{name}" if cron else None
        run = _on_time if cron else run_in_one_transaction
        whole = functools.wraps(function)(functools.partial(run, function))
        declared = queue.task(name=name, retry=retry, queueing_lock=lock)(whole)
        if cron:
            queue.periodic(cron=cron, periodic_id=name)(declared)
        return function

    return decorate


def run_in_one_transaction(function: Callable[..., Any], *given: Any, **arguments: Any) -> Any:
    """Call a job's, a command's or a group's function with an application around it, and commit once."""
    with _app[0].app_context():
        try:
            result = function(*given, **arguments)
            db.session.commit()
            return result
        except BaseException:
            db.session.rollback()
            raise


def _on_time(function: Callable[..., None], timestamp: int) -> None:  # noqa: ARG001 - the queue says which tick it is
    run_in_one_transaction(function)


def defer(name: str, **arguments: Any) -> None:
    """Start a job when, and only when, the caller's transaction commits. Arguments are JSON."""
    connection = db.session.connection().connection.driver_connection
    assert isinstance(connection, Connection)  # the one dialect
    place = queue.tasks[name].queue
    _doorway.configure_task(name, connection=connection, queue=place, allow_unknown=True).defer(**arguments)
