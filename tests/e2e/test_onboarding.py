"""A street comes on board from two spreadsheets: communities and grids, then its workers, one of whom signs in."""

import re
from pathlib import Path
from time import monotonic

from playwright.sync_api import Browser, Page, expect
from shapely import box

from tests.builders import workbooks
from tests.e2e import looks, steps
from tests.e2e.chromium import phone_page
from tests.e2e.looks import Watch
from tests.e2e.product import Product
from tests.e2e.words import word
from tests.e2e.world import Someone, World

COMMUNITIES = ("甲社区", "乙社区", "丙社区", "丁社区")
GRIDS = 5
WORKERS = 40
#: Without the clicks: what a person needs for reading and choosing comes on top of it.
AT_MOST_S = 240


def test_a_street_is_on_board_from_two_spreadsheets(
    live_server: Product, world: World, browser: Browser, tmp_path: Path
) -> None:
    street = world.street("试点街道", box(120.25, 30.35, 120.28, 30.38))
    system, security = world.someone("system_admin", street), world.someone("security_admin", street)
    tree, people = tmp_path / "网格.xlsx", tmp_path / "名单.xlsx"
    tree.write_bytes(workbooks.xlsx({"网格": grids()}, title="试点街道网格划分"))
    notes = [["说明", "手机号必填"]]
    people.write_bytes(workbooks.xlsx({"名单": workers(), "说明": notes}, title="试点街道网格员名单"))
    begun = monotonic()
    with phone_page(browser) as page:
        watch = Watch(live_server.origin).over(page.context)
        steps.sign_in(page, live_server.origin, system)
        grow(page, live_server.origin, street, tree)
        assert watch.complaints == []
    tree_done = monotonic()
    with phone_page(browser) as page:
        watch = Watch(live_server.origin).over(page.context)
        steps.sign_in(page, live_server.origin, security)
        username, password = take_in(page, live_server.origin, people)
        assert watch.complaints == []
    people_done = monotonic()
    with phone_page(browser) as page:
        first_sign_in(page, live_server.origin, Someone(security.id, "", username, password, street))
    done = monotonic()
    parts = {"areas": tree_done - begun, f"{WORKERS} accounts": people_done - tree_done, "sign-in": done - people_done}
    said = ", ".join(f"{part} {seconds:.0f} s" for part, seconds in parts.items())
    print(f"\nonboarding: {said}, in all {done - begun:.0f} s")  # noqa: T201 - the figure is what one runs it for
    assert done - begun < AT_MOST_S


def grids() -> list[list[object]]:
    """As streets keep it: the community once beside each grid, no codes."""
    rows = [[community, f"第{number}网格"] for community in COMMUNITIES for number in range(1, GRIDS + 1)]
    return [["社区", "网格"], *rows]


def workers() -> list[list[object]]:
    """With the faults that lists have: one grid that does not exist, in two rows, and a number that is none."""
    rows: list[list[object]] = [
        [at, f"工作人员{at}", 19900030000 + at, COMMUNITIES[at % 4], f"第{at % GRIDS + 1}网格", "网格员"]
        for at in range(1, WORKERS + 1)
    ]
    rows[7][4] = rows[8][4] = "第9网格"
    rows[20][2] = "见通讯录"
    return [["序号", "姓名*", "联系电话", "所属社区", "网格", "岗位"], *rows]


def grow(page: Page, origin: str, street: str, file: Path) -> None:
    steps.open_page(page, f"{origin}/areas/import?under={street}")
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_role("heading", name=word("lists.columns"))).to_be_visible()
    steps.press(page, "lists.check")
    expect(page.get_by_text(word("lists.good").format(n=len(COMMUNITIES) * GRIDS))).to_be_visible()
    assert looks.faults(page, "areas-import-checked", "zh-CN", ("light",)) == []
    steps.press_named(page, word("areas.take_in").format(n=len(COMMUNITIES) * (GRIDS + 1)))
    expect(page.get_by_text(word("areas.done"))).to_be_visible()
    page.get_by_role("link", name=word("areas.to_tree")).click()
    steps.press_named(page, word("areas.unfold").format(name="试点街道"))
    expect(page.get_by_text("丁社区", exact=True)).to_be_visible()


def take_in(page: Page, origin: str, file: Path) -> tuple[str, str]:
    """The account of the last one of the list."""
    steps.open_page(page, f"{origin}/people/import")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("switch", name=re.compile(word("people.phone_as_username"))).check()
    assert looks.faults(page, "people-import-columns", "zh-CN", ("light", "dark")) == []
    steps.press(page, "lists.check")
    expect(page.locator(".fault")).to_have_count(2)
    assert looks.faults(page, "people-import-faults", "zh-CN", ("light", "dark")) == []
    mend(page, word("people.field_area_code"), "第5网格", word("lists.mend_all").format(n=2))
    mend(page, word("people.field_phone"), "19900030999", word("lists.mend"))
    steps.press(page, "lists.check")
    expect(page.get_by_text(word("lists.good").format(n=WORKERS))).to_be_visible()
    steps.press_named(page, word("people.take_in").format(n=WORKERS))
    expect(page.get_by_role("heading", name=word("issued.count").format(n=WORKERS))).to_be_visible(timeout=60_000)
    page.reload()
    expect(page.get_by_role("heading", name=word("issued.count").format(n=WORKERS))).to_be_visible()
    assert looks.faults(page, "people-issued", "zh-CN", ("light",)) == []
    last = page.locator(".one", has_text=f"工作人员{WORKERS}")
    username, password = last.locator(".code").all_inner_texts()
    steps.press(page, "issued.done")
    steps.press(page, "issued.sure_yes")
    expect(page.locator(".one")).to_have_count(0)
    return username, password


def mend(page: Page, field: str, value: str, button: str) -> None:
    card = page.locator(".fault", has=page.get_by_label(field, exact=True))
    card.get_by_label(field, exact=True).fill(value)
    card.get_by_role("button", name=button, exact=True).click()
    expect(page.get_by_text(word("lists.mended")).first).to_be_visible()


def first_sign_in(page: Page, origin: str, worker: Someone) -> None:
    """The issued password opens nothing but the way to one's own."""
    page.goto(f"{origin}/sign-in")
    page.get_by_label(word("sign_in.username"), exact=True).fill(worker.username)
    page.get_by_label(word("sign_in.password"), exact=True).fill(worker.password)
    steps.press(page, "sign_in.submit")
    page.get_by_label(word("password.current"), exact=True).fill(worker.password)
    page.get_by_label(word("password.new"), exact=True).fill("seven lanterns over donghe")
    page.get_by_label(word("password.again"), exact=True).fill("seven lanterns over donghe")
    steps.press(page, "password.submit")
    greeting = word("home.hello").format(name=f"工作人员{WORKERS}")
    expect(page.get_by_role("heading", level=1)).to_have_text(greeting)
