"""A photo of an entity, for whoever sees the field that names it."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from backend.core.db import db
from backend.core.errors import refuse
from backend.core.http.actor import Actor
from backend.modules import policy
from backend.modules.models.entity import ModulePhoto
from backend.modules.queries import entities, modules
from backend.uploads.queries import photos as uploads
from backend.uploads.queries.photos import Size


def read(actor: Actor, entity_id: UUID, sha256: str, *, size: Size) -> bytes:
    """One that has arrived: a hash alone opens nothing."""
    row = entities.one(actor, entity_id)
    photo = db.session.get(ModulePhoto, (row.id, sha256))
    if photo is None or photo.arrived_at is None:
        refuse("entity.photo_not_found")
    spec = modules.at(row.module, row.area_path).spec
    if photo.is_personal and not policy.may(actor, spec, "write", row.area_path):
        refuse("entity.photo_not_found")
    return uploads.read(sha256, size=size)


def shown(hashes: Collection[str]) -> set[str]:
    """Of these photos, those that an entity names."""
    return set(db.session.scalars(select(ModulePhoto.sha256).where(ModulePhoto.sha256.in_(hashes)).distinct()))
