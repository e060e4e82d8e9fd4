"""A construction site comes back to work on three phones, from its application to the log of its first day."""

from playwright.sync_api import Browser, Page, expect

from backend.core.db import uuid7
from tests.e2e import reporting, steps
from tests.e2e.api import Caller
from tests.e2e.chromium import phone_page
from tests.e2e.product import Product
from tests.e2e.waiting import eventually
from tests.e2e.words import word
from tests.e2e.world import Someone, World

PATIENCE_MS = 60_000
NAME = "东河广场项目"


def act(page: Page, verb: str, reason: str | None = None) -> None:
    """One of the buttons, and the question that it asks."""
    steps.press(page, f"site_verb.{verb}")
    if reason:
        page.get_by_label(word("site.reason")).fill(reason)
    page.get_by_role("dialog").get_by_role("button", name=word(f"site_verb.{verb}"), exact=True).click()
    expect(page.get_by_role("dialog")).to_have_count(0, timeout=PATIENCE_MS)


def stands(page: Page, state: str) -> None:
    expect(page.locator(".badge").filter(has_text=word(f"site_state.{state}")).first).to_be_visible(timeout=PATIENCE_MS)


def decide(live_server: Product, browser: Browser, who: Someone, site_id: str, *acts: tuple[str, str | None]) -> None:
    """Somebody finds the site in the list and does what is his to do."""
    with phone_page(browser) as page:
        steps.sign_in(page, live_server.origin, who)
        steps.open_page(page, f"{live_server.origin}/sites")
        page.locator(f"a[href='/sites/{site_id}']").click()
        for verb, reason in acts:
            act(page, verb, reason)


def test_from_the_application_to_the_first_log(live_server: Product, world: World, browser: Browser) -> None:
    place, origin = world.community(), live_server.origin
    keeper, street = world.someone("handler", place), world.someone("duty_officer", place[:9])
    bureau, well = world.someone("duty_officer", place[:6]), world.worker(place)
    crew = well_worker(Caller(origin, well))
    with phone_page(browser) as page:
        steps.sign_in(page, origin, keeper)
        steps.wait_for_worker(page)
        site_id = apply(page, origin)
        stands(page, "applied")
        decide(live_server, browser, street, site_id, ("return", "缺隔离间照片"))
        expect(page.get_by_text("缺隔离间照片").first).to_be_visible(timeout=PATIENCE_MS)
        act(page, "apply")
        decide(live_server, browser, street, site_id, ("check", None))
        decide(live_server, browser, bureau, site_id, ("approve", None))
        stands(page, "approved")
        clear(page, origin, site_id, crew)
        steps.open_page(page, f"{origin}/sites/{site_id}")
        act(page, "start")
        stands(page, "working")
        log_without_network(page, Caller(origin, keeper), site_id)


def well_worker(well: Caller) -> tuple[str, str]:
    """Somebody who has declared that nothing is wrong: name and number."""
    tap = {"id": str(uuid7()), "device_at": well.get("/time")["now"], "clock_offset_ms": 0}
    well.post("/me/health/declarations", **tap, symptoms=[], risk_area=False, contact=False)
    me = well.get("/me")
    return me["name"], me["phone"]


def apply(page: Page, origin: str) -> str:
    steps.open_page(page, f"{origin}/sites/new")
    said = {"name": NAME, "builder": "杭建一公司", "responsible": "钱工", "phone": "19900008001", "headcount": "3"}
    for field, value in said.items():
        page.get_by_label(word(f"site.{field}"), exact=True).fill(value)
    for box in page.get_by_role("checkbox").all():
        box.check()
    steps.press(page, "site.send")
    expect(page.get_by_role("heading", level=1)).to_have_text(NAME, timeout=PATIENCE_MS)
    return page.url.rsplit("/", 1)[1]


