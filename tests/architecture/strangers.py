"""What another street owns: a sample for every path and query parameter of the API; those for bodies are in `bodies`.

A new route whose parameter or body has no sample fails the test that walks them.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select

from backend.commands.actions.take_receipts import take_receipts
from backend.commands.models.closure import NodeClimb
from backend.commands.models.help_call import HelpCall
from backend.commands.models.order import Order
from backend.core.db import db, uuid7
from backend.identity.models import Person, RoleGrant
from backend.identity.rules.roles import ROLES
from backend.open311.models import Application, ServiceRequest
from backend.push.actions import push_tests
from backend.uploads.actions.announce import announce
from backend.volunteers.actions import feeds
from backend.volunteers.queries import certificates
from tests.builders import (
    activities,
    applications,
    cases,
    drafts,
    drills,
    duty,
    health,
    incidents,
    ladder,
    maps,
    modules,
    musters,
    orders,
    paging,
    people,
    readings,
    register,
    reports,
    sites,
)
from tests.builders.handed_over import PHOTO, handed_over
from tests.builders.photos import sha256
from tests.builders.sent_order import report
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
    climb_id: UUID = field(init=False)
    knock_id: UUID = field(init=False)
    submission_id: UUID = field(init=False)
    incident_id: UUID = field(init=False)
    unit_id: UUID = field(init=False)
    export_id: UUID = field(init=False)
    report_id: UUID = field(init=False)
    filter_id: UUID = field(init=False)
    import_id: UUID = field(init=False)
    muster_id: UUID = field(init=False)
    activity_id: UUID = field(init=False)
    signup_id: UUID = field(init=False)
    seal: str = field(init=False)
    secret: str = field(init=False)
    register_export_id: UUID = field(init=False)
    grant_id: UUID = field(init=False)
    subscription_id: UUID = field(init=False)
    test_id: UUID = field(init=False)
    period_id: UUID = field(init=False)
    device_id: UUID = field(init=False)
    upload_id: UUID = field(init=False)
    item_id: UUID = field(init=False)
    application: Application = field(init=False)
    api_key: str = field(init=False)
    outside_id: UUID = field(init=False)
    request_number: str = field(init=False)
    request_token: UUID = field(init=False)
    place_id: UUID = field(init=False)
    appeal_id: UUID = field(init=False)
    case_id: UUID = field(init=False)
    errand_id: UUID = field(init=False)
    site_id: UUID = field(init=False)
    site_worker_id: UUID = field(init=False)
    script_id: UUID = field(init=False)
    campaign_id: UUID = field(init=False)
    target_id: UUID = field(init=False)
    asked_id: UUID = field(init=False)
    link: str = field(init=False)
    entity_id: UUID = field(init=False)
    draft_id: UUID = field(init=False)
    feed_id: UUID = field(init=False)
    watch_id: UUID = field(init=False)

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
        self.climb_id = db.session.scalars(select(NodeClimb.id).where(NodeClimb.step == 1).limit(1)).one()
        self.call_id = db.session.scalars(select(HelpCall.id)).one()
        self.knock_id = ladder.door_knock(self.order_id, worker, by=self.wulin_admin).id
        people.person("武值班", WULIN, "duty_officer")
        self.submission_id = orders.submission(self.cast.wulin_commander, XIANLIN, slots=slots)["id"]
        self.incident_id = incidents.with_photo(worker, PHOTO, area_code=XIANLIN, description=MARK)
        self.unit_id = cases.unit(f"{MARK}所", WULIN).id
        self.export_id = cases.exported(self.cast.wulin_commander)
        self.report_id = reports.exported(self.cast.wulin_commander, self.order_id)
        self.filter_id = cases.saved_filter(self.cast.wulin_commander, MARK)
        self.application, self.api_key = applications.let_in(WULIN, MARK)
        outside = applications.taken(self.application, address_string=MARK, description=MARK)
        self.outside_id, self.request_number = outside.id, outside.number
        self.request_token = db.session.get_one(ServiceRequest, outside.id).token
        self.place_id = health.place(self.cast.wulin_commander, WULIN, f"{MARK}门").id
        health.declared(worker, "fever")
        self.case_id, self.errand_id = health.at_home(worker, MARK)
        self.appeal_id = health.cleared(worker, self.cast.wulin_commander, MARK)
        self.site_id = sites.pictured(self.cast.wulin_commander, XIANLIN, PHOTO, name=MARK)
        self.site_worker_id = sites.listed(self.cast.wulin_commander, self.site_id, name=MARK)
        self._volunteer(worker)
        self.grant_id = db.session.scalars(select(RoleGrant.id).where(RoleGrant.person_id == worker.id)).one()

    def _volunteer(self, worker: Person) -> None:
        helper = register.volunteer("武志愿", XIANLIN)
        what = activities.activity(self.cast.wulin_commander, XIANLIN)
        self.activity_id, self.signup_id = what.id, activities.confirmed(worker, what).id
        self.seal = certificates.token_of(activities.confirmed(helper, what))
        self.secret = feeds.make(people.actor(helper))
        self.muster_id = musters.muster(self.cast.wulin_commander, XIANLIN, place=MARK)
        self.import_id = register.sent(self.cast.wulin_commander, register.csv())
        self.register_export_id = register.exported(self.cast.wulin_commander)
        register.recorded(worker)
        over = paging.given_up(self.cast.wulin_commander, WULIN, MARK)
        self.script_id, self.campaign_id, self.target_id, self.asked_id, self.link = over
        modules.on(WULIN)
        self.entity_id = modules.entity(self.cast.wulin_commander, XIANLIN, address=MARK)
        modules.with_photo(self.cast.wulin_commander, self.entity_id, PHOTO)
        self.draft_id = drafts.submitted(self.cast.wulin_commander, WULIN, text=drafts.text(街道办=MARK))
        keeper = people.person("武系统", WULIN, "system_admin")
        self.feed_id = readings.feed(keeper, WULIN, MARK)[0].id
        self.watch_id = readings.watched(self.cast.wulin_commander, XIANLIN).id

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
    "climb_id": lambda world: world.climb_id,
    "knock_id": lambda world: world.knock_id,
    "submission_id": lambda world: world.submission_id,
    "incident_id": lambda world: world.incident_id,
    "unit_id": lambda world: world.unit_id,
    "export_id": lambda world: world.export_id,
    "activity_id": lambda world: world.activity_id,
    "signup_id": lambda world: world.signup_id,
    "seal": lambda world: world.seal,
    "secret": lambda world: world.secret,
    "muster_id": lambda world: world.muster_id,
    "import_id": lambda world: world.import_id,
    "register_exports.export_id": lambda world: world.register_export_id,
    "report.export_id": lambda world: world.report_id,
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
    "sites.sha256": lambda world: sha256(PHOTO),
    "module_entities.sha256": lambda world: sha256(PHOTO),
    "areas.code": lambda world: WULIN,
    "plans.code": lambda world: "road_collapse",
    "plan_versions.code": lambda world: "road_collapse",
    "plan_versions.version": lambda world: 1,
    "application_id": lambda world: world.application.id,
    "applications.incident_id": lambda world: world.outside_id,
    "service_code": lambda world: "E0401",
    "service_request_id": lambda world: world.request_number,
    "token": lambda world: world.request_token,
    "place_id": lambda world: world.place_id,
    "appeal_id": lambda world: world.appeal_id,
    "case_id": lambda world: world.case_id,
    "site_id": lambda world: world.site_id,
    "module": lambda world: modules.HOUSING,
    "area_code": lambda world: WULIN,
    "entity_id": lambda world: world.entity_id,
    "draft_id": lambda world: world.draft_id,
    "task": lambda world: "visit",
    "cockpit.code": lambda world: readings.FIRMS,
    "feed_id": lambda world: world.feed_id,
    "watch_id": lambda world: world.watch_id,
    "worker_id": lambda world: world.site_worker_id,
    "maps.version": lambda world: maps.ground_version(),
    "maps.name": lambda world: "tileset.json",
    "layer": lambda world: "vec",
    **dict(zip(("z", "x", "y"), (lambda _: 14, lambda _: 13661, lambda _: 6745), strict=True)),
    "errand_id": lambda world: world.errand_id,
    "script_id": lambda world: world.script_id,
    "campaign_id": lambda world: world.campaign_id,
    "target_id": lambda world: world.target_id,
    "paging_answers.campaign_id": lambda world: world.asked_id,
    "paging_answers.token": lambda world: world.link,
}

#: Records that belong to no street, though they name some: everybody who may call sees them.
SHARED = {
    # Whoever holds the secret was given it.
    *("service.verify_certificate", "service.calendar_feed", "paging_answers.asked_by_link"),
    "paging_answers.answer_by_link",
    *("plans.list_plans", "plans.one_plan"),
    *("street_modules.one_module", "street_modules.list_entities", "street_modules.measure_module"),
    "map_layers.map_objects",
    *("street_modules.count_entities", "street_modules.list_entity_points", "street_modules.list_held_entities"),
    *("street_modules.list_module_versions", "street_modules.list_switches"),
    # Everybody has the same indicators; whose figures, says the area.
    *("cockpit.one_indicator", "cockpit.show_series", "cockpit.show_peers", "cockpit.show_parts"),
    "cockpit.list_corrections",
    *("plan_versions.list_versions", "plan_versions.one_version", "plan_versions.show_diff"),
    *(
        f"open311.{name}_{ending}"
        for name in ("define_service", "one_request", "request_of_token")
        for ending in ("json", "xml")
    ),
}

#: They ask for no place.
NO_PLACES = (
    "role", "active", "account", "language", "why", "level", "state", "withdrawn", "against", "status", "months",
    "when", "near", "hosted", "standing", "ended", "settled", "size", "group", "category", "deadline", "unit",
    "urgent", "order", "year", "since", "until", "department", "mode", "per",
)  # fmt: skip
#: query parameter → a value that asks for the other street; None where it asks for no place
QUERIES: dict[str, Callable[[World], object] | None] = {
    "area": lambda world: WULIN,
    "campaign": lambda world: world.campaign_id,
    "parent": lambda world: WULIN,
    "within": lambda world: WULIN,
    "node": lambda world: XIANLIN,
    "q": lambda world: world.cast.wulin_worker.phone,
    **dict.fromkeys(NO_PLACES),
    "jurisdiction_id": lambda world: WULIN,
    "service_request_id": lambda world: world.request_number,
    "api_key": None,
    "key": None,
    "service_code": None,
    "start_date": None,
    "end_date": None,
    "page": None,
    "page_size": None,
    "skill": None,
    "availability": None,
    "available": None,
    "verdict": None,
    "dry_run": None,
    "box": None,
    "module": None,
    "id": None,
    "name": None,
    "cursor": None,
    "limit": None,
}
