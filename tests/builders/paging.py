"""Makes scripts and campaigns, and lets their time pass."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import insert, select

from backend.areas.models import Area
from backend.core import clock
from backend.core.db import db, uuid7
from backend.identity.models import Person
from backend.paging.actions import campaigns, scripts
from backend.paging.models import PagingCampaign, PagingTarget
from backend.paging.outbox.source import pagers
from backend.paging.rules import link
from backend.paging.schemas.campaigns import CampaignAsked
from backend.paging.schemas.scripts import NewScript
from backend.paging.settings import settings
from backend.push.channels.envelope import Envelope, Result, Word
from backend.push.rules.replies import State
from tests.builders import people
from tests.cast import CHAOMING, DAOMAO, DAOMAO_WEST, DONGHE_WEST, Cast

SENDER = 77
YES, NO = {"zh": "是", "en": "Yes"}, {"zh": "否", "en": "No"}


def both(words: str) -> dict[str, str]:
    return {"zh": words, "en": words}


def content() -> dict[str, Any]:
    """Well? Then it is over; else the temperature, and since when."""
    well = [{"value": "yes", "label": YES}, {"value": "no", "label": NO, "abnormal": True, "next": "heat"}]
    return {
        "title": {"zh": "社区健康回访", "en": "Health call"},
        "intro": {"zh": "您好,这里是社区。", "en": "This is your community."},
        "thanks": {"zh": "谢谢", "en": "Thank you"},
        "start": "well",
        "questions": [
            {"id": "well", "kind": "yes_no", "text": {"zh": "家中人员都健康吗?", "en": "All well?"}, "options": well},
            {"id": "heat", "kind": "number", "text": both("体温"), "least": 30, "most": 45, "next": "since"},
            {"id": "since", "kind": "date", "text": both("何时开始")},
        ],
    }


def script_body(area_code: str, **changes: Any) -> dict[str, Any]:
    return {"id": str(uuid7()), "area_code": area_code, "content": {**content(), **changes}}


def campaign_body(script_id: UUID, area_code: str, **changes: Any) -> dict[str, Any]:
    said = {"name": "三月回访", "purpose": "疫情防控", "filter": {}, "area_code": area_code}
    return {"id": str(uuid7()), "script_id": str(script_id), **said, **changes}


def script(by: Person, area_code: str, **changes: Any) -> UUID:
    made: dict[str, Any] = NewScript().load(script_body(area_code, **changes))
    scripts.make(people.actor(by), **made)
    return UUID(str(made["id"]))


def running(by: Person, area_code: str, script_id: UUID, **changes: Any) -> PagingCampaign:
    made: dict[str, Any] = CampaignAsked().load(campaign_body(script_id, area_code, **changes))
    campaigns.make(people.actor(by), **made)
    campaigns.start(people.actor(by), made["id"])
    return db.session.get_one(PagingCampaign, made["id"])


def targets(campaign: PagingCampaign) -> list[PagingTarget]:
    query = select(PagingTarget).where(PagingTarget.campaign_id == campaign.id).order_by(PagingTarget.no)
    return list(db.session.scalars(query.execution_options(populate_existing=True)))


def link_of(target: PagingTarget) -> str:
    return link.seal(settings().secret, target.no)


def given_up(by: Person, area_code: str, name: str) -> tuple[UUID, UUID, UUID, UUID, str]:
    """A campaign that nobody answered: script, campaign, a target of it; and a running one with a link."""
    script_id = script(by, area_code)
    over = running(by, area_code, script_id, name=name)
    campaigns.finish(people.actor(by), over.id)
    still = running(by, area_code, script_id, name=name)
    return script_id, over.id, targets(over)[0].id, still.id, link_of(targets(still)[0])


def crowd(count: int) -> None:
    """So many at home in two communities; no phone that push reaches."""
    areas = [db.session.get_one(Area, code) for code in (DAOMAO_WEST, DONGHE_WEST)]
    rows = [
        {
            "id": uuid7(), "name": f"居民{no}", "phone": f"1991{no:07d}", "area_code": areas[no % 2].code,
            "area_path": areas[no % 2].path,
        }
        for no in range(count)
    ]  # fmt: skip
    db.session.execute(insert(Person), rows)


def small(cast: Cast, **changes: Any) -> PagingCampaign:
    """Of three people, by text message and call."""
    script_id = script(cast.chaoming_commander, CHAOMING)
    return running(cast.chaoming_commander, DAOMAO, script_id, **{"attempts": SMS_THEN_CALL, **changes})


SMS_THEN_CALL = [{"channel": "sms", "wait_min": 60}, {"channel": "voice", "wait_min": 30}]


def sent(channel: str, outcome: Any = "accepted") -> list[Envelope]:
    """What the sender would hand to the gateway, and that it was taken."""
    source = next(one for one in pagers(settings()) if channel in one.channels)
    envelopes = source.claim(db.session(), SENDER, 5_000)
    now = clock.now()
    source.settle(db.session(), [Result(one.key, one.subscription_id, outcome, 200, None, now) for one in envelopes])
    return envelopes


def hear(channel: str, envelopes: Sequence[Envelope], state: State, **pressed: str) -> None:
    words = []
    for one in envelopes:
        said = orjson.loads(one.payload)
        words.append(Word(channel, UUID(said["order_id"]), one.subscription_id, state, clock.now(), "r", pressed))
    for source in pagers(settings()):
        source.hear(db.session(), words)


def link_in(envelope: Envelope) -> str:
    return str(orjson.loads(envelope.payload)["text"].rsplit("/a/", 1)[1])
