"""Who hears that an entity came into another state: those at its place whom the module names, or the next above."""

from datetime import timedelta

from backend.areas.rules.paths import codes
from backend.core import clock
from backend.health.queries import officers
from backend.modules.models.entity import ModuleEntity
from backend.modules.rules.notices import Told
from backend.push.actions.notices import notify

LIFE = timedelta(hours=24)


def people(row: ModuleEntity, told: Told) -> None:
    """Each role is looked for by itself: a commander next door does not stand for a duty officer above."""
    depth = len(codes(row.area_path))
    found = {person for role in told.roles for person in officers.at_level(row.area_path, depth, (role,))}
    if found:
        notify(
            sorted(found),
            kind="module",
            subject_id=row.id,
            texts=told.texts,
            navigate="/",
            expires_at=clock.now() + LIFE,
        )
