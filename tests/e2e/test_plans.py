"""A plan is edited on a phone, saved as a version, compared, and issued from."""

import pytest
from playwright.sync_api import Browser, Page, expect

from backend.core.db import uuid7
from tests.e2e import looks, steps
from tests.e2e.api import Caller
from tests.e2e.chromium import phone_page
from tests.e2e.looks import Watch
from tests.e2e.product import Product
from tests.e2e.words import LANGUAGES, Language, word
from tests.e2e.world import World

CODE = "road_collapse"
HEADLINE = '[id="field-texts.zh.headline"]'
SECTIONS = ("basics", "texts", "slots", "roles", "checklist", "correction")


def test_a_headline_too_long_is_complained_of_and_a_shorter_one_becomes_a_version_to_issue_from(
    live_server: Product, world: World, browser: Browser
) -> None:
    place, origin = world.community(), live_server.origin
    editor = world.commander(place[:6])
    world.worker(place, is_lead=True)
    caller = Caller(origin, editor)
    before = caller.get(f"/plans/{CODE}")["version"]
    with phone_page(browser) as page:
        steps.sign_in(page, origin, editor)
        steps.open_page(page, f"{origin}/plans/{CODE}/edit")
        page.locator(HEADLINE).fill("道路塌陷，请所有人员立即步行撤往安置点")
        expect(page.get_by_role("alert").or_(page.locator(".notice.danger"))).to_contain_text("20")
        expect(page.locator(".meter.danger")).to_have_count(1)
        page.locator(HEADLINE).fill("道路塌陷，马上撤离")
        expect(page.locator(".meter.danger")).to_have_count(0)
        _save(page, note="更急迫")
        expect(page.get_by_role("heading", level=1)).to_contain_text(word("plans.versions"))
        newest = page.locator("article").first
        expect(newest).to_contain_text(word("plans.version_n").format(n=before + 1))
        expect(newest).to_contain_text(editor.name)
        expect(newest).to_contain_text("更急迫")
        newest.locator("summary").click()
        expect(newest.locator("ins").first).to_contain_text("马上")
        expect(newest.locator("del").first).to_contain_text("立即")
    issued = _issue(caller, place)
    assert issued["plan_version"] == before + 1
    assert "道路塌陷，马上撤离" in issued["texts"]["zh"]["headline"]


def test_words_written_so_far_outlive_the_page(live_server: Product, world: World, browser: Browser) -> None:
    place, origin = world.community(), live_server.origin
    editor = world.commander(place[:6])
    with phone_page(browser) as page:
        steps.sign_in(page, origin, editor)
        steps.open_page(page, f"{origin}/plans/fire/edit")
        page.locator(HEADLINE).fill("火情，快")
        expect(page.get_by_text(word("plans.kept_here"))).to_be_visible()
        steps.open_page(page, f"{origin}/plans/fire/edit")
        expect(page.locator(HEADLINE)).to_have_value("火情，快")
        steps.press(page, "plans.drop_draft")
        expect(page.locator(HEADLINE)).not_to_have_value("火情，快")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_of_plans_fit_and_are_accessible(
    live_server: Product, world: World, browser: Browser, language: Language
) -> None:
    origin = live_server.origin
    editor = world.commander(world.community()[:6])
    faults: list[str] = []
    with phone_page(browser, language) as page:
        watch = Watch(origin).over(page.context)
        steps.sign_in(page, origin, editor, language)
        for name, path in {
            "plans": "/plans",
            "plan": "/plans/gas_leak",
            "versions": "/plans/gas_leak/versions",
        }.items():
            steps.open_page(page, f"{origin}{path}")
            expect(page.locator(".card").first).to_be_visible()
            faults += looks.faults(page, name, language)
        steps.open_page(page, f"{origin}/plans/gas_leak/edit")
        expect(page.locator(HEADLINE)).to_be_attached()
        for section in SECTIONS:
            page.locator(f"#section-{section}").evaluate("it => it.open = true")
        faults += looks.faults(page, "plan-edit", language)
        # Anew: an emulated phone keeps the zoom that other widths left it with, and then taps beside what it aims at.
        steps.open_page(page, f"{origin}/plans/gas_leak/edit")
        steps.press(page, "plans.preview_short", language)
        expect(page.locator("dialog[open] .screen").first).to_be_visible()
        faults += looks.faults(page, "plan-preview", language)
    assert not faults, "\n".join(faults)
    assert watch.asked_outside == []
    assert watch.complaints == []


def _save(page: Page, *, note: str) -> None:
    steps.press(page, "plans.save")
    sheet = page.locator("dialog[open]")
    sheet.get_by_label(word("plans.note")).fill(note)
    sheet.get_by_role("button", name=word("plans.save"), exact=True).click()


def _issue(caller: Caller, area_code: str) -> dict[str, object]:
    plan = caller.get(f"/plans/{CODE}")
    target = {
        "areas": [area_code],
        "polygon": None,
        "circle": None,
        "roles": [],
        "exclude": {"areas": [], "people": []},
    }
    slots = {slot["name"]: slot["example"] for slot in plan["slots"]}
    whole = {"plan_code": CODE, "plan_version": plan["version"], "status": "Exercise", "slots": slots, "target": target}
    issued: dict[str, object] = caller.post("/orders", id=str(uuid7()), stamps={}, **whole)
    return issued
