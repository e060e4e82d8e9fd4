"""Does what the worker would do: the jobs that were deferred, in their order."""

from sqlalchemy import text

from backend.core.db import db
from backend.core.jobs import queue

DUE = "DELETE FROM procrastinate_jobs WHERE status = 'todo' RETURNING id, task_name, args"


def run_jobs() -> int:
    """Each in a transaction of its own, until none is left; returns how many."""
    done = 0
    while jobs := sorted(db.session.execute(text(DUE)).all()):
        db.session.commit()
        for _, name, arguments in jobs:
            queue.tasks[name](**arguments)
        done += len(jobs)
    db.session.expire_all()
    return done
