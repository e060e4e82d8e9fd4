"""A phone that cannot be called says so on every page, says how to mend it, and the officer sees it by name."""

from playwright.sync_api import Browser, expect

from tests.e2e import looks, steps
from tests.e2e.api import Caller
from tests.e2e.chromium import phone_page
from tests.e2e.product import Product
from tests.e2e.waiting import eventually
from tests.e2e.words import word
from tests.e2e.world import World


def test_where_notifications_are_refused_the_phone_and_the_officer_are_told(
    live_server: Product, world: World, browser: Browser
) -> None:
    place, origin = world.community(), live_server.origin
    worker, officer = world.worker(place), Caller(origin, world.someone("duty_officer", place))
    assert why(officer, worker.name) == "never_signed_in"
    with phone_page(browser) as page:
        # Naming one permission denies the rest, notifications among them.
        page.context.grant_permissions(["geolocation"], origin=origin)
        steps.sign_in(page, origin, worker)
        expect(page.get_by_text(word("verdict.denied"))).to_be_visible()
        page.get_by_role("link", name=word("banner.mend")).click()
        expect(page.get_by_role("heading", name=word("verdict.denied"))).to_be_visible()
        expect(page.get_by_role("heading", name=word("mend.title"))).to_be_visible()
        expect(page.get_by_text(word("mend.desktop_site"))).to_be_visible()
        expect(page.get_by_text(word("why.permission_denied"), exact=True)).to_be_visible()
        assert looks.faults(page, "devices-denied", "zh-CN") == []
        # While the page is open, orders reach its screen: by name the officer finds him once it is closed.
        total = officer.get("/push/reach")["total"]
        assert (total["webpush"], total["live"]) == (0, 1)
        page.context.grant_permissions(["geolocation", "notifications"], origin=origin)
        steps.press(page, "push.check")
        expect(page.get_by_role("heading", name=word("verdict.denied"))).to_have_count(0)


def test_a_phone_that_was_never_asked_is_told_to_turn_alerts_on(
    live_server: Product, world: World, browser: Browser
) -> None:
    place, origin = world.community(), live_server.origin
    with phone_page(browser) as page:
        steps.sign_in(page, origin, world.worker(place))
        expect(page.get_by_text(word("verdict.ask"))).to_be_visible()
        steps.open_page(page, f"{origin}/devices")
        expect(page.get_by_role("button", name=word("push.card_ask"), exact=True)).to_be_visible()


def why(officer: Caller, name: str) -> str:
    found = eventually(lambda: officer.get("/push/reach/people")["items"], what="somebody without reach")
    return str({item["name"]: item["why"] for item in found}[name])
