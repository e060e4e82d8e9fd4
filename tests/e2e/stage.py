"""What the screens are looked at with: one community, its people, a live order that some have answered, and a drill."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from backend.core.db import uuid7
from backend.sites.rules.life import MEASURES
from tests.builders import drafts, modules, paging, readings
from tests.e2e import figures, volunteering
from tests.e2e.api import Caller, target_of
from tests.e2e.product import Product
from tests.e2e.world import Someone, World

DISTRICT = "330103"
ANOTHER_STREET = "330103005"
FORMS = f"/modules/{modules.HOUSING}/forms"


@dataclass(frozen=True, slots=True)
class Stage:
    origin: str
    place: str
    people: dict[str, Someone]
    order: dict[str, Any]
    drill: dict[str, Any]
    #: A drill of the calendar, by its id: planned, or with the pictures over and scored.
    planned: str
    #: A case that the grid worker reported, by its id.
    incident_id: str
    #: Somebody whose record is looked at.
    person_id: str
    #: A wide order that waits for a second person.
    submission_id: str
    #: Volunteers called together, by its id.
    muster_id: str
    #: A gate of the community, and somebody in isolation there who appeals.
    place_id: str
    isolation_id: str
    #: An activity that the volunteer signed up for, and the address of a certificate of his.
    activity_id: str
    certificate: str
    #: A construction site that works, with a crew and a log.
    site_id: str
    #: A script, a campaign that runs by it, and the volunteer's link.
    script_id: str
    campaign_id: str
    link: str
    #: A module of the street that is being written, by its id.
    draft_id: str
    #: A rental dwelling of the grid that is orange.
    entity_id: str


def build(product: Product, world: World) -> Stage:
    origin, place = product.origin, world.community()
    grid, street = world.grid_of(place), place[:9]
    people = _people(world, place, grid)
    others = [world.someone("grid_worker", grid) for _ in range(4)]
    figures.taken(world, place)
    commander = Caller(origin, people["commander"])
    told(commander, place)
    order, drill = commander.order(place, plan="road_collapse"), commander.order(place, status="Exercise")
    for person, answer in zip(others, ("acknowledged", "arrived", "needs_help"), strict=False):
        Caller(origin, person).answer(order, answer)
    world.worker(ANOTHER_STREET)
    gate, case = _health(Caller(origin, people["duty_officer"]), Caller(origin, others[1]), place)
    return Stage(
        origin,
        place,
        people,
        order,
        drill,
        _plan_drill(commander, place),
        report(Caller(origin, people["grid_worker"])),
        str(others[0].id),
        Caller(origin, world.commander(DISTRICT)).order(DISTRICT, plan="typhoon_flooding", to="/submissions")["id"],
        muster(origin, commander, people, place),
        gate,
        case,
        *_activities(Caller(origin, people["grid_worker"]), Caller(origin, people["volunteer"]), people, grid),
        _site(Caller(origin, people["duty_officer"]), commander, Caller(origin, people["approver"]), place),
        *_paging(commander, Caller(origin, people["grid_worker"]), people["volunteer"], world, place),
        draft_id=begun(commander, street),
        entity_id=dwelling(commander, Caller(origin, people["grid_worker"]), street, grid),
    )


def _people(world: World, place: str, grid: str) -> dict[str, Someone]:
    street = place[:9]
    return {
        "commander": world.someone("commander", street, is_lead=True),
        "duty_officer": world.someone("duty_officer", street),
        "secretary": world.someone("commander", place, is_lead=True),
        "analyst": world.someone("analyst", street),
        "grid_worker": world.someone("grid_worker", grid, is_lead=True),
        "volunteer": world.someone("volunteer", grid),
        "security_admin": world.someone("security_admin", DISTRICT),
        "system_admin": world.someone("system_admin", DISTRICT),
        "audit_admin": world.someone("audit_admin", DISTRICT),
        "approver": world.someone("duty_officer", DISTRICT),
    }


def told(commander: Caller, area: str) -> None:
    """Two thresholds: one with a margin and quiet hours, one without."""
    for code, operator, threshold, more in (
        (readings.RESUMED, "below", 97.5, {"margin": 0.5, "quiet_from": "22:00", "quiet_until": "07:00"}),
        (readings.FIRMS, "above", 30, {}),
    ):
        said = {"code": code, "area": area, "operator": operator, "threshold": threshold, **more}
        commander.put(f"/me/indicator-subscriptions/{uuid7()}", **said)


def begun(commander: Caller, street: str) -> str:
    """A module that is being written."""
    said = drafts.body(street)
    commander.post("/module-drafts", **said)
    return str(said["id"])


def dwelling(commander: Caller, worker: Caller, street: str, grid: str) -> str:
    """Registered, and visited: there was gas, and it is orange."""
    entity, now = registered(commander, worker, street, grid), worker.get("/time")["now"]
    gas = {"kind": "gas", "grade": "major", "found_on": now[:10]}
    data = {"tenants": 3, "hazards": [gas]}
    worker.post(FORMS, **_filled(entity, now), form="visit", data=data)
    return entity


def registered(commander: Caller, worker: Caller, street: str, grid: str) -> str:
    """A rental dwelling, where the module is on."""
    commander.put(f"/modules/{modules.HOUSING}/switches/{street}", is_on=True)
    entity, here = str(uuid7()), {"lng_wgs84": 120.17, "lat_wgs84": 30.29}
    said = _filled(entity, worker.get("/time")["now"])
    worker.post(FORMS, **said, form="register", area_code=grid, data=modules.dwelling(position=here))
    return entity


def _filled(entity: str, now: str) -> dict[str, Any]:
    return {"id": str(uuid7()), "entity_id": entity, "version": 1, "device_at": now, "clock_offset_ms": 0}


def _activities(host: Caller, volunteer: Caller, people: dict[str, Someone], grid: str) -> tuple[str, str]:
    certificate = volunteering.served(host, volunteer, people["volunteer"], grid)
    coming = volunteering.publish(host, grid, after=timedelta(days=2))
    volunteer.put(f"/activities/{coming}/signup")
    volunteering.publish(host, grid, after=timedelta(days=2, hours=1), title="垃圾分类劝导")
    return coming, certificate


def muster(origin: str, commander: Caller, people: dict[str, Someone], place: str) -> str:
    """The volunteer is in the register, has agreed, and is called."""
    volunteer = Caller(origin, people["volunteer"])
    volunteer.put("/me/volunteer")
    volunteer.patch("/me/volunteer", skills=["first_aid"], purposes=["service", "emergency"])
    words = {"place": "街道办门前", "task": "协助转移", "time": "30分钟内", "phone": "19900000000"}
    made: dict[str, Any] = commander.post("/musters", id=str(uuid7()), areas=[place], wanted=3, reserve=2, **words)
    return str(made["id"])


def _health(officer: Caller, ill: Caller, place: str) -> tuple[str, str]:
    """A gate where somebody with a yellow code was stopped, who is at home now and appeals."""
    gate, now = str(uuid7()), officer.get("/time")["now"]
    officer.post("/gate/places", id=gate, name="社区东门", area_code=place)
    tap = {"device_at": now, "clock_offset_ms": 0}
    said = {"symptoms": ["fever"], "risk_area": False, "contact": False}
    case = ill.post("/me/health/declarations", id=str(uuid7()), **tap, **said)["isolation_id"]
    code = ill.post("/me/health/code")["text"]
    officer.post("/gate/check-ins", id=str(uuid7()), place_id=gate, source="scan", code=code, **tap)
    ill.post("/me/health/appeals", id=str(uuid7()), reason="点错了，没有发热")
    ill.post(f"/isolations/{case}/errands", id=str(uuid7()), what="买菜")
    return gate, str(case)


def _site(keeper: Caller, street: Caller, bureau: Caller, place: str) -> str:
    """Applied for, checked, approved and at work: one of its crew is cleared, the other one known to nobody."""
    path, now = f"/sites/{(site := str(uuid7()))}", keeper.get("/time")["now"]
    told = {
        "name": "东河广场项目",
        "builder": "杭建一公司",
        "responsible": "钱工",
        "phone": "19900008001",
        "headcount": 3,
    }
    keeper.post("/sites", id=site, area_code=place, **told, measures=list(MEASURES))
    for who, verb in ((keeper, "apply"), (street, "check"), (bureau, "approve")):
        who.post(f"{path}/steps", verb=verb)
    tap = {"id": str(uuid7()), "device_at": now, "clock_offset_ms": 0}
    keeper.post("/me/health/declarations", **tap, symptoms=[], risk_area=False, contact=False)
    me = keeper.get("/me")
    for name, phone in ((me["name"], me["phone"]), ("孙二", "19900008102")):
        keeper.post(f"{path}/workers", id=str(uuid7()), name=name, phone=phone, trade="木工")
    today = keeper.post(f"{path}/workers/clear", workers=None)["today"]
    keeper.post(f"{path}/steps", verb="start")
    day = {"day": today, "present": 2, "abnormal": 0, "disinfected": True}
    keeper.post(f"{path}/days", **day, device_at=now, clock_offset_ms=0)
    return site


def _paging(commander: Caller, asked: Caller, volunteer: Someone, world: World, place: str) -> tuple[str, str, str]:
    """A campaign in the community; the grid worker asked to be called, and stands on the list."""
    script, campaign = str(uuid7()), str(uuid7())
    street = place[:9]
    commander.post("/paging/scripts", id=script, area_code=street, content=paging.content())
    about = {"name": "健康回访", "purpose": "疫情防控", "phone": "19900000000", "filter": {"areas": [place]}}
    commander.post("/paging/campaigns", id=campaign, script_id=script, area_code=street, **about)
    commander.post(f"/paging/campaigns/{campaign}/start")
    asked.post(f"/me/questions/{campaign}", instead="callback")
    return script, campaign, world.link(campaign, volunteer)


def report(
    worker: Caller,
    *,
    category_code: str = "E0401",
    description: str = "路口东北角路面塌陷约两米，已拉警戒线。",
    **more: Any,
) -> str:
    """A case in the worker's grid, in its first state."""
    area = {} if "place" in more else {"area_code": worker.get("/me")["grants"][0]["area_code"]}
    said = {"category_code": category_code, "description": description, "urgent": True, **area, **more}
    now = worker.get("/time")["now"]
    reported: dict[str, Any] = worker.post("/incidents", id=str(uuid7()), device_at=now, clock_offset_ms=0, **said)
    return str(reported["id"])


def _plan_drill(commander: Caller, place: str) -> str:
    plan = commander.plan("road_collapse")
    now = datetime.fromisoformat(commander.get("/time")["now"])
    planned: dict[str, Any] = commander.post(
        "/drills",
        id=str(uuid7()),
        kind="exercise",
        name="塌陷疏散演练",
        plan_code=plan["code"],
        plan_version=plan["version"],
        slots={slot["name"]: slot["example"] for slot in plan["slots"]},
        target=target_of(place),
        starts_at=(now + timedelta(hours=2)).isoformat(),
        repeats="none",
        stamps={},
    )
    return str(planned["id"])
