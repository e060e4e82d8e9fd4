"""Campaigns as an actor may see them, with what came of each."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select

from backend.areas.models import Area
from backend.areas.policy import within
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.http.actor import Actor
from backend.core.http.paging import page
from backend.paging import policy
from backend.paging.models import PagingAttempt, PagingCampaign, PagingScriptVersion, PagingTarget
from backend.paging.rules.outcomes import OUTCOMES

NAMES = (
    "id", "script_id", "version", "area_code", "name", "purpose", "phone", "filter", "attempts", "quiet_hours", "state",
    "made_at", "starts_at", "started_at", "lasts_h", "ends_at", "finished_at", "keep_days", "purge_after", "purged_at",
)  # fmt: skip


def listed(actor: Actor, *, cursor: str | None, limit: int) -> dict[str, Any]:
    query = _rows().where(within(policy.kept(actor), PagingCampaign.area_path))
    found = page(query, by=(PagingCampaign.id,), cursor=cursor, limit=limit, descending=True)
    return {**found, "items": _shown(found["items"])}


def one(actor: Actor, campaign_id: UUID) -> dict[str, Any]:
    own = within(policy.kept(actor), PagingCampaign.area_path)
    row = db.session.execute(_rows().where(own, PagingCampaign.id == campaign_id)).one_or_none()
    return _shown([row])[0] if row is not None else refuse("campaign.not_found")


def one_to_change(actor: Actor, campaign_id: UUID) -> PagingCampaign:
    """Held until the transaction ends."""
    own = within(policy.kept(actor), PagingCampaign.area_path)
    found: PagingCampaign | None = db.session.scalar(
        select(PagingCampaign).where(own, PagingCampaign.id == campaign_id).with_for_update()
    )
    return found if found is not None else refuse("campaign.not_found")


def progress(actor: Actor, campaign_id: UUID) -> dict[str, Any]:
    """How far each attempt got, and what came of it place by place; nothing once the answers are destroyed."""
    campaign = one(actor, campaign_id)
    return {"attempts": _attempts(campaign_id, campaign["attempts"]), "places": _places(campaign_id)}


def counts_of(outcomes: Counter[str], handled: int) -> dict[str, int]:
    said = {outcome: outcomes[outcome] for outcome in ("open", *OUTCOMES)}
    return {"targets": sum(said.values()), "handled": handled, **said}


def is_over(campaign: PagingCampaign, now: datetime) -> bool:
    return campaign.finished_at is not None or campaign.ends_at is None or campaign.ends_at <= now


def _rows() -> Select[*tuple[Any, ...]]:
    version = (PagingScriptVersion.script_id == PagingCampaign.script_id) & (
        PagingScriptVersion.version == PagingCampaign.version
    )
    title = PagingScriptVersion.content["title"].label("title")
    query: Select[*tuple[Any, ...]] = select(PagingCampaign, Area.name_zh, Area.name_en, title)
    return query.join(Area, Area.code == PagingCampaign.area_code).join(PagingScriptVersion, version)


def _shown(rows: Sequence[Any]) -> list[dict[str, Any]]:
    counts = _counts([row.PagingCampaign.id for row in rows])
    return [
        {
            **{name: getattr(row.PagingCampaign, name) for name in NAMES},
            "title": row.title,
            "area_name_zh": row.name_zh,
            "area_name_en": row.name_en,
            "counts": counts[row.PagingCampaign.id],
        }
        for row in rows
    ]


def _counts(ids: Sequence[UUID]) -> dict[UUID, dict[str, int]]:
    outcome = func.coalesce(PagingTarget.outcome, "open")
    query = select(PagingTarget.campaign_id, outcome, func.count(), func.count(PagingTarget.closed_at))
    query = query.where(PagingTarget.campaign_id.in_(ids)).group_by(PagingTarget.campaign_id, outcome)
    outcomes: dict[UUID, Counter[str]] = {one: Counter() for one in ids}
    handled: Counter[UUID] = Counter()
    for campaign_id, name, count, closed in db.session.execute(query):
        outcomes[campaign_id][name] += count
        handled[campaign_id] += closed
    return {one: counts_of(outcomes[one], handled[one]) for one in ids}


def _attempts(campaign_id: UUID, meant: list[dict[str, Any]]) -> list[dict[str, Any]]:
    reached = func.count().filter(PagingAttempt.state.in_(("accepted", "delivered")))
    failed = func.count().filter(PagingAttempt.state == "failed")
    query = (
        select(PagingAttempt.step, func.count(), reached, failed)
        .join(PagingTarget, PagingTarget.id == PagingAttempt.target_id)
        .where(PagingTarget.campaign_id == campaign_id)
        .group_by(PagingAttempt.step)
    )
    found = {step: tuple(counts) for step, *counts in db.session.execute(query)}
    figures = ("made", "reached", "failed")
    return [
        {"step": step, "channel": one["channel"], **dict(zip(figures, found.get(step, (0, 0, 0)), strict=True))}
        for step, one in enumerate(meant)
    ]


def _places(campaign_id: UUID) -> list[dict[str, Any]]:
    outcome = func.coalesce(PagingTarget.outcome, "open")
    names = (Area.code, Area.name_zh, Area.name_en, Area.path)
    closed = func.count(PagingTarget.closed_at).label("closed")
    query = (
        select(*names, outcome.label("outcome"), func.count().label("number"), closed)
        .join(Area, Area.path == PagingTarget.community_path)
        .where(PagingTarget.campaign_id == campaign_id)
        .group_by(*names, outcome)
        .order_by(Area.path)
    )
    places: dict[str, tuple[dict[str, str], Counter[str], Counter[str]]] = {}
    for row in db.session.execute(query):
        place = {"area_code": row.code, "area_name_zh": row.name_zh, "area_name_en": row.name_en}
        _, outcomes, handled = places.setdefault(row.code, (place, Counter(), Counter()))
        outcomes[row.outcome] += row.number
        handled["handled"] += row.closed
    return [{**place, **counts_of(outcomes, handled["handled"])} for place, outcomes, handled in places.values()]
