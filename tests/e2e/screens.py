"""Every screen of the client, once: its address, who looks at it, and what stands there when it is ready.

Whoever adds a page adds a line here; the audits, the pictures and the looks all walk this list. While working on one or
two: `SCREENS="order board" make test ARGS=tests/e2e/test_screens.py`.
"""

import os
import re

from tests.e2e import figures
from tests.e2e.indicator_screens import INDICATORS
from tests.e2e.screen import Screen, screen
from tools import paths

#: Where the client's addresses stand.
ROUTERS = [paths.ROOT / "pwa/src/pages" / name for name in ("router.ts", "further.ts")]
#: Those that are no screen: the rest, the sheet of components (development only).
NO_SCREENS = {"/ui"}
REST = "/:rest(.*)*"

SCREENS = (
    screen("sign-in", "/sign-in", None, ready="form"),
    screen("missing", REST, None, path=lambda _: "/nowhere"),
    screen("home-worker", "/", "grid_worker", ready="main .card"),
    screen("home-volunteer", "/", "volunteer"),
    screen("home-commander", "/", "commander", ready="main .card"),
    screen("home-analyst", "/", "analyst", ready="main .tile"),
    screen("home-security", "/", "security_admin"),
    screen("home-system", "/", "system_admin"),
    screen("orders", "/orders", "grid_worker", ready="main .card"),
    screen("order", "/orders/:id", "grid_worker", path=lambda stage: f"/orders/{stage.order['id']}"),
    screen("order-drill", "/orders/:id", "grid_worker", path=lambda stage: f"/orders/{stage.drill['id']}"),
    screen("report", "/report", "grid_worker", ready=".tile"),
    screen("reports", "/reports", "grid_worker"),
    screen("cases", "/incidents", "duty_officer", ready="main .card"),
    screen(
        "cases-filter",
        "/incidents",
        "duty_officer",
        path=lambda _: "/incidents?q=%E5%A1%8C&urgent=true&open=filters",
        ready="dialog[open] h3",
        is_twin=True,
    ),
    screen(
        "cases-saved",
        "/incidents",
        "duty_officer",
        path=lambda _: "/incidents?q=%E5%A1%8C&open=saved",
        ready="dialog[open] form",
        is_twin=True,
    ),
    screen(
        "cases-export",
        "/incidents",
        "duty_officer",
        path=lambda _: "/incidents?open=export",
        ready="dialog[open] form",
        is_twin=True,
    ),
    screen(
        "cases-map",
        "/incidents",
        "duty_officer",
        path=lambda _: "/incidents?in=all&show=map",
        ready=".maplibregl-canvas",
        is_wide=True,
        is_twin=True,
    ),
    screen("rates", "/incidents/rates", "duty_officer", ready=".ten", is_wide=True),
    screen("case", "/incidents/:id", "duty_officer", path=lambda stage: f"/incidents/{stage.incident_id}"),
    screen("handed-over", "/handed-over", "duty_officer", ready="#phones-title"),
    screen("outbox", "/outbox", "grid_worker"),
    screen("photos", "/report/photos", "grid_worker"),
    screen("door-knocks", "/door-knocks", "grid_worker"),
    screen("me", "/me", "grid_worker"),
    screen("devices", "/devices", "grid_worker"),
    screen("password", "/password", "grid_worker"),
    screen("command", "/command", "commander"),
    screen("one-key", "/command/new", "commander"),
    screen("people", "/people", "security_admin", ready="main .people"),
    screen("people-new", "/people/new", "security_admin", ready="form"),
    screen("people-import", "/people/import", "security_admin", ready=".drop"),
    screen(
        "person",
        "/people/:id",
        "security_admin",
        path=lambda stage: f"/people/{stage.person_id}",
        ready="#grants-title",
    ),
    screen("areas", "/areas", "system_admin", ready="main .tree li"),
    screen("areas-import", "/areas/import", "system_admin", ready=".drop"),
    screen(
        "board",
        "/command/orders/:id",
        "commander",
        path=lambda stage: f"/command/orders/{stage.order['id']}",
        is_wide=True,
    ),
    screen(
        "after-action",
        "/command/orders/:id/report",
        "commander",
        path=lambda stage: f"/command/orders/{stage.order['id']}/report",
        ready="main .card",
        is_wide=True,
    ),
    screen(
        "submission",
        "/command/submissions/:id",
        "approver",
        path=lambda stage: f"/command/submissions/{stage.submission_id}",
    ),
    screen("reach", "/reach", "commander", is_wide=True),
    screen("duty", "/duty", "commander", is_wide=True),
    screen("wall", "/wall", "commander", ready=".map svg", is_wide=True),
    screen("cockpit", "/cockpit", "commander", ready="main .tile", is_wide=True),
    screen(
        "cockpit-park",
        "/cockpit",
        "approver",
        path=lambda _: f"/cockpit?area={figures.PARK}",
        ready="main .tile",
        is_twin=True,
    ),
    *INDICATORS,
    screen("code", "/code", "volunteer", ready=".qr"),
    screen("declare", "/declare", "volunteer", ready="form"),
    screen("gate", "/gate", "grid_worker", ready="main .choice"),
    screen("modules", "/modules", "grid_worker", ready="main nav.card"),
    screen("module", "/modules/:module", "grid_worker", path=lambda _: "/modules/rental_housing", ready="main .entity"),
    screen(
        "module-entity",
        "/module-entities/:id",
        "grid_worker",
        path=lambda stage: f"/module-entities/{stage.entity_id}",
        ready="main .facts",
    ),
    screen(
        "module-form",
        "/module-entities/:id/fill/:form",
        "grid_worker",
        path=lambda stage: f"/module-entities/{stage.entity_id}/fill/visit",
        ready="main form",
    ),
    screen(
        "module-new",
        "/modules/:module/new/:form",
        "grid_worker",
        path=lambda _: "/modules/rental_housing/new/register",
        ready="main form",
    ),
    screen("module-tasks", "/module-tasks", "grid_worker", ready="main article"),
    screen("isolation", "/isolation", "duty_officer", ready="main .card"),
    screen("appeals", "/appeals", "duty_officer", ready="main .card"),
    screen("visit", "/visit", "volunteer", ready="form", is_twin=True),
    screen("places", "/places", "duty_officer", ready="main .card", is_twin=True),
    screen(
        "place",
        "/places/:id",
        "duty_officer",
        path=lambda stage: f"/places/{stage.place_id}",
        ready=".qr",
        is_twin=True,
    ),
    screen(
        "isolation-case",
        "/isolation/:id",
        "duty_officer",
        path=lambda stage: f"/isolation/{stage.isolation_id}",
        ready=".days",
        is_twin=True,
    ),
    screen("destructions", "/destructions", "audit_admin", is_twin=True),
    screen("answer", "/a/:token", None, path=lambda stage: f"/a/{stage.link}", ready="main .card"),
    screen("questions", "/questions", "volunteer", ready="main .card", is_twin=True),
    screen(
        "question",
        "/questions/:id",
        "volunteer",
        path=lambda stage: f"/questions/{stage.campaign_id}",
        ready="main .card",
        is_twin=True,
    ),
    screen("paging", "/paging", "commander", ready=".campaign"),
    screen("paging-new", "/paging/new", "commander", ready="form", is_twin=True),
    screen("paging-calls", "/paging/calls", "commander", ready="main article"),
    screen("paging-savings", "/paging/savings", "commander", ready="main .card", is_twin=True),
    screen("campaign", "/paging/:id", "commander", path=lambda stage: f"/paging/{stage.campaign_id}", ready=".bars"),
    screen("scripts", "/paging/scripts", "commander", ready="main .list", is_twin=True),
    screen("script-new", "/paging/scripts/new", "commander", ready="form", is_twin=True),
    screen(
        "script",
        "/paging/scripts/:id",
        "commander",
        path=lambda stage: f"/paging/scripts/{stage.script_id}",
        ready="form",
        is_twin=True,
    ),
    screen("drills", "/drills", "commander"),
    screen("drill-new", "/drills/new", "commander"),
    screen("drill", "/drills/:id", "commander", path=lambda stage: f"/drills/{stage.planned}"),
    screen("volunteers", "/volunteers", "duty_officer", ready=".person"),
    screen("volunteers-import", "/volunteers/import", "duty_officer", ready="main .drop"),
    screen("musters", "/musters", "commander", ready="main .card"),
    screen("muster", "/musters/:id", "commander", path=lambda stage: f"/musters/{stage.muster_id}", ready=".person"),
    screen("activities", "/activities", "volunteer", ready=".activity"),
    screen(
        "activity",
        "/activities/:id",
        "volunteer",
        path=lambda stage: f"/activities/{stage.activity_id}",
        ready="main .place",
    ),
    screen(
        "activity-host",
        "/activities/:id",
        "grid_worker",
        path=lambda stage: f"/activities/{stage.activity_id}",
        ready="#roster-title",
        is_twin=True,
    ),
    screen("activity-new", "/activities/new", "grid_worker", ready="form", is_twin=True),
    screen("service", "/service", "volunteer", ready="main .line"),
    screen("my-skills", "/my-skills", "volunteer", ready="form", is_twin=True),
    screen("my-data", "/my-data", "volunteer", ready="main .facts", is_twin=True),
    screen("certificate", "/certificate/:token", None, path=lambda stage: stage.certificate, ready=".verdict"),
    screen("modules-manage", "/modules/manage", "commander", ready="main .list"),
    screen(
        "module-manage",
        "/modules/manage/:id",
        "commander",
        path=lambda stage: f"/modules/manage/rental_housing?area={stage.place[:9]}",
        ready="main .limits",
    ),
    screen(
        "draft",
        "/modules/drafts/:id",
        "commander",
        path=lambda stage: f"/modules/drafts/{stage.draft_id}",
        ready="main details",
    ),
    screen("sites", "/sites", "commander", ready="main a.site"),
    screen("site", "/sites/:id", "commander", path=lambda stage: f"/sites/{stage.site_id}", ready="#steps-title"),
    screen(
        "site-workers",
        "/sites/:id/workers",
        "commander",
        path=lambda stage: f"/sites/{stage.site_id}/workers",
        ready=".worker",
    ),
    screen("site-new", "/sites/new", "duty_officer", ready="main form", is_twin=True),
    screen(
        "site-edit",
        "/sites/:id/edit",
        "duty_officer",
        path=lambda stage: f"/sites/{stage.site_id}/edit",
        ready="main form",
        is_twin=True,
    ),
    screen(
        "site-import",
        "/sites/:id/workers/import",
        "duty_officer",
        path=lambda stage: f"/sites/{stage.site_id}/workers/import",
        ready=".drop",
        is_twin=True,
    ),
    screen("map", "/map", "duty_officer", ready=".legend", is_wide=True, performance=85),
    screen("map-scene", "/map/scene", "duty_officer", is_wide=True, is_twin=True),
    screen("plans", "/plans", "system_admin"),
    screen("plan-new", "/plans/new", "system_admin"),
    screen("plan", "/plans/:code", "system_admin", path=lambda _: "/plans/road_collapse"),
    screen("plan-edit", "/plans/:code/edit", "system_admin", path=lambda _: "/plans/road_collapse/edit", is_wide=True),
    screen("plan-versions", "/plans/:code/versions", "system_admin", path=lambda _: "/plans/road_collapse/versions"),
)


def chosen() -> list[Screen]:
    """All of them, or those that SCREENS names."""
    names = os.environ.get("SCREENS", "").split()
    assert not set(names) - {screen.name for screen in SCREENS}, f"no such screen among {names}"
    return [screen for screen in SCREENS if not names or screen.name in names]


def routes() -> set[str]:
    """The addresses that the client knows."""
    text = "".join(router.read_text() for router in ROUTERS).replace("path: REST", f'path: "{REST}"')
    return set(re.findall(r"path: \"([^\"]+)\", (?:component|redirect)", text)) - NO_SCREENS
