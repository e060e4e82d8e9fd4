"""What another street owns: a sample for every path and query parameter and every body of the API.

A new route whose parameter or body has no sample here fails the test that walks them.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import select

from backend.commands.actions.take_receipts import take_receipts
from backend.commands.models.help_call import HelpCall
from backend.commands.models.order import Order
from backend.commands.queries import plans
from backend.core import clock
from backend.core.db import db, uuid7
from backend.identity.models import Person, RoleGrant
from backend.identity.rules.roles import ROLES
from backend.open311.models import Application, ServiceRequest
from backend.push.actions import push_tests
from backend.uploads.actions.announce import announce
from tests.builders import applications, cases, drills, duty, incidents, orders, people
from tests.builders.handed_over import PHOTO, hand_over, handed_over
from tests.builders.people import PASSWORD
from tests.builders.photos import sha256
from tests.builders.sent_order import report
from tests.builders.subscriptions import browser
from tests.cast import CHAOMING, WULIN, XIANLIN, Cast

#: Stands in the text of the other street's order, and nowhere else.
MARK = "武林外街之标记"


@dataclass(slots=True)
class World:
    """Chaoming's people in every role, and what Wulin keeps from them."""

    cast: Cast
    callers: dict[str, Person] = field(init=False)
    wulin_admin: Person = field(init=False)
    order_id: UUID = field(init=False)
    drill_id: UUID = field(init=False)
    call_id: UUID = field(init=False)
    submission_id: UUID = field(init=False)
    incident_id: UUID = field(init=False)
    unit_id: UUID = field(init=False)
    export_id: UUID = field(init=False)
    filter_id: UUID = field(init=False)
    grant_id: UUID = field(init=False)
    subscription_id: UUID = field(init=False)
    test_id: UUID = field(init=False)
    period_id: UUID = field(init=False)
    device_id: UUID = field(init=False)
    upload_id: UUID = field(init=False)
    item_id: UUID = field(init=False)
    application: Application = field(init=False)
    api_key: str = field(init=False)
    request_number: str = field(init=False)
    request_token: UUID = field(init=False)

    def __post_init__(self) -> None:
        self.callers = {role: people.person(f"潮鸣{role}", CHAOMING, role) for role in ROLES}
        self.callers["nobody"] = people.person("潮鸣无角色", CHAOMING)
        self.wulin_admin = people.person("武安全", WULIN, "security_admin")
        orders.plans()
        worker = self.cast.wulin_worker
        people.token_of(worker)
        actor = people.actor(worker)
        self.subscription_id = orders.subscription(worker.id, actor.device_id).id
        self.test_id = push_tests.start(actor).id
        self.device_id = actor.device_id
        self.period_id = duty.on_duty(worker).id
        self.item_id = handed_over(actor, MARK).id
        self.upload_id = announce(actor, record_id=uuid7(), sha256="0" * 64, length=9).id
        slots = {**orders.SLOTS, "place": MARK}
        self.order_id = orders.order(self.cast.wulin_commander, XIANLIN, slots=slots)["id"]
        self.drill_id = drills.planned(self.cast.wulin_commander, drills.body(XIANLIN, slots=slots)).id
        take_receipts([report(db.session.get_one(Order, self.order_id), worker, "needs_help")])
        self.call_id = db.session.scalars(select(HelpCall.id)).one()
        people.person("武值班", WULIN, "duty_officer")
        self.submission_id = orders.submission(self.cast.wulin_commander, XIANLIN, slots=slots)["id"]
        self.incident_id = incidents.with_photo(worker, PHOTO, area_code=XIANLIN, description=MARK)
        self.unit_id = cases.unit(f"{MARK}所", WULIN).id
        self.export_id = cases.exported(self.cast.wulin_commander)
        self.filter_id = cases.saved_filter(self.cast.wulin_commander, MARK)
        self.application, self.api_key = applications.let_in(WULIN, MARK)
        outside = applications.taken(self.application, address_string=MARK, description=MARK)
        self.request_number = outside.number
        self.request_token = db.session.get_one(ServiceRequest, outside.id).token
        self.grant_id = db.session.scalars(select(RoleGrant.id).where(RoleGrant.person_id == worker.id)).one()

    @property
    def owners(self) -> list[Person]:
        return [self.cast.wulin_commander, self.cast.wulin_worker, self.wulin_admin]

    def marks(self) -> list[str]:
        """What no reply to Chaoming may hold."""
        return [MARK, *(word for owner in self.owners for word in (owner.name, owner.phone))]


