"""A list of volunteers is judged, taken in, found again, seen whole for a reason, and called together, on one phone."""

import re

from playwright.sync_api import Browser, expect

from tests.builders.register import csv
from tests.e2e import steps
from tests.e2e.chromium import phone_page
from tests.e2e.product import Product
from tests.e2e.words import word
from tests.e2e.world import World

PATIENCE_MS = 60_000


def test_from_a_list_to_a_muster(live_server: Product, world: World, browser: Browser) -> None:
    place = world.community()
    commander, grid = world.commander(place), world.grid_of(place)
    good = ("林晓晨", "13877776666", "E2E0001", grid, "急救", "周末", "2026-01-05")
    wrong = ("赵无网格", "13877775555", "", "没有的网格", "", "", "")
    with phone_page(browser) as page:
        steps.sign_in(page, live_server.origin, commander)
        steps.open_page(page, f"{live_server.origin}/volunteers/import")
        page.set_input_files(
            "input[type=file]", {"name": "名册.csv", "mimeType": "text/csv", "buffer": csv(good, wrong)}
        )
        expect(page.get_by_text("赵无网格")).to_be_visible(timeout=PATIENCE_MS)
        steps.press_named(page, word("register_list.take_in").format(n=1))
        expect(page.get_by_text(word("register_list.taken_in").format(n=1))).to_be_visible(timeout=PATIENCE_MS)

        steps.open_page(page, f"{live_server.origin}/volunteers")
        page.get_by_label(word("volunteer.search")).fill("6666")
        found = page.locator(".person").filter(has_text="138****6666")
        expect(found).to_be_visible()
        expect(page.get_by_text("林晓晨")).to_have_count(0)
        found.click()
        page.get_by_label(word("volunteer.reason")).fill("家属寻人核实")
        steps.press_named(page, word("volunteer.unmask"))
        expect(page.get_by_text("13877776666")).to_be_visible()

        steps.open_page(page, f"{live_server.origin}/musters")
        steps.press_named(page, word("muster.new"))
        page.get_by_label(word("muster.where")).select_option(grid)
        steps.press_named(page, word("muster.preview"))
        for name, said in (("place", "东门"), ("task", "搬运"), ("time", "马上"), ("phone", "19900000000")):
            page.get_by_label(word(f"muster.{name}"), exact=True).fill(said)
        steps.press_named(page, word("muster.issue").format(n=1))
        expect(page).to_have_url(re.compile(r"/musters/[0-9a-f-]{36}$"))
        expect(page.locator(".person").filter(has_text=word("muster.silent"))).to_be_visible()