def clear(page: Page, origin: str, site_id: str, crew: tuple[str, str]) -> None:
    """A list with a fault is refused by line; mended it is taken in, and its people are judged by name."""
    name, phone = crew
    steps.open_page(page, f"{origin}/sites/{site_id}/workers/import")
    for rows, last in (((crew, ("孙二", "abc")), "faults"), ((crew, ("孙二", "19900008102")), "take")):
        text = "姓名,手机号,工种\n" + "".join(f"{one},{number},木工\n" for one, number in rows)
        page.set_input_files("input[type=file]", {"name": "名单.csv", "mimeType": "text/csv", "buffer": text.encode()})
        if last == "faults":
            expect(page.get_by_text(word("site_list.line").format(n=3))).to_be_visible(timeout=PATIENCE_MS)
            steps.press(page, "site_list.another")
    steps.press_named(page, word("site_list.take").format(n=2))
    expect(page.get_by_text(word("site_list.taken").format(n=2))).to_be_visible(timeout=PATIENCE_MS)
    steps.open_page(page, f"{origin}/sites/{site_id}/workers")
    steps.press(page, "site_worker.clear_all")
    page.get_by_role("dialog").get_by_role("button", name=word("site_worker.check"), exact=True).click()
    cleared = page.locator(".worker").filter(has_text=phone[-4:])
    expect(cleared).to_contain_text(word("site_worker.state.cleared"), timeout=PATIENCE_MS)
    expect(cleared).to_contain_text(word("site_worker.colour.green"))
    unknown = page.locator(".worker").filter(has_text="8102")
    expect(unknown).to_contain_text(word("site_worker.why.nobody"))
    unknown.click()
    page.get_by_label(word("site_worker.manual"), exact=True).fill("PC1:NO")
    page.get_by_role("dialog").get_by_role("button", name=word("site_worker.check"), exact=True).click()
    expect(page.get_by_role("dialog").get_by_text(word("site_worker.why.format"))).to_be_visible(timeout=PATIENCE_MS)
    assert name not in page.locator("main").inner_text()
    take_off_and_back(page)


def take_off_and_back(page: Page) -> None:
    """From the sheet that is open: with a reason, and back by the toast."""
    steps.press(page, "site_worker.remove")
    asked = page.get_by_role("dialog", name=word("site_worker.remove_title").format(name="孙*"))
    asked.get_by_label(word("site_worker.remove_why"), exact=True).fill("离职")
    asked.get_by_role("button", name=word("site_worker.remove"), exact=True).click()
    worker = page.locator(".worker").filter(has_text="8102")
    expect(worker).to_have_count(0, timeout=PATIENCE_MS)
    steps.press(page, "app.undo")
    expect(worker).to_have_count(1, timeout=PATIENCE_MS)


def log_without_network(page: Page, keeper: Caller, site_id: str) -> None:
    """It is said to wait, and is sent by itself; its picture follows it."""
    page.context.set_offline(True)
    steps.press(page, "site_day.write")
    page.get_by_label(word("site_day.present"), exact=True).fill("2")
    page.get_by_role("dialog").locator("input[type=file]").first.set_input_files(reporting.photo("a.jpg", "red"))
    expect(page.get_by_role("dialog").get_by_role("img")).to_be_visible(timeout=PATIENCE_MS)
    steps.press(page, "site_day.save")
    waits = page.locator(".line .badge").filter(has_text=word("app.waiting"))
    expect(waits).to_be_visible(timeout=PATIENCE_MS)
    assert keeper.get(f"/sites/{site_id}")["days"] == []
    page.context.set_offline(False)
    eventually(
        lambda: [day["present"] for day in keeper.get(f"/sites/{site_id}")["days"]] == [2], within=60, what="the log"
    )
    expect(page.get_by_text(word("site_day.written"), exact=True)).to_be_visible(timeout=PATIENCE_MS)
    picture = page.get_by_role("button", name=word("site_day.enlarge").format(n=1))
    expect(picture.locator("img")).to_be_visible(timeout=PATIENCE_MS)
    picture.click()
    expect(page.get_by_role("dialog").get_by_role("img")).to_be_visible(timeout=PATIENCE_MS)
