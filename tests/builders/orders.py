"""Makes plans, targets and orders as the API takes them, and the phones they go to."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert, text

from backend.areas.models import Area
from backend.commands.actions.issue import Asked, issue, plan_of
from backend.commands.actions.issue import send as send_order
from backend.commands.actions.load_plans import load_plans
from backend.commands.actions.submissions import send
from backend.commands.catalogue.reader import read_all
from backend.commands.models.order import Order
from backend.commands.outbox.source import Orders
from backend.commands.rules.two_people import EXEMPT
from backend.core import clock
from backend.core.db import db, uuid7
from backend.identity.models import Device, Person
from backend.push.channels.envelope import Envelope, Result
from backend.push.models import Subscription
from backend.push.sender.life import LOCK_CLASS
from tests.builders import people
from tests.builders.subscriptions import any_point, subscription

SECRET = "a-secret-of-the-tests-long-enough-for-hs256"

SLOTS = {"place": "潮鸣路与刀茅巷路口", "radius": "120米", "phone": "19900000000"}


def plans() -> None:
    """The plans of the catalogue."""
    load_plans(read_all())


def target(*areas: str, roles: tuple[str, ...] = (), **more: Any) -> dict[str, Any]:
    return {
        "areas": list(areas),
        "polygon": None,
        "circle": None,
        "roles": list(roles),
        "on_duty": False,
        "exclude": {"areas": [], "people": []},
        **more,
    }


def body(*areas: str, status: str = "Actual", **more: Any) -> dict[str, Any]:
    """What POST /api/orders takes, as JSON."""
    return {
        "id": str(uuid7()),
        "plan_code": "road_collapse",
        "plan_version": 1,
        "status": status,
        "slots": SLOTS,
        "target": target(*areas),
        "stamps": {},
        **more,
    }


def order(by: Person, *areas: str, **more: Any) -> dict[str, Any]:
    """An order issued by a commander, as shown to him."""
    made = body(*areas, **more)
    return issue(people.actor(by), **{**made, "id": UUID(made["id"])})


def planned(by: Person, *areas: str) -> Order:
    """A drill whose hour has come: agreed on when it was planned, so that nobody is asked again."""
    asked = Asked(**{**body(*areas, status="Exercise"), "id": uuid7()})
    return send_order(people.actor(by), asked, plan_of(asked), consent=EXEMPT)


def submission(by: Person, *areas: str, **more: Any) -> dict[str, Any]:
    """An order that waits for a second person, as shown to who sent it."""
    made = body(*areas, **more)
    return send.send(people.actor(by), **{**made, "id": UUID(made["id"])})


def phone(of: Person) -> Subscription:
    """A device of this person's with a live subscription."""
    return subscription(of.id, people.device(of).id)


def crowd(count: int, area_code: str) -> list[UUID]:
    """Many people at home in an area, each with a phone; written set by set."""
    area = db.session.get_one(Area, area_code)
    now = clock.now()
    ids = [uuid7() for _ in range(count)]
    home = {"area_code": area.code, "area_path": area.path, "created_at": now}
    rows = [{"id": one, "name": f"居民{n}", "phone": f"1990001{n:04d}", **home} for n, one in enumerate(ids)]
    db.session.execute(insert(Person), rows)
    seen = {"created_at": now, "last_seen_at": now}
    db.session.execute(insert(Device), [{"id": one, "person_id": one, "label": "phone", **seen} for one in ids])
    keys = {"origin": "https://push.example", "p256dh": any_point(), "auth": "MDEyMzQ1Njc4OWFiY2RlZg", "key_id": "k"}
    subscriptions = [
        {"id": uuid7(), "person_id": one, "device_id": one, "endpoint": f"https://push.example/{one}", **seen, **keys}
        for one in ids
    ]
    db.session.execute(insert(Subscription), subscriptions)
    return ids


class Gateway:
    """A sender and its push service in one: claims from the source, and answers as a test says."""

    def __init__(self, sender_id: int = 1) -> None:
        self.source = Orders(SECRET)
        self.sender_id = sender_id

    def live(self) -> "Gateway":
        """Hold the lock that says this sender lives, until the transaction ends."""
        db.session.execute(text("SELECT pg_advisory_xact_lock(:k, :n)"), {"k": LOCK_CLASS, "n": self.sender_id})
        return self

    def claim(self, limit: int = 10_000) -> list[Envelope]:
        """What goes out by push; hints to open screens are left out."""
        return [one for one in self.claim_all(limit) if one.channel == "webpush"]

    def claim_all(self, limit: int = 10_000) -> list[Envelope]:
        return self.source.claim(db.session(), self.sender_id, limit)

    def answer(
        self,
        envelopes: Iterable[Envelope],
        outcome: str = "accepted",
        *,
        status: int = 201,
        retry_s: float | None = None,
    ) -> None:
        now = clock.now()
        retry_at = None if retry_s is None else now + timedelta(seconds=retry_s)
        results = [
            Result(one.key, one.subscription_id, outcome, status, retry_at, now)  # type: ignore[arg-type]  # an outcome
            for one in envelopes
        ]
        self.source.settle(db.session(), results)

    def deliver(self) -> list[Envelope]:
        """Claim all that is due and have it accepted."""
        envelopes = self.claim()
        self.answer(envelopes)
        return envelopes


def names(envelopes: Iterable[Envelope]) -> set[UUID]:
    """The people they go to."""
    return {one.key.person_id for one in envelopes}  # type: ignore[attr-defined]  # claim.Key
