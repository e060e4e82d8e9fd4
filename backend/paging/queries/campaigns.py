"""Scripts and campaigns as an actor may see them, with what came of each."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, or_, select

from backend.areas.policy import within
from backend.areas.rules.paths import ancestors
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.http.actor import Actor
from backend.core.http.paging import page
from backend.paging import policy
from backend.paging.models import PagingCampaign, PagingScript, PagingScriptVersion, PagingTarget
from backend.paging.rules.outcomes import OUTCOMES

NAMES = (
    "id", "script_id", "version", "area_code", "name", "purpose", "filter", "attempts", "quiet_hours", "state",
    "made_at", "started_at", "lasts_h", "ends_at", "finished_at", "keep_days", "purge_after", "purged_at",
)  # fmt: skip


def scripts(actor: Actor, *, cursor: str | None, limit: int) -> dict[str, Any]:
    """Of the own subtrees, and those that stand above them for everybody."""
    query = _scripts(actor).add_columns(PagingScriptVersion.content, PagingScriptVersion.made_at.label("changed_at"))
    by = (PagingScript.id,)
    return page(query, by=by, cursor=cursor, limit=limit, descending=True, show=_script)


def script(actor: Actor, script_id: UUID) -> dict[str, Any]:
    query = _scripts(actor).add_columns(PagingScriptVersion.content, PagingScriptVersion.made_at.label("changed_at"))
    row = db.session.execute(query.where(PagingScript.id == script_id)).one_or_none()
    return _script(row) if row is not None else refuse("script.not_found")


def script_to_change(actor: Actor, script_id: UUID) -> PagingScript:
    """Held until the transaction ends."""
    own = within(policy.kept(actor), PagingScript.area_path)
    found: PagingScript | None = db.session.scalar(
        select(PagingScript).where(own, PagingScript.id == script_id).with_for_update()
    )
    return found if found is not None else refuse("script.not_found")


def _scripts(actor: Actor) -> Select[*tuple[Any, ...]]:
    own = policy.kept(actor)
    above = {path for one in own for path in ancestors(one)}
    newest = (PagingScriptVersion.script_id == PagingScript.id, PagingScriptVersion.version == PagingScript.version)
    query: Select[*tuple[Any, ...]] = select(PagingScript).join(PagingScriptVersion, newest[0] & newest[1])
    return query.where(or_(within(own, PagingScript.area_path), PagingScript.area_path.in_(above)))


def _script(row: Any) -> dict[str, Any]:
    names = ("id", "area_code", "version")
    shown = {name: getattr(row.PagingScript, name) for name in names}
    return {**shown, "content": row.content, "changed_at": row.changed_at}


def content_of(campaign: PagingCampaign) -> dict[str, Any]:
    """As it was when the campaign was made."""
    return db.session.get_one(PagingScriptVersion, (campaign.script_id, campaign.version)).content


def listed(actor: Actor, *, cursor: str | None, limit: int) -> dict[str, Any]:
    query = select(PagingCampaign).where(within(policy.kept(actor), PagingCampaign.area_path))
    found = page(query, by=(PagingCampaign.id,), cursor=cursor, limit=limit, descending=True)
    return {**found, "items": _shown(found["items"])}


def one(actor: Actor, campaign_id: UUID) -> dict[str, Any]:
    return _shown([_one(select(PagingCampaign), actor, campaign_id)])[0]


def one_to_change(actor: Actor, campaign_id: UUID) -> PagingCampaign:
    """Held until the transaction ends."""
    return _one(select(PagingCampaign).with_for_update(), actor, campaign_id)


def _one(query: Select[PagingCampaign], actor: Actor, campaign_id: UUID) -> PagingCampaign:
    own = within(policy.kept(actor), PagingCampaign.area_path)
    found: PagingCampaign | None = db.session.scalar(query.where(own, PagingCampaign.id == campaign_id))
    return found if found is not None else refuse("campaign.not_found")


def _shown(campaigns: Sequence[PagingCampaign]) -> list[dict[str, Any]]:
    counts = _counts([campaign.id for campaign in campaigns])
    return [{**{name: getattr(one, name) for name in NAMES}, "counts": _counted(counts, one.id)} for one in campaigns]


def _counted(counts: Counter[tuple[UUID, str]], campaign_id: UUID) -> dict[str, int]:
    said = {outcome: counts[campaign_id, outcome] for outcome in ("open", *OUTCOMES)}
    return {"targets": sum(said.values()), "handled": counts[campaign_id, "handled"], **said}


def _counts(ids: Sequence[UUID]) -> Counter[tuple[UUID, str]]:
    outcome = func.coalesce(PagingTarget.outcome, "open")
    query = select(PagingTarget.campaign_id, outcome, func.count(), func.count(PagingTarget.closed_at))
    counts: Counter[tuple[UUID, str]] = Counter()
    for campaign_id, name, count, handled in db.session.execute(
        query.where(PagingTarget.campaign_id.in_(ids)).group_by(PagingTarget.campaign_id, outcome)
    ):
        counts[campaign_id, name] += count
        counts[campaign_id, "handled"] += handled
    return counts


def is_over(campaign: PagingCampaign, now: datetime) -> bool:
    return campaign.finished_at is not None or campaign.ends_at is None or campaign.ends_at <= now
