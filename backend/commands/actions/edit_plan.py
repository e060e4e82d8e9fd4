"""Change a plan: another version, in force from now on; orders issued before keep theirs."""

from typing import Any

from backend.commands import policy
from backend.commands.actions import plan_versions
from backend.core.http.actor import Actor


def edit_plan(actor: Actor, code: str, *, based_on: int, content: dict[str, Any], note: str | None = None) -> None:
    """`based_on` is the version that the editor saw in force: what somebody saved since is not overwritten."""
    policy.check_edits_plans(actor)
    plan = plan_versions.hold(code)
    plan_versions.check(content, code=code)
    plan_versions.save(actor, plan, content, note=note, based_on=based_on)
