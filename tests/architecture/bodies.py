"""A good body for every endpoint that takes one, about the other street where it is about any."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from backend.commands.queries import plans
from backend.core import clock
from backend.core.db import uuid7
from tests.architecture.strangers import World
from tests.builders import (
    activities,
    applications,
    drafts,
    drills,
    duty,
    health,
    incidents,
    modules,
    musters,
    orders,
    paging,
    sites,
)
from tests.builders.handed_over import hand_over
from tests.builders.people import PASSWORD
from tests.builders.subscriptions import browser
from tests.cast import CHAOMING, WULIN, XIANLIN


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


def attend(world: World) -> dict[str, Any]:
    return {"device_at": clock.now().isoformat(), "clock_offset_ms": 0}


def attendance(world: World) -> dict[str, Any]:
    came = clock.now()
    times = {"in_at": came.isoformat(), "out_at": (came + timedelta(hours=1)).isoformat()}
    return {"person_id": str(world.cast.wulin_worker.id), **times, "reason": "没带手机"}


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
    "push.put_app_client": lambda world: {"client_id": "0f" * 16},
    "push.post_heartbeat": lambda world: {"permission": "granted", "endpoint": None},
    "push.start_test": lambda world: {},
    "push.confirm_test": lambda world: {"token": "guessed"},
    "uploads.take_bytes": lambda world: {},
    "quarantine.hand_over": lambda world: hand_over("已离岗"),
    "quarantine.settle": lambda world: {"outcome": "entered", "note": "已补录"},
    "my_duty.check_in": check_in,
    "my_duty.check_out": lambda world: duty.tap(),
    "duty.end_period": lambda world: {"reason": "家中有事"},
    "my_health.declare_health": lambda world: health.declaration("cough"),
    "my_health.file_appeal": lambda world: {"id": str(uuid7()), "reason": "误报"},
    "my_health.visit_place": lambda world: {**health.tap(), "code": health.code_of(world.place_id)},
    "gate.verify_code": lambda world: {"code": "PC1:NO"},
    "gate.open_place": lambda world: {"id": str(uuid7()), "name": "新场所", "area_code": WULIN},
    "gate.check_in_code": lambda world: health.check_in(world.place_id, "PC1:NO"),
    "gate.check_in_many": lambda world: {"items": [health.check_in(world.place_id, "PC1:NO")]},
    "health_care.grant_appeal": lambda world: {"note": "已核实"},
    "health_care.refuse_appeal": lambda world: {"note": "已核实"},
    "health_care.enter_half_day": lambda world: {"day": "2026-03-02", "half": "morning", "symptoms": []},
    "health_care.set_team": lambda world: {"people": []},
    "health_care.ask_errand": lambda world: {"id": str(uuid7()), "what": "买菜"},
    "health_care.release_isolation": lambda world: {"note": "期满"},
    "sites.draft_site": lambda world: sites.body(WULIN),
    "sites.edit_site": lambda world: sites.edit(),
    "sites.take_site_step": lambda world: {"verb": "apply"},
    "sites.write_site_day": lambda world: sites.day(clock.now().date()),
    "site_workers.add_site_worker": lambda world: sites.worker(),
    "site_workers.clear_site_workers": lambda world: {"workers": None},
    "site_workers.clear_site_worker": lambda world: {"code": "PC1:NO"},
    "site_workers.remove_site_worker": lambda world: {"reason": "离职"},
    "street_modules.switch_module": lambda world: {"is_on": True},
    "street_modules.fill_form": lambda world: modules.body(XIANLIN),
    "module_entities.set_entity_state": lambda world: {
        "state": "red", "reason": "试验", "until": (clock.now() + timedelta(days=1)).isoformat()
    },
    "module_drafts.begin_draft": lambda world: drafts.body(WULIN),
    "module_drafts.copy_module": lambda world: {"id": str(uuid7()), "area_code": WULIN, "module": modules.HOUSING},
    "module_drafts.bring_form": lambda world: {},
    "module_drafts.change_draft": lambda world: {"revision": 1, "text": drafts.text()},
    "module_drafts.refuse_draft": lambda world: {"reason": "周期太短"},
    "module_entities.dismiss_task": lambda world: {"reason": "nobody_home"},
    "watches.put_into_mode": lambda world: {"area": WULIN, "mode": "flood", "reason": "梅雨"},
    "watches.put_subscription": lambda world: {"code": "EC029", "area": WULIN, "operator": "above", "threshold": 5},
    "readings.read_readings_sheet": lambda world: {},
    "readings.import_readings": lambda world: {
        "columns": ["indicator", "area", "period", "value"],
        "rows": [{"line": 2, "cells": ["EC029", XIANLIN, "2026-03-01", "3"]}],
    },
    "readings.feed_readings": lambda world: {
        "readings": [{"indicator": "EC029", "area": XIANLIN, "period": "2026-03-01", "value": 3}]
    },
    "feeds.issue_feed": lambda world: {"id": str(uuid7()), "name": "新来源", "area": WULIN},
    "orders.check_order": plan_and_target,
    "orders.issue_order": lambda world: orders.body(XIANLIN),
    "orders.update_order": lambda world: {"id": str(uuid7()), "slots": orders.SLOTS},
    "orders.cancel_order": lambda world: {"id": str(uuid7()), "reason": "误发"},
    "orders.clear_order": lambda world: {"id": str(uuid7())},
    "board.resend_order": lambda world: {"node": XIANLIN},
    "ladder.answer_for_recipient": lambda world: {"id": str(uuid7()), "state": "safe"},
    "door_knocks.answer_my_door_knock": lambda world: {"id": str(uuid7()), "outcome": "safe"},
    "report.export_order_report": lambda world: {"format": "csv", "language": "zh"},
    "report.ask_report_export": lambda world: {"id": str(uuid7()), "format": "csv", "language": "zh"},
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
    "channels.take_aliyun_reports": lambda world: [{"phone_number": "19900000001", "content": "1"}],
    "open311.post_request_json": lambda world: applications.form(world.api_key, None, address_string="门前"),
    "open311.post_request_xml": lambda world: applications.form(world.api_key, None, address_string="门前"),
    "activities.make_activity": lambda world: activities.body(WULIN),
    "activities.edit_activity": lambda world: {"capacity": 9},
    "activities.cancel_activity": lambda world: {"reason": "暴雨"},
    "activities.check_in": attend,
    "activities.check_out": attend,
    "activities.enter_attendance": attendance,
    "activities.confirm_hours": lambda world: {"people": [str(world.cast.wulin_worker.id)]},
    "musters.preview_muster": lambda world: musters.asked(XIANLIN),
    "musters.start_muster": lambda world: musters.body(XIANLIN),
    "musters.call_more": lambda world: {"count": 1},
    "volunteers.unmask_volunteer": lambda world: {"field": "phone", "reason": "电话核实"},
    "volunteers.merge_volunteers": lambda world: {
        "merged_id": str(world.cast.wulin_commander.id), "reason": "本人确认"
    },
    "volunteers.split_volunteers": lambda world: {
        "merged_id": str(world.cast.wulin_commander.id), "reason": "不是同一人"
    },
    "register_lists.send_list": lambda world: {},
    "site_workers.import_site_workers": lambda world: {},
    "register_lists.take_list_in": lambda world: {},
    "register_exports.ask_register_export": lambda world: {"id": str(uuid7()), "format": "csv", "area": WULIN},
    "my_volunteer.edit_my_record": lambda world: {"skills": ["care"]},
    # Confirmed, it would end the session of whoever walks.
    "my_volunteer.erase_my_record": lambda world: {"confirm": False},
    "applications.issue_application": lambda world: {"id": str(uuid7()), "name": "新应用", "area_code": WULIN},
    "paging_scripts.make_script": lambda world: paging.script_body(WULIN),
    "paging_scripts.change_script": lambda world: {"based_on": 1, "content": paging.content()},
    "paging.make_campaign": lambda world: paging.campaign_body(world.script_id, WULIN),
    "paging_calls.close_exception": lambda world: {"outcome": "closed"},
    "paging.preview_campaign": lambda world: {"script_id": str(world.script_id), "area_code": WULIN, "filter": {}},
    "paging_answers.answer_by_link": lambda world: {"instead": "callback"},
    "paging_answers.answer_my_question": lambda world: {"instead": "callback"},
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
    "incident_exports.ask_export", "applications.issue_application", "gate.open_place", "gate.check_in_code",
    "musters.preview_muster", "musters.start_muster", "activities.make_activity",
    "sites.draft_site", "street_modules.fill_form", "module_drafts.begin_draft", "module_drafts.copy_module",
    "module_drafts.bring_form",
    "watches.put_into_mode", "watches.put_subscription",
    "feeds.issue_feed",
    "register_exports.ask_register_export",
    "paging_scripts.make_script", "paging.make_campaign", "paging.preview_campaign",
}  # fmt: skip
