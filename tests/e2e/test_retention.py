"""What a phone keeps of anybody's health, and that nothing of it is left after the sign-out."""

from playwright.sync_api import Browser, Page, expect

from tests.e2e import steps
from tests.e2e.api import Caller
from tests.e2e.chromium import phone_page
from tests.e2e.product import Product
from tests.e2e.waiting import eventually
from tests.e2e.words import word
from tests.e2e.world import World

#: Every row of every database, everything beside them, and what caches hold of the API.
WHOLE = """
    async () => {
        const rows = [];
        for (const { name } of await indexedDB.databases()) {
            const opened = await new Promise((done, fail) => {
                const asked = indexedDB.open(name);
                asked.onsuccess = () => done(asked.result);
                asked.onerror = () => fail(asked.error);
            });
            for (const store of opened.objectStoreNames) {
                const read = opened.transaction(store).objectStore(store).getAll();
                await new Promise((done) => { read.onsuccess = done; });
                rows.push(JSON.stringify(read.result));
            }
            opened.close();
        }
        const cached = [];
        for (const name of await caches.keys())
            for (const request of await (await caches.open(name)).keys())
                if (new URL(request.url).pathname.startsWith("/api/")) cached.push(request.url);
        const beside = [localStorage, sessionStorage].map((one) => JSON.stringify({ ...one }));
        return [...rows, ...beside, ...cached].join(" ");
    }
"""


def test_a_sign_out_leaves_nothing_of_a_code_or_a_declaration_on_the_phone(
    live_server: Product, world: World, browser: Browser
) -> None:
    origin, person = live_server.origin, world.someone("volunteer", world.community())
    own = Caller(origin, person)
    with phone_page(browser) as page:
        steps.sign_in(page, origin, person)
        traces = {"PC1:", *declared(page, origin, own), own.get("/me")["id"], person.name}
        steps.open_page(page, f"{origin}/code")
        expect(page.locator(".qr")).to_be_visible()
        before = page.evaluate(WHOLE)
        assert {one for one in traces if one not in before} == set()
        page.evaluate("window.isStill = true")
        sign_out(page, origin)
        # Loaded anew: no open page holds what it has read.
        assert page.evaluate("window.isStill") is None
        after = page.evaluate(WHOLE)
        assert {one for one in traces if one in after} == set()


def declared(page: Page, origin: str, own: Caller) -> list[str]:
    """By three taps and a symptom; which it was."""
    steps.open_page(page, f"{origin}/declare")
    steps.press(page, "health.ill")
    page.locator(".tiles input").first.check()
    steps.press(page, "health.no")
    steps.press(page, "health.declare")
    said = eventually(lambda: own.get("/me/health")["declared"], within=60, what="the declaration")
    return list(said["symptoms"])


def sign_out(page: Page, origin: str) -> None:
    steps.open_page(page, f"{origin}/me")
    steps.press(page, "me.sign_out")
    page.get_by_role("dialog").get_by_role("button", name=word("me.sign_out"), exact=True).click()
    page.wait_for_url(f"{origin}/sign-in")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
