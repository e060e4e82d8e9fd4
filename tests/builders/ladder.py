"""A gateway behind a step of the ladder, doors to knock at, and the recount of who is at which step."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import func, select

from backend.commands.ladder.source import Ladder
from backend.commands.models.delivery import Delivery
from backend.commands.models.ladder import DeliveryStep, DoorKnock, StepTally
from backend.core import clock
from backend.core.db import db
from backend.identity.models import Person
from backend.push.channels.envelope import Envelope, Word
from tests.builders.orders import SECRET, Gateway

Counters = dict[tuple[str, int, str], int]


class Channel(Gateway):
    """As a push service's, for text messages or calls."""

    def __init__(self, name: str, sender_id: int = 1) -> None:
        super().__init__(sender_id)
        self.source = Ladder(name, SECRET)  # type: ignore[assignment]  # a source as well

    def claim(self, limit: int = 10_000) -> list[Envelope]:
        return self.claim_all(limit)

    def say(self, envelopes: Iterable[Envelope], state: str, *, reference: str = "1") -> list[Word]:
        """What comes back of these messages, told to the source."""
        words = [_word(one, state, reference) for one in envelopes]
        Ladder("sms", SECRET).hear(db.session(), words)
        return words


def _word(envelope: Envelope, state: str, reference: str) -> Word:
    key = envelope.key
    return Word(envelope.channel, key.order_id, key.person_id, state, clock.now(), reference)  # type: ignore[attr-defined,arg-type]


def kept(order_id: UUID) -> Counters:
    """What the counters of the steps say; those at zero are left out."""
    mine = StepTally.order_id == order_id
    query = select(StepTally.node_code, StepTally.step, StepTally.state, StepTally.people).where(mine)
    return {tuple(row[:3]): row.people for row in db.session.execute(query) if row.people}


def recounted(order_id: UUID) -> Counters:
    alike = (DeliveryStep.node_code, DeliveryStep.step, DeliveryStep.state)
    query = select(*alike, func.count()).where(DeliveryStep.order_id == order_id).group_by(*alike)
    return {tuple(row[:3]): row[3] for row in db.session.execute(query)}


def at(order_id: UUID, person_id: UUID) -> dict[int, str]:
    """Step → state, of one person."""
    his = (DeliveryStep.order_id == order_id, DeliveryStep.person_id == person_id)
    return dict(db.session.execute(select(DeliveryStep.step, DeliveryStep.state).where(*his)).all())  # type: ignore[arg-type]


def door_knock(order_id: UUID, person: Person, *, by: Person) -> DoorKnock:
    """A door that somebody is asked to knock at."""
    his = db.session.get_one(Delivery, (order_id, person.id))
    place = {"node_code": his.node_code, "node_path": his.node_path}
    made = DoorKnock(order_id=order_id, person_id=person.id, worker_id=by.id, reason="duty_officer", **place)
    db.session.add(made)
    db.session.flush()
    return made
