"""Put an older version of a plan, or one from a file, in force: a new version equal to it."""

from backend.commands import policy
from backend.commands.actions import plan_versions
from backend.commands.models.plan import PlanVersion
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.http.actor import Actor


def put_plan_in_force(actor: Actor, code: str, version: int, *, based_on: int, note: str | None = None) -> None:
    """Judged again: what was fit when it was written may not be by the rules of today."""
    policy.check_edits_plans(actor)
    plan = plan_versions.hold(code)
    wanted = db.session.get(PlanVersion, (code, version))
    if wanted is None:
        refuse("plan.version_not_found")
    plan_versions.check(wanted.content, code=code)
    plan_versions.save(actor, plan, wanted.content, note=note, based_on=based_on, equals=version)
