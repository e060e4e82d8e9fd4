"""An answer is taken, once: by the page behind a link, or by a key of a phone."""

from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from backend.core import clock
from backend.core.db import db
from backend.core.errors import refuse
from backend.paging.actions.campaigns import moved
from backend.paging.models import PagingAnswer, PagingCampaign, PagingTarget
from backend.paging.queries import campaigns
from backend.paging.rules import link, outcomes, script
from backend.paging.rules.walk import Walk, walk
from backend.paging.settings import settings


def asked(token: str) -> dict[str, Any]:
    """What the page shows: the questions, and nobody's name."""
    target, campaign = _open(token)
    if not may_answer(target):
        refuse("paging.answered")
    return {"content": campaigns.content_of(campaign), "purpose": campaign.purpose, "ends_at": campaign.ends_at}


def take(token: str, *, answers: dict[str, Any], instead: str | None) -> str:
    """The outcome for whoever reads the page: only that it is kept. The same once more changes nothing."""
    target, campaign = _open(token, held=True)
    gone = Walk() if instead else _walked(campaign, answers)
    if not may_answer(target):
        return "kept" if _is_same(target, gone, instead) else refuse("paging.answered")
    outcome = instead or (outcomes.ABNORMAL if gone.abnormal else outcomes.CLOSED)
    settle(target, campaign, gone, outcome, via=outcomes.SMS, at=clock.now())
    return "kept"


def press(target: PagingTarget, campaign: PagingCampaign, key: int, *, via: str, at: datetime) -> None:
    """The first question by a key. Where it leads on to others, a person asks the rest."""
    content = campaigns.content_of(campaign)
    values = script.keys_of(content)
    # A text message asks nothing: who writes back is called.
    if via != outcomes.VOICE or key > len(values):
        settle(target, campaign, Walk(), outcomes.CALLBACK, via=via, at=at)
        return
    gone = walk(content, {content["start"]: values[key - 1]})
    rest = outcomes.CALLBACK if gone.next is not None else outcomes.CLOSED
    settle(target, campaign, gone, outcomes.ABNORMAL if gone.abnormal else rest, via=via, at=at)


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
    moved(campaign)


def may_answer(target: PagingTarget) -> bool:
    """Who was silent too long may still answer, until a person has taken it over."""
    late = target.outcome == outcomes.NO_ANSWER and target.taken_at is None
    return target.outcome is None or late


def _open(token: str, *, held: bool = False) -> tuple[PagingTarget, PagingCampaign]:
    no = link.opened(settings().secret, token)
    query = select(PagingTarget).where(PagingTarget.no == no)
    target = db.session.scalar(query.with_for_update() if held else query) if no is not None else None
    if target is None:
        refuse("paging.no_link")
    campaign = db.session.get_one(PagingCampaign, target.campaign_id)
    if campaigns.is_over(campaign, clock.now()):
        refuse("paging.expired")
    return target, campaign


def _walked(campaign: PagingCampaign, answers: dict[str, Any]) -> Walk:
    gone = walk(campaigns.content_of(campaign), answers)
    if gone.wrong is not None or gone.next is not None:
        refuse("paging.answers", errors={gone.wrong or gone.next or "": "answer"})
    return gone


def _is_same(target: PagingTarget, gone: Walk, instead: str | None) -> bool:
    kept = select(PagingAnswer.question, PagingAnswer.value).where(PagingAnswer.target_id == target.id)
    answered: dict[str, Any] = {row.question: row.value for row in db.session.execute(kept)}
    return target.outcome == instead if instead else bool(answered) and answered == gone.answered
