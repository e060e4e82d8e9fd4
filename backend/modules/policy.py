"""Who may what of a module: its own file says which roles read, write and set states by hand; where, the grants say."""

from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_

from backend.areas.policy import within
from backend.areas.rules.paths import covers
from backend.core.http.actor import Actor
from backend.modules.models.entity import ModuleEntity
from backend.modules.rules.spec import Spec

#: every role that any module may name
WORKERS = ("commander", "duty_officer", "grid_worker", "handler", "verifier", "analyst", "volunteer")
#: switch modules on and off, and set their limits
KEEPS = ("commander", "system_admin")


def holds(actor: Actor, roles: Any, area_path: str) -> bool:
    return any(covers(own, area_path) for own in actor.paths_as(*roles))


def keeps(actor: Actor) -> tuple[str, ...]:
    return actor.paths_as(*KEEPS)


def may_keep(actor: Actor, area_path: str) -> bool:
    return holds(actor, KEEPS, area_path)


def may(actor: Actor, spec: Spec, what: str, area_path: str) -> bool:
    """`what`: read, write or by_hand."""
    return holds(actor, spec["permissions"][what], area_path)


def may_fill(actor: Actor, spec: Spec, form: str, area_path: str) -> bool:
    return holds(actor, spec["forms"][form].get("roles", spec["permissions"]["write"]), area_path)


def sees(actor: Actor, specs: list[Spec]) -> ColumnElement[bool]:
    """Entities of these modules, each where the actor holds a role that reads it."""
    return or_(
        false(),
        *(
            and_(
                ModuleEntity.module == spec["id"],
                within(list(actor.paths_as(*spec["permissions"]["read"])), ModuleEntity.area_path),
            )
            for spec in specs
        ),
    )
