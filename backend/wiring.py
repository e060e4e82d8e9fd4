"""What follows what: for each fact, the jobs that start when it is committed; and where the jobs are."""

from backend.core import partitions
from backend.core.facts import Job
from backend.core.http import idempotency

#: Every module that declares jobs: importing it here makes its jobs known to the worker.
JOBS = (partitions, idempotency)

FOLLOWS: dict[str, tuple[Job, ...]] = {
    # areas
    "area.imported": (),
    "area.drawn": (),
    "area.succeeded": (),
    # commands
    "plan.loaded": (),
    "order.issued": (),
    "order.updated": (),
    "order.cancelled": (),
    "order.cleared": (),
    "order.expired": (),
}
