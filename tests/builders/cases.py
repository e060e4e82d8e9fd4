"""Brings cases on their way: a unit and a checker for the cast, and the steps as phones send them."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import select

from backend.core.db import db, uuid7
from backend.identity.models import Person
from backend.incidents.actions.exports.ask import ask
from backend.incidents.actions.exports.write import write
from backend.incidents.actions.saved_filters import save
from backend.incidents.models.export import CaseExport
from backend.incidents.models.incident import Incident, IncidentStep
from backend.incidents.models.unit import HandlingUnit, UnitMember
from backend.incidents.rules.export import WRITING
from tests.builders import incidents, people
from tests.builders.incidents import IN_WEST, tap
from tests.cast import CHAOMING, DISTRICT, Cast
from tests.client import ActingClient


def unit(name: str, area_code: str, *members: Person) -> HandlingUnit:
    """A unit of an area and who works there."""
    path = incidents.path_of(area_code)
    made = HandlingUnit(id=uuid7(), name_zh=name, name_en=f"Unit {name}", area_code=area_code, area_path=path)
    db.session.add(made)
    db.session.flush()
    db.session.add_all(UnitMember(unit_id=made.id, person_id=member.id) for member in members)
    db.session.flush()
    return made


def exported(by: Person, **filters: Any) -> UUID:
    """A file of his, written to the end."""
    export_id = uuid7()
    ask(people.actor(by), id=export_id, format="csv", language="zh", **filters)
    while db.session.get_one(CaseExport, export_id).state == WRITING:
        write(export_id)
    return export_id


def saved_filter(by: Person, name: str) -> UUID:
    filter_id = uuid7()
    save(people.actor(by), filter_id, name=name, filters={})
    db.session.flush()
    return filter_id


@dataclass(slots=True)
class Crew:
    """Who handles and checks in Chaoming, and the way of a case through their hands."""

    client: ActingClient
    cast: Cast
    handler: Person = field(init=False)
    other_handler: Person = field(init=False)
    verifier: Person = field(init=False)
    unit: HandlingUnit = field(init=False)
    other_unit: HandlingUnit = field(init=False)

    def __post_init__(self) -> None:
        self.handler = people.person("高处置", CHAOMING, "handler")
        self.other_handler = people.person("钱市政", DISTRICT, "handler")
        self.verifier = people.person("孙核查", CHAOMING, "verifier")
        self.unit = unit("潮鸣城管", CHAOMING, self.handler)
        self.other_unit = unit("区市政", DISTRICT, self.other_handler)
        db.session.commit()

    def report(self, by: Person | None = None, **changes: Any) -> str:
        point = changes.pop("point", IN_WEST)
        sent = incidents.body(point, **changes)
        reply = self.client.as_(by or self.cast.grid_worker).post("/api/incidents", json=sent)
        assert reply.status_code == 201, reply.json
        return str(reply.json["id"])

    def try_step(self, who: Person, case: str, verb: str, **more: Any) -> Any:
        body = {"id": str(uuid7()), **tap(), **more}
        if verb in NEEDS_A_REASON:
            body.setdefault("note", "另有原因")
        return self.client.as_(who).post(f"/api/incidents/{case}/{verb}", json=body)

    def step(self, who: Person, case: str, verb: str, **more: Any) -> dict[str, Any]:
        reply = self.try_step(who, case, verb, **more)
        assert reply.status_code == 200, (verb, reply.json)
        return dict(reply.json)

    def get(self, who: Person, case: str) -> dict[str, Any]:
        return dict(self.client.as_(who).get(f"/api/incidents/{case}").json)

    def brought_to(self, state: str, **changes: Any) -> str:
        """A new case, led the usual way until it is in the state."""
        case = self.report(**changes)
        for reached, who, verb, more in self.way():
            if self.state(case) == state:
                break
            if reached == "verified" and state != "verified":
                continue
            self.step(who, case, verb, **more)
        assert self.state(case) == state
        return case

    def way(self) -> list[tuple[str, Person, str, dict[str, Any]]]:
        officer = self.cast.chaoming_duty
        return [
            ("verified", self.verifier, "verify", {"confirmed": True}),
            ("accepted", officer, "accept", {}),
            ("registered", officer, "register", {}),
            ("dispatched", officer, "dispatch", {"unit_id": str(self.unit.id)}),
            ("handling", self.handler, "start", {}),
            ("handled", self.handler, "handle", {"photos": [incidents.photo("d", "handle")]}),
            ("closed", self.verifier, "check", {"passed": True}),
        ]

    def last_step(self, case: str) -> UUID:
        query = select(IncidentStep.id).where(IncidentStep.incident_id == UUID(case))
        return db.session.scalars(query.order_by(IncidentStep.no.desc()).limit(1)).one()

    def state(self, case: str) -> str:
        return self.row(case).state

    def row(self, case: str) -> Incident:
        db.session.expire_all()
        return db.session.get_one(Incident, UUID(case))


NEEDS_A_REASON = {"not-accept", "not-register", "return", "extend", "refuse-extension", "suspend", "cancel"}