#: path parameter, where needed with its blueprint → the other street's value
PATHS: dict[str, Callable[[World], object]] = {
    "person_id": lambda world: world.cast.wulin_worker.id,
    "grant_id": lambda world: world.grant_id,
    "order_id": lambda world: world.order_id,
    "drill_id": lambda world: world.drill_id,
    "call_id": lambda world: world.call_id,
    "submission_id": lambda world: world.submission_id,
    "incident_id": lambda world: world.incident_id,
    "unit_id": lambda world: world.unit_id,
    "export_id": lambda world: world.export_id,
    "filter_id": lambda world: world.filter_id,
    "day": lambda world: "2026-03-07",
    "subscription_id": lambda world: world.subscription_id,
    "test_id": lambda world: world.test_id,
    "device_id": lambda world: world.device_id,
    "period_id": lambda world: world.period_id,
    "upload_id": lambda world: world.upload_id,
    "item_id": lambda world: world.item_id,
    "quarantine.sha256": lambda world: sha256(PHOTO),
    "incidents.sha256": lambda world: sha256(PHOTO),
    "areas.code": lambda world: WULIN,
    "plans.code": lambda world: "road_collapse",
    "plan_versions.code": lambda world: "road_collapse",
    "plan_versions.version": lambda world: 1,
    "application_id": lambda world: world.application.id,
    "applications.incident_id": lambda world: db.session.scalars(
        select(ServiceRequest.incident_id).where(ServiceRequest.application_id == world.application.id)
    ).one(),
    "service_code": lambda world: "E0401",
    "service_request_id": lambda world: world.request_number,
    "token": lambda world: world.request_token,
}

#: Records that belong to no street, though they name some: everybody who may call sees them.
SHARED = {
    *("plans.list_plans", "plans.one_plan"),
    *("plan_versions.list_versions", "plan_versions.one_version", "plan_versions.show_diff"),
    *(
        f"open311.{name}_{ending}"
        for name in ("define_service", "one_request", "request_of_token")
        for ending in ("json", "xml")
    ),
}

#: query parameter → a value that asks for the other street; None where it asks for no place
QUERIES: dict[str, Callable[[World], object] | None] = {
    "area": lambda world: WULIN,
    "parent": lambda world: WULIN,
    "within": lambda world: WULIN,
    "node": lambda world: XIANLIN,
    "q": lambda world: world.cast.wulin_worker.phone,
    "role": None,
    "active": None,
    "account": None,
    "language": None,
    "why": None,
    "level": None,
    "state": None,
    "withdrawn": None,
    "against": None,
    "status": None,
    "months": None,
    "when": None,
    "standing": None,
    "ended": None,
    "settled": None,
    "size": None,
    "group": None,
    "category": None,
    "deadline": None,
    "unit": None,
    "urgent": None,
    "order": None,
    "year": None,
    "since": None,
    "until": None,
    "jurisdiction_id": lambda world: WULIN,
    "service_request_id": lambda world: world.request_number,
    "api_key": None,
    "service_code": None,
    "start_date": None,
    "end_date": None,
    "page": None,
    "page_size": None,
    "cursor": None,
    "limit": None,
}


def new_person(world: World) -> dict[str, Any]:
    return {"name": "新人", "phone": "19900007777", "area_code": WULIN}


def plan_and_target(world: World) -> dict[str, Any]:
    whole = orders.body(XIANLIN)
    return {name: whole[name] for name in ("plan_code", "slots", "target", "status")} | {"names": True}


def check_in(world: World) -> dict[str, Any]:
    return {**duty.check_in("standby"), "area_code": XIANLIN}


def plan() -> dict[str, Any]:
    return plans.one("road_collapse").content


def receipt(world: World) -> dict[str, Any]:
    seen = {"state": "acknowledged", "device_at": clock.now().isoformat(), "clock_offset_ms": 0}
    return {"id": str(uuid7()), "order_id": str(world.order_id), **seen}


def step(**more: Any) -> Callable[[World], dict[str, Any]]:
    return lambda world: {"id": str(uuid7()), **incidents.tap(), "note": "说明", **more}


def step_to(name: str) -> Callable[[World], dict[str, Any]]:
    """One that names another record of the other street."""
    return lambda world: step(**{name: str(world.unit_id if name == "unit_id" else world.incident_id)})(world)


