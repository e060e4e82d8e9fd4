"""What follows what: for each fact, the jobs that start when it is committed."""

from backend.core.facts import Job

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
