"""An answer is taken, once: by the page behind a link, by the app, or by the keys of a phone."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select

from backend.core import clock
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.facts import ring_people
from backend.core.http.actor import Actor
from backend.paging.actions import limits
from backend.paging.actions.campaigns import moved
from backend.paging.models import PagingAnswer, PagingCampaign, PagingTarget
from backend.paging.queries import asking, scripts
from backend.paging.queries.campaigns import is_over
from backend.paging.rules import by_phone, outcomes
from backend.paging.rules.walk import Walk, walk
from backend.push.actions.notices import withdraw


def asked(token: str, *, address: str) -> dict[str, Any]:
    with limits.counted(token, address):
        return asking.shown(*asking.by_link(token))


def take(token: str, *, address: str, answers: dict[str, Any], instead: str | None) -> str:
    """For whoever reads the page only that it is kept. The same once more changes nothing."""
    with limits.counted(token, address):
        return _take(*asking.by_link(token, held=True), answers=answers, instead=instead, via=outcomes.SMS)


def take_mine(actor: Actor, campaign_id: UUID, *, answers: dict[str, Any], instead: str | None) -> str:
    """The same, by whoever is signed in."""
    return _take(*asking.mine(actor, campaign_id, held=True), answers=answers, instead=instead, via=outcomes.APP)


def called(target: PagingTarget, campaign: PagingCampaign, keys: Mapping[str, str], *, at: datetime) -> None:
    """What was pressed in a call, question by question. Where it broke off, a person asks the rest."""
    content = scripts.content_of(campaign)
    gone = walk(content, by_phone.answers(content, keys))
    rest = outcomes.CLOSED if gone.next is None and gone.wrong is None else outcomes.CALLBACK
    settle(target, campaign, gone, outcomes.ABNORMAL if gone.abnormal else rest, via=outcomes.VOICE, at=at)


def written_back(target: PagingTarget, campaign: PagingCampaign, *, via: str, at: datetime) -> None:
    """A text message asks nothing by itself: who writes back is called."""
    settle(target, campaign, Walk(), outcomes.CALLBACK, via=via, at=at)


def settle(target: PagingTarget, campaign: PagingCampaign, gone: Walk, outcome: str, *, via: str, at: datetime) -> None:
    """The target is held. No fact says what anybody answered."""
    rows = [
        {"target_id": target.id, "question": name, "value": value, "abnormal": name in gone.abnormal}
        for name, value in gone.answered.items()
    ]
    if rows:
        db.session.execute(insert(PagingAnswer), [{**row, "via": via, "at": at} for row in rows])
    target.outcome, target.outcome_at, target.via = outcome, at, via
    target.needs_person = outcome in outcomes.EXCEPTIONS
    target.next_channel, target.next_at, target.claimed_by = None, None, None
    db.session.flush()
    withdraw(campaign.id, people=[target.person_id])
    moved(campaign)
    ring_people("question.answered", campaign.id, [target.person_id])


def _take(
    target: PagingTarget, campaign: PagingCampaign, *, answers: dict[str, Any], instead: str | None, via: str
) -> str:
    if is_over(campaign, clock.now()):
        refuse("paging.expired", phone=campaign.phone)
    gone = Walk() if instead else _walked(campaign, answers)
    if not asking.may_answer(target):
        return "kept" if _is_same(target, gone, instead) else refuse("paging.answered", phone=campaign.phone)
    outcome = instead or (outcomes.ABNORMAL if gone.abnormal else outcomes.CLOSED)
    settle(target, campaign, gone, outcome, via=via, at=clock.now())
    return "kept"


def _walked(campaign: PagingCampaign, answers: dict[str, Any]) -> Walk:
    gone = walk(scripts.content_of(campaign), answers)
    if gone.wrong is not None or gone.next is not None:
        refuse("paging.answers", errors={gone.wrong or gone.next or "": "answer"})
    return gone


def _is_same(target: PagingTarget, gone: Walk, instead: str | None) -> bool:
    kept = select(PagingAnswer.question, PagingAnswer.value).where(PagingAnswer.target_id == target.id)
    answered: dict[str, Any] = {row.question: row.value for row in db.session.execute(kept)}
    return target.outcome == instead if instead else bool(answered) and answered == gone.answered
