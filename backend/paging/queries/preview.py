"""A campaign before the tap: how many it asks, over what, in which words, and how long a call takes."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from backend.commands.rules.address import BETWEEN, NUMBERS
from backend.core.db import db
from backend.core.http.actor import Actor
from backend.identity.models import Person
from backend.paging.queries import scripts, whom
from backend.paging.rules import by_phone, link, messages
from backend.paging.settings import settings
from backend.push.models import Subscription
from backend.push.rules.text_messages import segments

#: as long as a real one
SAMPLE = link.seal("", 0)


def preview(actor: Actor, *, script_id: UUID, area_code: str, filter: dict[str, Any]) -> dict[str, Any]:  # noqa: A002 - as in the API
    content = scripts.one(actor, script_id)["content"]
    area = whom.place(actor, area_code, filter)
    devices = select(Subscription.person_id).where(Subscription.gone_at.is_(None))
    query = select(
        func.count(),
        func.count().filter(Person.id.in_(devices)),
        func.count().filter(_dials("sms")),
        func.count().filter(_dials("voice")),
    ).where(*whom.fits(area.path, filter))
    targets, by_app, by_sms, by_voice = db.session.execute(query).one()
    leads = f"{settings().origin}/a/{SAMPLE}"
    text = {language: messages.text(content, language, leads) for language in ("zh", "en")}
    return {
        "targets": targets,
        "by_app": by_app,
        "by_sms": by_sms if settings().origin else 0,
        "by_voice": by_voice if by_phone.is_askable(content) else 0,
        "text": text,
        "text_parts": max(segments(one) for one in text.values()),
        "spoken": {language: messages.spoken(content, language) for language in ("zh", "en")},
        "call_s": by_phone.seconds(content),
    }


def _dials(channel: str) -> ColumnElement[bool]:
    return func.regexp_replace(Person.phone, BETWEEN, "", "g").op("~")(NUMBERS[channel])
