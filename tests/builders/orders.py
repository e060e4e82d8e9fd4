"""Makes plans, targets and orders as the API takes them, and the phones they go to."""

from typing import Any
from uuid import UUID

from backend.commands.actions.issue import issue
from backend.commands.actions.load_plans import load_plans
from backend.commands.catalogue.reader import read_all
from backend.core.db import uuid7
from backend.identity.models import Person
from backend.push.models import Subscription
from tests.builders import people
from tests.builders.subscriptions import subscription

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


def phone(of: Person) -> Subscription:
    """A device of this person's with a live subscription."""
    return subscription(of.id, people.device(of).id)


def crowd(count: int, area_code: str) -> list[Person]:
    """Many people at home in an area, each with a phone."""
    crowded = [people.person(f"居民{number}", area_code) for number in range(count)]
    for one in crowded:
        phone(one)
    return crowded
