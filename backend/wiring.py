"""What follows what: for each fact, the jobs that start when it is committed."""

from backend.core.facts import Job

FOLLOWS: dict[str, tuple[Job, ...]] = {}
