"""A phone without room, and a browser that closes or clears its storage: nothing a person wrote goes unnoticed."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from tests.e2e import chromium, reporting, steps
from tests.e2e.api import Caller
from tests.e2e.chromium import phone_page
from tests.e2e.product import Product
from tests.e2e.reporting import BASEMENT, RUBBISH, arrived, measure, mine, photo
from tests.e2e.stored import stored
from tests.e2e.waiting import eventually
from tests.e2e.words import word
from tests.e2e.world import Someone, World

#: enough for words, and for no photo of a camera
LITTLE = 180_000
#: and this for all that the app itself keeps
ENOUGH = 12_000_000
#: Chromium tells every page that there is room for ten more gigabytes, unless it is told not to.
HONEST = "--disable-features=PredictableReportedQuota,StaticStorageQuota"
#: The page's connections, so that a test closes them as the browser does when it needs the disk; and a disk that fills.
BROWSER = """(() => {
    const open = IDBFactory.prototype.open, all = (self.connections = []);
    IDBFactory.prototype.open = function (...said) {
        const asked = open.apply(this, said);
        asked.addEventListener("success", () => all.push(asked.result));
        return asked;
    };
    // A disk that fills between a photo's coming and its report's.
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (row, ...key) {
        const isLate = self.full && this.transaction.db.name === "cockpit-outbox" && row.bytes instanceof Blob;
        if (isLate) throw new DOMException("", "QuotaExceededError");
        return put.call(this, row, ...key);
    };
})()"""
CLOSE_ALL = "connections.splice(0).forEach((it) => { it.close(); it.dispatchEvent(new Event('close')); })"
USED = "navigator.storage.estimate().then((it) => it.usage)"
#: What others keep on the phone, until nothing more fits.
FILL = """() => new Promise((done) => {
    const opening = indexedDB.open("others", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("files");
    opening.onsuccess = () => {
        const put = (no) => {
            const writing = opening.result.transaction("files", "readwrite", { durability: "strict" });
            writing.objectStore("files").put(new Blob([new Uint8Array(100_000)]), no);
            writing.oncomplete = () => put(no + 1);
            writing.onabort = () => done(no - 1);
        };
        put(1);
    };
})"""


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    running = playwright.chromium.launch(executable_path=chromium.binary(), chromium_sandbox=False, args=[HONEST])
    yield running
    running.close()


@pytest.fixture
def worker(world: World) -> Someone:
    return world.worker(world.grid_of(world.community()))


@contextmanager
def phone(browser: Browser, origin: str, worker: Someone, *, quota: int | None = None) -> Iterator[Page]:
    """The quota is set before the first byte is written: the browser remembers for a while how much is left."""
    with phone_page(browser) as page:
        if quota:
            allow(page, origin, quota)
        page.context.grant_permissions(["geolocation"], origin=origin)
        page.context.add_init_script(f"location.protocol === 'about:' || {BROWSER}")
        reporting.sign_in(page, origin, worker)
        yield page


def allow(page: Page, origin: str, quota: int) -> None:
    session = page.context.new_cdp_session(page)
    session.send("Storage.overrideQuotaForOrigin", {"origin": origin, "quotaSize": quota})


@pytest.fixture
def page(live_server: Product, worker: Someone, browser: Browser) -> Iterator[Page]:
    with phone(browser, live_server.origin, worker) as page:
        yield page


def begin(page: Page, origin: str, words: str) -> None:
    page.goto(f"{origin}/report")
    measure(page.context, BASEMENT)
    page.get_by_role("button", name=RUBBISH, exact=True).first.click()
    expect(page.get_by_text(word("report.frozen"))).to_be_visible()
    page.get_by_label(word("report.words")).fill(words)


def choose(page: Page, name: str) -> None:
    page.locator("input[capture]").set_input_files(photo(name, "red"))


def test_where_a_photo_does_not_fit_it_is_said_and_the_words_are_kept_and_sent(
    live_server: Product, worker: Someone, browser: Browser
) -> None:
    origin = live_server.origin
    with phone(browser, origin, worker, quota=ENOUGH) as page:
        begin(page, origin, "照片放不下")
        # Only a browser that has just said no looks again how much is left.
        assert page.evaluate(FILL) > 0
        allow(page, origin, page.evaluate(USED) + LITTLE)
        choose(page, "a.jpg")
        expect(page.get_by_text(word("photos.no_room").format(n=1))).to_be_visible()
        expect(page.locator(".strip li")).to_have_count(0)
        page.reload()
        expect(page.get_by_label(word("report.words"))).to_have_value("照片放不下")
        # Nine tenths are full: whoever begins is warned.
        expect(page.get_by_text(word("report.low_storage"))).to_be_visible()
        steps.press(page, "report.send")
        eventually(lambda: arrived(origin, worker) == ["照片放不下"], within=30, what="the words")


def test_a_report_whose_photo_no_longer_fits_is_not_called_kept_and_goes_without_it_on_a_word(
    live_server: Product, worker: Someone, page: Page
) -> None:
    origin = live_server.origin
    begin(page, origin, "封存时放不下")
    choose(page, "a.jpg")
    expect(page.locator(".strip li")).to_have_count(1)
    page.evaluate("void (self.full = true)")
    steps.press(page, "report.send")
    expect(page.get_by_text(word("report.not_sealed"))).to_be_visible()
    assert (stored(page, "cockpit-outbox", "items"), stored(page, "cockpit-outbox", "photos")) == ([], [])
    expect(page.get_by_label(word("report.words"))).to_have_value("封存时放不下")
    steps.press(page, "report.send_bare")
    eventually(lambda: arrived(origin, worker) == ["封存时放不下"], within=30, what="the words")
    assert len(stored(page, "cockpit-drafts", "photos")) == 1
    assert mine(origin, worker)[0]["photos"]["expected"] == 0


def test_the_browser_is_asked_to_keep_the_storage_and_its_answer_is_shown(live_server: Product, page: Page) -> None:
    page.goto(f"{live_server.origin}/outbox")
    expect(page.get_by_text(word("storage.may_go"))).to_be_visible()
    steps.press(page, "storage.ask")
    expect(page.get_by_text(word("storage.refused"))).to_be_visible()
    page.evaluate("void (navigator.storage.persist = navigator.storage.persisted = async () => true)")
    steps.press(page, "storage.ask")
    expect(page.get_by_text(word("storage.kept"))).to_be_visible()
    expect(page.get_by_role("button", name=word("storage.ask"))).to_have_count(0)


def test_a_database_that_the_browser_closes_is_opened_again_and_nothing_is_lost(
    live_server: Product, worker: Someone, page: Page
) -> None:
    origin = live_server.origin
    page.context.set_offline(True)
    reporting.seal(page, origin, "关闭之前")
    begin(page, origin, "关闭之后")
    open_now = "connections.map((it) => it.name)"
    eventually(lambda: {"cockpit-outbox", "cockpit-drafts"} <= set(page.evaluate(open_now)), what="its databases")
    page.evaluate(CLOSE_ALL)
    choose(page, "a.jpg")
    expect(page.locator(".strip li")).to_have_count(1)
    steps.press(page, "report.send")
    expect(page.get_by_role("heading", level=1)).to_have_text(word("case.mine"))
    page.evaluate(CLOSE_ALL)
    page.context.set_offline(False)
    eventually(lambda: len(arrived(origin, worker)) == 2, within=30, what="both reports")
    assert set(arrived(origin, worker)) == {"关闭之前", "关闭之后"}


def test_what_was_lost_with_a_cleared_database_is_a_gap_that_the_supervisor_sees(
    live_server: Product, world: World, worker: Someone, page: Page, browser: Browser
) -> None:
    origin, officer = live_server.origin, world.someone("duty_officer", worker.area_code[:9])
    reporting.seal(page, origin, "第一件")
    eventually(lambda: arrived(origin, worker) == ["第一件"], within=30, what="the first report")
    page.context.set_offline(True)
    for words in ("会丢的一件", "会丢的又一件"):
        reporting.seal(page, origin, words)
    page.goto("about:blank")
    session = page.context.new_cdp_session(page)
    session.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "indexeddb"})
    page.context.set_offline(False)
    steps.open_page(page, origin)
    reporting.seal(page, origin, "之后的一件")
    eventually(lambda: len(arrived(origin, worker)) == 2, within=30, what="the report after")

    def phones() -> list[dict[str, Any]]:
        return [it for it in Caller(origin, officer).get("/devices")["items"] if it["person"]["id"] == str(worker.id)]

    eventually(lambda: [it["missing_count"] for it in phones() if it["high"]] == [2], what="the gap")
    with phone_page(browser) as desk:
        steps.sign_in(desk, origin, officer)
        desk.goto(f"{origin}/handed-over")
        desk.get_by_text(word("desk.only_gap"), exact=True).click()
        phone = desk.get_by_role("listitem").filter(has_text=worker.name)
        expect(phone.get_by_text(word("desk.gap").format(n=2))).to_be_visible()
