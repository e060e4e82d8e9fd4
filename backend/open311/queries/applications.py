"""Reads of applications: those an actor keeps, and the one that a key belongs to."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from backend.areas.models import Area
from backend.areas.policy import within
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.http.actor import Actor
from backend.open311 import policy
from backend.open311.models import Application
from backend.open311.rules import keys

NAMES = ("id", "name", "source", "per_minute", "key_hint", "issued_at", "revoked_at")


def visible_to(actor: Actor | None) -> Select[Application]:
    """Of the actor's subtrees; all of them for the command."""
    if actor is None:
        return select(Application)
    return select(Application).where(within(list(actor.paths_as(policy.KEEPS_APPLICATIONS)), Application.area_path))


def listed(actor: Actor | None) -> list[dict[str, Any]]:
    """The live ones first, by name."""
    order = (Application.revoked_at.is_not(None), Application.name, Application.id)
    found: Sequence[Application] = db.session.scalars(visible_to(actor).order_by(*order)).all()
    return [shown(one) for one in found]


def one_to_change(actor: Actor | None, application_id: UUID) -> Application:
    """Held until the transaction ends."""
    held = visible_to(actor).where(Application.id == application_id).with_for_update()
    found: Application | None = db.session.scalar(held)
    return found if found is not None else refuse("application.not_found")


def shown(application: Application) -> dict[str, Any]:
    area = db.session.get_one(Area, application.area_code)
    named = {name: getattr(area, name) for name in ("code", "level", "name_zh", "name_en")}
    return {**{name: getattr(application, name) for name in NAMES}, "area": named}


def by_key(key: str | None) -> Application:
    """The application that holds this key; without a live one, refused as the standard says."""
    if not key:
        refuse("open311.key_missing")
    live = (Application.key_hash == keys.digest(key), Application.revoked_at.is_(None))
    found: Application | None = db.session.scalar(select(Application).where(*live))
    return found if found is not None else refuse("open311.key_invalid")
