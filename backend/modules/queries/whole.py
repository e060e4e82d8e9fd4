"""One entity whole: as a phone keeps it, with who filled in what, and until when it stays."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from backend.core.db import db
from backend.core.http.actor import Actor
from backend.identity.models import Person
from backend.modules.models.entity import ModuleEntity
from backend.modules.models.module import ModuleForm
from backend.modules.queries import entities, held

FORMS = 20


def one(actor: Actor, entity_id: UUID) -> dict[str, Any]:
    row = entities.one(actor, entity_id)
    return {**held.held(actor, [row])[0], "forms": _forms(row), "purge_after": row.purge_after}


def _forms(row: ModuleEntity) -> list[dict[str, Any]]:
    """Who filled in what and when; what was said stands in the entity."""
    columns = (ModuleForm.id, ModuleForm.form, ModuleForm.version, ModuleForm.filled_at, ModuleForm.saved_at)
    query = (
        select(*columns, Person.name.label("by"))
        .outerjoin(Person, Person.id == ModuleForm.by)
        .where(ModuleForm.entity_id == row.id)
        .order_by(ModuleForm.saved_at.desc(), ModuleForm.id.desc())
        .limit(FORMS)
    )
    return [found._asdict() for found in db.session.execute(query)]
