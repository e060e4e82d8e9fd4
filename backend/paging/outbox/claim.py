"""Hand out the due attempts of a channel, as many as it takes, nobody twice."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from sqlalchemy import Row, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backend.commands.rules.address import address
from backend.core import clock
from backend.identity.models import Person
from backend.paging.models import PagingAttempt, PagingCampaign, PagingScriptVersion, PagingTarget
from backend.paging.outbox.awake import awake
from backend.paging.outbox.move_on import Tried, move_on
from backend.paging.rules import by_phone, link, messages
from backend.paging.rules.outcomes import SMS
from backend.paging.settings import Settings
from backend.push.channels.envelope import Envelope
from backend.push.rules.payloads import topic_of
from backend.push.sender.life import is_free

#: Behind every order and every notice.
_RANK = 3


class Key(NamedTuple):
    """The sender's name for an attempt."""

    target_id: UUID
    campaign_id: UUID
    step: int


Line = Row[*tuple[Any, ...]]


def claim(session: Session, sender_id: int, limit: int, *, channel: str, settings: Settings) -> list[Envelope]:
    """Written as claimed before anything leaves; under the same name again where a sender has died."""
    now = clock.now()
    campaigns = awake(session, now)
    if not campaigns:
        return []
    rows = _take(session, sender_id, limit, channel, campaigns=list(campaigns), now=now)
    contents = {one.id: _content(session, one) for one in campaigns.values()} if rows else {}
    ready = [row for row in rows if _leads(row, channel, contents[row.campaign_id], settings)]
    lost = [row for row in rows if row not in ready]
    note(session, ready, channel, "claimed", now)
    note(session, lost, channel, "failed", now)
    move_on(session, [Tried(row.id, row.campaign_id, row.step, now, reached=False) for row in lost], campaigns)
    return [_envelope(row, channel, campaigns[row.campaign_id], contents[row.campaign_id], settings) for row in ready]


def next_due(session: Session, channel: str) -> datetime | None:
    campaigns = awake(session, clock.now())
    waiting = (PagingTarget.next_channel == channel, PagingTarget.outcome.is_(None), is_free(PagingTarget.claimed_by))
    query = select(func.min(PagingTarget.next_at)).where(*waiting, PagingTarget.campaign_id.in_(campaigns))
    return session.scalar(query) if campaigns else None


def note(session: Session, rows: Sequence[Line], channel: str, state: str, now: datetime) -> None:
    """The attempt itself; tried again it is the same one."""
    if rows:
        new = insert(PagingAttempt).values(
            [
                {
                    "target_id": row.id, "step": row.step, "channel": channel, "state": state, "begun_at": now,
                    "accepted_at": now if state == "accepted" else None,
                }
                for row in rows
            ]
        )  # fmt: skip
        session.execute(new.on_conflict_do_update(index_elements=["target_id", "step"], set_={"state": state}))


def _take(
    session: Session, sender_id: int, limit: int, channel: str, *, campaigns: list[UUID], now: datetime
) -> Sequence[Line]:
    due = (
        select(PagingTarget.id)
        .where(PagingTarget.next_channel == channel, PagingTarget.next_at <= now, PagingTarget.outcome.is_(None))
        .where(PagingTarget.campaign_id.in_(campaigns), is_free(PagingTarget.claimed_by))
        .order_by(PagingTarget.next_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    taken = update(PagingTarget).where(PagingTarget.id.in_(due)).values(claimed_by=sender_id).returning(PagingTarget.id)
    ids = session.scalars(taken.execution_options(synchronize_session=False)).all()
    columns = (PagingTarget.id, PagingTarget.no, PagingTarget.campaign_id, PagingTarget.person_id, PagingTarget.step)
    query = select(*columns, Person.phone, Person.language, Person.active)
    return session.execute(
        query.join(Person, Person.id == PagingTarget.person_id).where(PagingTarget.id.in_(ids))
    ).all()


def _content(session: Session, campaign: PagingCampaign) -> dict[str, Any]:
    return session.get_one(PagingScriptVersion, (campaign.script_id, campaign.version)).content


def _leads(row: Line, channel: str, content: Mapping[str, Any], settings: Settings) -> bool:
    """A text message needs a page to lead to, a call a first question that keys can answer."""
    asks = bool(settings.origin) if channel == SMS else by_phone.is_askable(content)
    return bool(row.active and asks and address(channel, phone=row.phone, named=None))


def _envelope(
    row: Line, channel: str, campaign: PagingCampaign, content: Mapping[str, Any], settings: Settings
) -> Envelope:
    assert campaign.ends_at is not None
    return Envelope(
        key=Key(row.id, row.campaign_id, row.step),
        channel=channel,
        subscription_id=row.person_id,
        endpoint=address(channel, phone=row.phone, named=None) or "",
        p256dh="",
        auth="",
        key_id="",
        payload=_payload(row, channel, content, settings),
        ttl=max(1, int((campaign.ends_at - clock.now()).total_seconds())),
        urgency="normal",
        topic=topic_of(row.campaign_id),
        expires_at=campaign.ends_at,
        rank=_RANK,
    )


def _payload(row: Line, channel: str, content: Mapping[str, Any], settings: Settings) -> bytes:
    language = messages.TEXT_OF[row.language]
    path = f"/a/{link.seal(settings.secret, row.no)}"
    said = {
        "title": content["title"][language],
        "lang": row.language,
        "order_id": str(row.campaign_id),
        "person_id": str(row.person_id),
        "attempt": row.step + 1,
    }
    if channel == SMS:
        return orjson.dumps({**said, "text": messages.text(content, language, settings.origin + path)})
    asked = {
        "start": content["start"],
        "steps": by_phone.steps(content, language),
        "unheard": messages.unheard(language),
    }
    spoken = {"spoken": messages.spoken(content, language), "kept": messages.kept(content, language)}
    return orjson.dumps({**said, **spoken, "text": "", "questions": asked})
