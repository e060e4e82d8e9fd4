"""Makes declarations, codes, places and check-ins."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from backend.core import clock
from backend.core.db import db, uuid7
from backend.health.actions import appeals, places
from backend.health.actions.declare import declare as act
from backend.health.actions.isolation import care
from backend.health.actions.renew import Renewed
from backend.health.actions.renew import renew as renew_code
from backend.health.models.declaration import HealthDeclaration
from backend.health.models.gate import Place
from backend.health.queries import isolation
from backend.identity.models import Person
from tests.builders import people


def tap(offset_ms: int = 0, ago: timedelta = timedelta()) -> dict[str, Any]:
    """Which one it is and when it happened, as a phone says it."""
    return {"id": str(uuid7()), "device_at": (clock.now() - ago).isoformat(), "clock_offset_ms": offset_ms}


def declaration(*symptoms: str, **changes: Any) -> dict[str, Any]:
    return {**tap(), "symptoms": list(symptoms), "risk_area": False, "contact": False, **changes}


def declared(who: Person, *symptoms: str, risk_area: bool = False, contact: bool = False) -> HealthDeclaration:
    return act(
        people.actor(who), id=uuid7(), symptoms=list(symptoms), risk_area=risk_area, contact=contact,
        device_at=clock.now(), clock_offset_ms=0,
    )  # fmt: skip


def code(who: Person) -> Renewed:
    return renew_code(people.actor(who))


def place(by: Person, area_code: str, name: str = "东河菜市场") -> Place:
    return places.open_place(people.actor(by), id=uuid7(), name=name, area_code=area_code)


def check_in(place_id: UUID, text: str, **changes: Any) -> dict[str, Any]:
    return {**tap(), "place_id": str(place_id), "source": "scan", "code": text, "said_passed": None, **changes}


def code_of(place_id: UUID) -> str:
    return db.session.get_one(Place, place_id).code


def at_home(who: Person, what: str) -> tuple[UUID, UUID]:
    """The isolation that his declaration has opened, and an errand for him."""
    case, errand_id = isolation.running(who.id), uuid7()
    assert case is not None
    care.ask_errand(people.actor(who), case.id, id=errand_id, what=what)
    return case.id, errand_id


def cleared(who: Person, by: Person, reason: str) -> UUID:
    """An appeal that was granted: with it ends the isolation."""
    made = appeals.appeal(people.actor(who), id=uuid7(), reason=reason)
    appeals.grant(people.actor(by), made.id, note=reason)
    return made.id
