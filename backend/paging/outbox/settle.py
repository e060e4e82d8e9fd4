"""What became of attempts, and what came back: a key that was pressed answers, a call in vain moves on."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, tuple_, update
from sqlalchemy.orm import Session

from backend.core import clock
from backend.paging.actions import answer
from backend.paging.models import PagingAttempt, PagingCampaign, PagingTarget
from backend.paging.outbox.awake import after_quiet
from backend.paging.outbox.claim import Key
from backend.paging.outbox.move_on import Tried, move_on
from backend.paging.queries import asking
from backend.paging.queries.campaigns import is_over
from backend.paging.rules.outcomes import VOICE
from backend.push.channels.envelope import Result, Word

_ANSWERS = ("acknowledged", "needs_help")
_AGAIN = ("retry", "alarm", "unsent")


def settle(session: Session, results: Sequence[Result]) -> None:
    """In the order of their ids, as answers hold them."""
    tried = []
    for result in sorted(results, key=lambda one: str(one.key)):
        key = result.key
        assert isinstance(key, Key)
        session.execute(_written(key, result))
        if result.outcome in _AGAIN:
            later = {"next_at": result.retry_at or result.at, "claimed_by": None}
            here = (PagingTarget.id == key.target_id, PagingTarget.step == key.step, PagingTarget.outcome.is_(None))
            session.execute(update(PagingTarget).where(*here).values(later))
        else:
            tried.append(Tried(*key, at=result.at, reached=result.outcome == "accepted"))
    ids = {one.campaign_id for one in tried}
    campaigns = {one.id: one for one in session.scalars(select(PagingCampaign).where(PagingCampaign.id.in_(ids)))}
    move_on(session, tried, campaigns)


def _written(key: Key, result: Result) -> Any:
    state = "waiting" if result.outcome in _AGAIN else "accepted" if result.outcome == "accepted" else "failed"
    values: dict[str, Any] = {"state": state, "last_status": result.status}
    if state == "accepted":
        values["accepted_at"] = result.at
    here = (PagingAttempt.target_id == key.target_id, PagingAttempt.step == key.step)
    return update(PagingAttempt).where(*here, PagingAttempt.state.in_(("claimed", "waiting"))).values(values)


def hear(session: Session, words: Sequence[Word]) -> None:
    """Words of orders and of others are let pass."""
    said = {(word.subject_id, word.person_id): word for word in words}
    ids = {subject for subject, _ in said}
    campaigns = {one.id: one for one in session.scalars(select(PagingCampaign).where(PagingCampaign.id.in_(ids)))}
    asked = [key for key in said if key[0] in campaigns]
    if not asked:
        return
    key = tuple_(PagingTarget.campaign_id, PagingTarget.person_id)
    held = select(PagingTarget).where(key.in_(asked)).order_by(PagingTarget.id).with_for_update()
    targets = {(one.campaign_id, one.person_id): one for one in session.scalars(held)}
    now = clock.now()
    for word in words:
        target = targets.get((word.subject_id, word.person_id))
        if target is not None:
            _hear_one(session, target, campaigns[word.subject_id], word, now)


def _hear_one(session: Session, target: PagingTarget, campaign: PagingCampaign, word: Word, now: datetime) -> None:
    if word.state in _ANSWERS:
        if not asking.may_answer(target) or is_over(campaign, now):
            return
        if word.channel == VOICE:
            answer.called(target, campaign, word.pressed, at=now)
        else:
            answer.written_back(target, campaign, via=word.channel, at=now)
    elif word.state in {"delivered", "undelivered"}:
        state = "delivered" if word.state == "delivered" else "failed"
        last = (PagingAttempt.target_id == target.id, PagingAttempt.step == target.step - 1)
        heard = update(PagingAttempt).where(*last, PagingAttempt.channel == word.channel).values(state=state)
        was_last = session.scalar(heard.returning(PagingAttempt.step)) is not None
        if was_last and state == "failed" and target.outcome is None:
            target.next_at = after_quiet(campaign, now)
