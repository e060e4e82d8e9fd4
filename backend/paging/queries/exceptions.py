"""Whom the robot could not settle: the list of those who call by hand."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import aliased

from backend.areas import queries as areas
from backend.areas.models import Area
from backend.areas.policy import within
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.http.actor import Actor
from backend.core.http.paging import page
from backend.identity.models import Person
from backend.paging import policy
from backend.paging.models import PagingAnswer, PagingCampaign, PagingScriptVersion, PagingTarget
from backend.paging.rules.script import questions_of

Taker = aliased(Person)


def listed(actor: Actor, *, area: str | None, campaign: UUID | None, cursor: str | None, limit: int) -> dict[str, Any]:
    """Place by place, those that nobody has closed."""
    query = _rows(actor).where(*_open(actor, area, campaign))
    by = (PagingTarget.area_path, PagingTarget.id)
    found = page(query, by=by, cursor=cursor, limit=limit)
    return {**found, "items": _shown(found["items"])}


def counted(actor: Actor, *, area: str | None, campaign: UUID | None) -> dict[str, int]:
    mine = func.count().filter(PagingTarget.taken_by == actor.id)
    query = select(func.count(), mine).where(PagingTarget.needs_person, *_open(actor, area, campaign))
    waiting, taken = db.session.execute(query).one()
    return {"waiting": waiting, "mine": taken}


def one(actor: Actor, target_id: UUID) -> dict[str, Any]:
    row = db.session.execute(_rows(actor).where(PagingTarget.id == target_id)).one_or_none()
    return _shown([row])[0] if row is not None else refuse("paging.not_found")


def one_to_change(actor: Actor, target_id: UUID) -> PagingTarget:
    """Held: of two who take it one has it."""
    own = within(policy.worked(actor), PagingTarget.area_path)
    query = select(PagingTarget).where(own, PagingTarget.needs_person, PagingTarget.id == target_id)
    found: PagingTarget | None = db.session.scalar(query.with_for_update())
    return found if found is not None else refuse("paging.not_found")


def _open(actor: Actor, area: str | None, campaign: UUID | None) -> list[ColumnElement[bool]]:
    scope = areas.scope(policy.worked(actor), area)
    found = [PagingTarget.closed_at.is_(None), within(scope.paths, PagingTarget.area_path)]
    return [*found, PagingTarget.campaign_id == campaign] if campaign is not None else found


def _rows(actor: Actor) -> Select[*tuple[Any, ...]]:
    versions = (PagingScriptVersion.script_id == PagingCampaign.script_id) & (
        PagingScriptVersion.version == PagingCampaign.version
    )
    return (
        select(
            PagingTarget, Person.name, Person.phone, Area.name_zh, Area.name_en, PagingScriptVersion.content,
            PagingCampaign.name.label("campaign"), Taker.name.label("taker"),
        )
        .join(Person, Person.id == PagingTarget.person_id)
        .join(Area, Area.code == Person.area_code)
        .join(PagingCampaign, PagingCampaign.id == PagingTarget.campaign_id)
        .join(PagingScriptVersion, versions)
        .outerjoin(Taker, Taker.id == PagingTarget.taken_by)
        .where(PagingTarget.needs_person, within(policy.worked(actor), PagingTarget.area_path))
    )  # fmt: skip


def _shown(rows: Sequence[Any]) -> list[dict[str, Any]]:
    answers: dict[UUID, list[PagingAnswer]] = {}
    ids = [row.PagingTarget.id for row in rows]
    for answer in db.session.scalars(select(PagingAnswer).where(PagingAnswer.target_id.in_(ids))):
        answers.setdefault(answer.target_id, []).append(answer)
    names = ("id", "campaign_id", "outcome", "outcome_at", "taken_by", "taken_at", "closed_at", "found", "note")
    return [
        {
            **{name: getattr(row.PagingTarget, name) for name in names},
            "person": {"id": row.PagingTarget.person_id, "name": row.name, "phone": row.phone},
            "area_name_zh": row.name_zh,
            "area_name_en": row.name_en,
            "campaign": row.campaign,
            "taker": row.taker,
            "answers": _said(row.content, answers.get(row.PagingTarget.id, [])),
        }
        for row in rows
    ]


def _said(content: dict[str, Any], answers: list[PagingAnswer]) -> list[dict[str, Any]]:
    """In the order of the script, a chosen answer by its words."""
    given = {answer.question: answer for answer in answers}
    return [
        {"question": question["text"], "answer": _words(question, given[name].value), "abnormal": given[name].abnormal}
        for name, question in questions_of(content).items()
        if name in given
    ]


def _words(question: dict[str, Any], value: Any) -> dict[str, str]:
    for option in question["options"]:
        if option["value"] == value:
            label: dict[str, str] = option["label"]
            return label
    return {"zh": str(value), "en": str(value)}
