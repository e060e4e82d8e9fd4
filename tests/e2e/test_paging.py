"""A campaign is made on one phone, answered on others by a link and in the app, and what is left is called and done."""

import re

from playwright.sync_api import Browser, Page, expect

from tests.builders import paging
from tests.e2e import steps
from tests.e2e.api import Caller
from tests.e2e.chromium import phone_page
from tests.e2e.product import Product
from tests.e2e.words import word
from tests.e2e.world import World

PATIENCE_MS = 60_000


def test_from_a_campaign_to_a_call_that_is_done(live_server: Product, world: World, browser: Browser) -> None:
    place, origin = world.community(), live_server.origin
    officer, worker = world.someone("duty_officer", place), world.worker(world.grid_of(place), is_lead=True)
    resident = world.someone("volunteer", world.grid_of(place))
    script = paging.script_body(place)
    Caller(origin, officer).post("/paging/scripts", **script)
    with phone_page(browser) as desk, phone_page(browser) as phone, phone_page(browser) as hand:
        steps.sign_in(desk, origin, officer)
        campaign = begin(desk, origin, script["id"])
        answer_without_a_network(phone, f"{origin}/a/{world.link(campaign, resident)}")
        steps.sign_in(hand, origin, worker)
        call(hand, origin, resident.name)
        expect(desk.locator(".bars li.danger .number").first).to_contain_text("1", timeout=PATIENCE_MS)


def begin(page: Page, origin: str, script_id: str) -> str:
    """Counted before the tap, and asked once more."""
    steps.open_page(page, f"{origin}/paging/new")
    page.get_by_label(word("draft.script")).select_option(script_id)
    page.get_by_label(word("campaign.purpose")).fill("疫情防控")
    begin = word("draft.start").format(n=3)
    page.get_by_role("button", name=begin, exact=True).click(timeout=PATIENCE_MS)
    page.get_by_role("dialog").get_by_role("button", name=begin, exact=True).click()
    expect(page).to_have_url(re.compile(r"/paging/[0-9a-f-]{36}$"))
    expect(page.locator(".bars")).to_be_visible()
    return page.url.rpartition("/")[2]


def answer_without_a_network(page: Page, link: str) -> None:
    """Unwell: a number and a day more. The line breaks before it is sent, and comes back."""
    steps.open_page(page, link)
    steps.press(page, "asked.begin")
    page.get_by_role("button", name="否", exact=True).click()
    page.get_by_label(word("asked.number")).fill("99")
    steps.press(page, "asked.next")
    expect(page.get_by_text(word("asked.between").format(least=30, most=45)).first).to_be_visible()
    page.get_by_label(word("asked.number")).fill("38.5")
    steps.press(page, "asked.next")
    page.get_by_label(word("asked.date")).fill("2026-03-01")
    steps.press(page, "asked.next")
    page.context.set_offline(True)
    steps.press(page, "asked.send")
    expect(page.get_by_role("heading", name=word("asked.waits"), exact=True)).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_role("heading", name=word("asked.kept"), exact=True)).to_be_visible(timeout=PATIENCE_MS)
    steps.open_page(page, link)
    expect(page.get_by_role("heading", name=word("asked.answered"), exact=True)).to_be_visible()
    steps.open_page(page, link[:-4] + "AAAA")
    expect(page.get_by_role("heading", name=word("asked.no_link"), exact=True)).to_be_visible()


def call(page: Page, origin: str, name: str) -> None:
    """Taken by the tap that dials, done, taken back, and done again."""
    steps.open_page(page, f"{origin}/paging/calls")
    # A phone dials; this browser asks in a dialog that nobody answers.
    page.evaluate("document.addEventListener('click', (it) => it.target.closest('[href^=tel]') && it.preventDefault())")
    card = page.get_by_role("article").filter(has_text=name)
    expect(card).to_contain_text("38.5")
    card.get_by_role("link").click()
    card.get_by_role("button", name=word("calls.found_abnormal"), exact=True).click()
    expect(card).to_have_count(0)
    steps.press(page, "app.undo")
    card.get_by_role("button", name=word("calls.found_closed"), exact=True).click()
    expect(page.get_by_text(word("calls.none"), exact=True)).to_be_visible()
