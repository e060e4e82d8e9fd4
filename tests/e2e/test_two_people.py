"""Two people, each with a phone, at the same time: who commands and who works, who asks and who decides."""

from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e import one_key, steps
from tests.e2e.api import Caller
from tests.e2e.chromium import phone_page
from tests.e2e.product import Product
from tests.e2e.words import word
from tests.e2e.world import World


def test_an_order_is_issued_answered_and_cleared_between_two_phones(
    live_server: Product, world: World, browser: Browser
) -> None:
    place, origin = world.community(), live_server.origin
    commander, worker = world.commander(place), world.worker(place, is_lead=True)
    plan = Caller(origin, commander).plan()
    with phone_page(browser) as theirs, phone_page(browser) as mine:
        steps.sign_in(mine, origin, worker)
        expect(mine.get_by_text(word("orders.none"))).to_be_visible()
        steps.sign_in(theirs, origin, commander)
        for _screen in one_key.walk(theirs, "zh-CN", world.name_of(place, "zh-CN"), plan):
            pass
        headline = theirs.get_by_role("heading", level=1).inner_text()
        expect(theirs.locator(".said").get_by_text(_answered(0))).to_be_visible()

        # Nobody touches the worker's phone: the order comes by itself.
        order = mine.get_by_role("link").filter(has_text=headline)
        expect(order).to_be_visible()
        order.click()
        steps.press(mine, "answer.acknowledged")
        expect(theirs.locator(".said").get_by_text(_answered(1))).to_be_visible()
        expect(_badge(theirs, "board.look.answered")).to_be_visible()
        steps.press(mine, "answer.en_route")
        steps.press(mine, "answer.arrived")
        expect(theirs.locator(".arrived dd")).to_have_text("1")

        steps.press(theirs, "board.all_clear")
        steps.press(theirs, "board.confirm_all_clear")
        expect(_badge(theirs, "kind.all_clear")).to_be_visible()
        expect(_badge(mine, "order_state.cleared")).to_be_visible()
        mine.get_by_role("link", name=word("nav.orders"), exact=True).click()
        expect(_badge(mine, "kind.all_clear")).to_be_visible()


def test_a_wide_order_waits_for_a_second_person_who_approves_on_the_other_phone(
    live_server: Product, world: World, browser: Browser
) -> None:
    near, origin = world.community(), live_server.origin
    far = world.elsewhere(near)
    district = near[:6]
    world.step_down(district, "commander", "duty_officer")
    commander, officer = world.commander(district), world.someone("duty_officer", district)
    world.worker(near, is_lead=True)
    world.worker(far, is_lead=True)
    plan = Caller(origin, commander).plan()
    names = [world.name_of(place, "zh-CN") for place in (near, far)]
    with phone_page(browser) as asking, phone_page(browser) as deciding:
        steps.sign_in(deciding, origin, officer)
        steps.sign_in(asking, origin, commander)
        asking.goto(f"{origin}/command/new")
        for _screen in one_key.prepare(asking, "zh-CN", names, plan):
            pass
        expect(asking.get_by_role("button", name=word("key.hold_submit"), exact=True)).to_be_visible()
        one_key.keep_pressed(asking, asking.locator("button.hold"))
        asking.wait_for_url("**/command/submissions/*")
        expect(_badge(asking, "submission.state.pending")).to_be_visible()
        expect(asking.get_by_text(officer.name)).to_be_visible()

        # Nobody touches the officer's phone: what waits for him comes by itself.
        deciding.get_by_role("link").filter(has_text=commander.name).click()
        expect(deciding.get_by_text(word("submission.lead_theirs"))).to_be_visible()
        one_key.keep_pressed(deciding, deciding.locator("button.hold"))
        expect(_badge(deciding, "submission.state.approved")).to_be_visible()

        # The board opens by itself.
        asking.wait_for_url("**/command/orders/*")
        expect(asking.get_by_role("heading", name=word("board.totals"))).to_be_visible()


def _badge(page: Page, key: str) -> Locator:
    return page.locator(".badge").get_by_text(word(key), exact=True)


def _answered(number: int) -> str:
    return word("board.answered").replace("{n}", str(number)).replace("{total}", "1")
