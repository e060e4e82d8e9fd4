"""Scripts as an actor may see them, and what was asked before in their place."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, or_, select

from backend.areas.models import Area
from backend.areas.policy import within
from backend.areas.rules.paths import ancestors
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.http.actor import Actor
from backend.core.http.paging import page
from backend.identity.models import Person
from backend.paging import policy
from backend.paging.models import PagingCampaign, PagingScript, PagingScriptVersion


def listed(actor: Actor, *, cursor: str | None, limit: int) -> dict[str, Any]:
    """Of the own subtrees, and those that stand above them for everybody."""
    by = (PagingScript.id,)
    return page(_rows(actor), by=by, cursor=cursor, limit=limit, descending=True, show=lambda row: _shown(actor, row))


def one(actor: Actor, script_id: UUID) -> dict[str, Any]:
    row = db.session.execute(_rows(actor).where(PagingScript.id == script_id)).one_or_none()
    return _shown(actor, row) if row is not None else refuse("script.not_found")


def one_to_change(actor: Actor, script_id: UUID) -> PagingScript:
    """Held until the transaction ends."""
    own = within(policy.kept(actor), PagingScript.area_path)
    found: PagingScript | None = db.session.scalar(
        select(PagingScript).where(own, PagingScript.id == script_id).with_for_update()
    )
    return found if found is not None else refuse("script.not_found")


def versions(actor: Actor, script_id: UUID) -> list[dict[str, Any]]:
    """The newest first, each with who wrote it."""
    one(actor, script_id)
    query = (
        select(PagingScriptVersion, Person.name.label("maker"))
        .join(Person, Person.id == PagingScriptVersion.made_by)
        .where(PagingScriptVersion.script_id == script_id)
        .order_by(PagingScriptVersion.version.desc())
    )
    names = ("version", "content", "made_at")
    return [
        {**{name: getattr(row.PagingScriptVersion, name) for name in names}, "maker": row.maker}
        for row in db.session.execute(query)
    ]


def content_of(campaign: PagingCampaign) -> dict[str, Any]:
    """As it was when the campaign was made."""
    return db.session.get_one(PagingScriptVersion, (campaign.script_id, campaign.version)).content


def _rows(actor: Actor) -> Select[*tuple[Any, ...]]:
    own = policy.kept(actor)
    above = {path for one in own for path in ancestors(one)}
    newest = (PagingScriptVersion.script_id == PagingScript.id) & (PagingScriptVersion.version == PagingScript.version)
    query: Select[*tuple[Any, ...]] = select(
        PagingScript, PagingScriptVersion.content, PagingScriptVersion.made_at, Area.name_zh, Area.name_en
    )
    query = query.join(PagingScriptVersion, newest).join(Area, Area.code == PagingScript.area_code)
    return query.where(or_(within(own, PagingScript.area_path), PagingScript.area_path.in_(above)))


def _shown(actor: Actor, row: Any) -> dict[str, Any]:
    script: PagingScript = row.PagingScript
    return {
        "id": script.id,
        "area_code": script.area_code,
        "area_name_zh": row.name_zh,
        "area_name_en": row.name_en,
        "may_change": policy.may_keep(actor, script.area_path),
        "version": script.version,
        "content": row.content,
        "changed_at": row.made_at,
    }