#: endpoint → a good body, which names the other street's things where it names any
BODIES: dict[str, Callable[[World], dict[str, Any]]] = {
    "sessions.sign_in": lambda world: {
        "username": "xu", "password": "a guess", "device_id": str(uuid7()), "device_label": "phone"
    },
    "me.change_password": lambda world: {"current": PASSWORD, "new": "seven lanterns over donghe"},
    "me.choose_language": lambda world: {"language": "en"},
    "areas.rename_area": lambda world: {"name_zh": "新名"},
    "areas.make_grids": lambda world: {"count": 3},
    "area_lists.read_areas_sheet": lambda world: {},
    "area_lists.import_areas": lambda world: {
        "under": WULIN, "columns": ["name_zh"], "rows": [{"line": 2, "cells": ["新社区"]}]
    },
    "area_lists.import_shapes": lambda world: {"geojson": f'{{"features": [{{"properties": {{"code": "{WULIN}"}}}}]}}'},
    "people.create_person": new_person,
    "people_lists.import_people": lambda world: {
        "csv": f"姓名,手机号,区划代码\n甲,19900007777,{WULIN}\n", "dry_run": False
    },
    "people_lists.read_people_sheet": lambda world: {},
    "people.edit_person": lambda world: {"name": "新名"},
    "people.issue_password": lambda world: {"username": "new.name"},
    "people.issue_accounts": lambda world: {"people": [str(world.cast.wulin_worker.id)]},
    "people.reactivate": lambda world: {"grants": []},
    "people.edit_grant": lambda world: {"is_lead": True},
    "people.grant": lambda world: {"role": "volunteer", "area_code": CHAOMING},
    "push.put_subscription": lambda world: {**browser(), "key_id": "unknown"},
    "push.post_heartbeat": lambda world: {"permission": "granted", "endpoint": None},
    "push.start_test": lambda world: {},
    "push.confirm_test": lambda world: {"token": "guessed"},
    "uploads.take_bytes": lambda world: {},
    "quarantine.hand_over": lambda world: hand_over("已离岗"),
    "quarantine.settle": lambda world: {"outcome": "entered", "note": "已补录"},
    "my_duty.check_in": check_in,
    "my_duty.check_out": lambda world: duty.tap(),
    "duty.end_period": lambda world: {"reason": "家中有事"},
    "orders.check_order": plan_and_target,
    "orders.issue_order": lambda world: orders.body(XIANLIN),
    "orders.update_order": lambda world: {"id": str(uuid7()), "slots": orders.SLOTS},
    "orders.cancel_order": lambda world: {"id": str(uuid7()), "reason": "误发"},
    "orders.clear_order": lambda world: {"id": str(uuid7())},
    "board.resend_order": lambda world: {"node": XIANLIN},
    "help_calls.attend_help_call": lambda world: {"note": "已派人"},
    "submissions.send_submission": lambda world: orders.body(XIANLIN),
    "submissions.refuse_submission": lambda world: {"reason": "范围有误"},
    "submissions.override_submission": lambda world: {"reason": "情况十分紧急"},
    "receipts.report_receipt": receipt,
    "plans.create_plan": lambda world: {"content": {**plan(), "code": "another_plan"}},
    "plans.check_plan": lambda world: {"content": plan()},
    "plans.edit_plan": lambda world: {"content": plan(), "based_on": 1},
    "plans.withdraw_plan": lambda world: {"reason": "过时"},
    "plan_versions.put_in_force": lambda world: {"based_on": 1},
    "drills.plan_drill": lambda world: drills.body(XIANLIN),
    "drills.call_off_drill": lambda world: {"reason": "误设"},
    "incidents.report_incident": lambda world: incidents.body(area_code=XIANLIN),
    "incident_steps.accept_incident": step(),
    "incident_steps.not_accept_incident": step(),
    "incident_steps.register_incident": step(),
    "incident_steps.not_register_incident": step(),
    "incident_steps.start_incident": step(),
    "incident_steps.return_incident": step(),
    "incident_steps.cancel_incident": step(),
    "incident_steps.suspend_incident": step(),
    "incident_steps.resume_incident": step(),
    "incident_steps.urge_incident": step(),
    "incident_steps.supervise_incident": step(),
    "incident_steps.handle_incident": step(),
    "incident_steps.verify_incident": step(confirmed=True),
    "incident_steps.check_incident": step(passed=True),
    "incident_steps.extend_incident": step(figure=1),
    "incident_steps.rate_incident": step(score=5),
    "incident_steps.dispatch_incident": step_to("unit_id"),
    "incident_steps.merge_incident": step_to("into_id"),
    "incident_steps.grant_extension": step(),
    "incident_steps.refuse_extension": step(),
    "incident_exports.ask_export": lambda world: {"id": str(uuid7()), "format": "csv", "area": WULIN},
    "saved_filters.save_filter": lambda world: {"name": "我的", "filters": {}},
    "handling_units.create_unit": lambda world: {
        "id": str(uuid7()), "name_zh": "新单位", "name_en": "New unit", "area_code": WULIN
    },
    "open311.post_request_json": lambda world: applications.form(world.api_key, None, address_string="门前"),
    "open311.post_request_xml": lambda world: applications.form(world.api_key, None, address_string="门前"),
    "applications.issue_application": lambda world: {"id": str(uuid7()), "name": "新应用", "area_code": WULIN},
    "handling_units.edit_unit": lambda world: {"active": False},
    "handling_units.set_unit_members": lambda world: {"people": []},
    "handling_units.set_work_day": lambda world: {"works": True, "note": "调休"},
}  # fmt: skip

#: Their body is a form.
FORMS = {"open311.post_request_json", "open311.post_request_xml"}

#: No path parameter, yet the body is about the other street: refused all the same.
NAMES_ANOTHER_STREET = {
    "area_lists.import_areas", "people.create_person", "people.issue_accounts",
    "my_duty.check_in", "orders.check_order", "submissions.send_submission", "orders.issue_order",
    "receipts.report_receipt", "drills.plan_drill", "incidents.report_incident", "handling_units.create_unit",
    "incident_exports.ask_export", "applications.issue_application",
}  # fmt: skip
