"""One indicator in the hand: from a push to its page, a threshold, a picture for others, the wide view, flight mode."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.builders.readings import FIRMS, FLOATING, RESUMED, new
from tests.e2e import figures, steps
from tests.e2e.api import Caller
from tests.e2e.chromium import phone_page
from tests.e2e.product import Product
from tests.e2e.words import LANGUAGES, Language, word
from tests.e2e.world import Someone, World

PATIENCE_MS = 60_000
NAMES = {RESUMED: "企业复工率", FIRMS: "新设企业数", FLOATING: "流动人口数"}
#: What is written on a canvas, and the file that is saved of it.
WRITTEN = """(() => {
    window.written = [];
    const write = CanvasRenderingContext2D.prototype.fillText;
    CanvasRenderingContext2D.prototype.fillText = function (text, ...where) {
        window.written.push(text);
        return write.call(this, text, ...where);
    };
})()"""
THRESHOLD = f"{word('watch.threshold')} (%)"
#: A month in a table, which no day looks like; a moment on a picture.
MONTHS = {"zh-CN": re.compile(r"^\d{4}年\d{1,2}月$"), "en": re.compile(r"^[A-Z][a-z]{2} \d{4}$")}
FITS = """() => {
  const box = document.querySelector(".box[data-ready]");
  const svg = box.querySelector("svg");
  return Math.abs(svg.clientWidth - box.clientWidth) < 1 && Math.abs(svg.clientHeight - box.clientHeight) < 1;
}"""
DATED = r"\d{4}年\d{1,2}月\d{1,2}日"
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def place(world: World) -> str:
    """A community with a line of figures, one of which was corrected."""
    code = world.community()
    figures.taken(world, code)
    return code


@pytest.fixture
def secretary(world: World, place: str) -> Someone:
    return world.someone("commander", place)


@pytest.fixture
def page(live_server: Product, browser: Browser, secretary: Someone) -> Iterator[Page]:
    with phone_page(browser) as page:
        steps.sign_in(page, live_server.origin, secretary)
        yield page


def address(product: Product, code: str, area: str, more: str = "") -> str:
    return f"{product.origin}/cockpit/indicators/{code}{more}?area={area}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_says_its_figure_of_when_from_where_and_how_it_came_to_be(
    live_server: Product, world: World, browser: Browser, place: str, secretary: Someone, language: Language
) -> None:
    world.readings(new(RESUMED, place, figures.day(2), 90, 120))
    with phone_page(browser, language) as page:
        steps.sign_in(page, live_server.origin, secretary, language)
        steps.open_page(page, address(live_server, RESUMED, place))
        expect(page.locator(".value")).to_have_text("98.3%")
        facts = page.locator("#facts-title ~ dl")
        expect(facts.get_by_text("118 / 120", exact=True)).to_be_visible()
        expect(facts.get_by_text(word("source.import", language), exact=True)).to_be_visible()
        # What was corrected is marked in the line, and told with what it said before.
        expect(page.locator(".again")).to_have_count(1)
        expect(page.locator("#corrections-title ~ ol s")).to_have_text("97.5")
        page.get_by_text(word("indicator.as_table", language), exact=True).tap()
        expect(page.locator("tbody tr")).to_have_count(figures.DAYS)
        page.get_by_text(word("indicator.step_M", language), exact=True).tap()
        expect(page).to_have_url(f"{address(live_server, RESUMED, place)}&per=month")
        expect(page.locator("tbody th").first).to_have_text(MONTHS[language])
        # Twelve days lie in two months at most.
        expect(page.locator("tbody tr").nth(2)).to_have_count(0)


def test_parts_are_drilled_into_and_a_place_of_others_is_not_found(
    live_server: Product, world: World, browser: Browser, place: str
) -> None:
    with phone_page(browser) as page:
        steps.sign_in(page, live_server.origin, world.commander(place[:9]))
        steps.open_page(page, address(live_server, RESUMED, place[:9]))
        page.locator("#parts-title ~ ol").get_by_role("link").filter(has_text=world.name_of(place, "zh-CN")).tap()
        expect(page).to_have_url(address(live_server, RESUMED, place))
        expect(page.locator(".value")).to_have_text("98.3%")
        page.goto(address(live_server, RESUMED, world.elsewhere(place)))
        expect(page.get_by_text(word("errors.not_found"), exact=True)).to_be_visible()
        expect(page.locator(".value")).to_have_count(0)


def test_in_flight_mode_the_last_figures_are_there_with_their_age(
    live_server: Product, world: World, page: Page, place: str
) -> None:
    steps.wait_for_worker(page)
    steps.open_page(page, address(live_server, RESUMED, place))
    expect(page.locator(".value")).to_have_text("98.3%")
    page.context.set_offline(True)
    page.goto(address(live_server, RESUMED, place))
    expect(page.locator(".value")).to_have_text("98.3%")
    expect(page.get_by_text(word("errors.stale").format(age=word("time.now")))).to_be_visible()
    expect(page.locator(".chart .line")).not_to_have_count(0)
    # The wide view's own drawing is not on the phone: its figures are, plainly drawn.
    page.goto(address(live_server, RESUMED, place, "/full"))
    expect(page.get_by_text(word("indicator.plain_chart"))).to_be_visible()
    expect(page.locator(".chart .line")).not_to_have_count(0)
    page.goto(address(live_server, FIRMS, place))
    expect(page.get_by_text(word("indicator.not_kept"))).to_be_visible()


def test_a_threshold_is_set_listed_changed_and_taken_back(
    live_server: Product, page: Page, place: str, secretary: Someone
) -> None:
    steps.open_page(page, address(live_server, RESUMED, place))
    steps.press(page, "watch.title")
    sheet = page.get_by_role("dialog")
    sheet.get_by_label(THRESHOLD).fill("多")
    sheet.get_by_role("button", name=word("watch.save")).tap()
    expect(sheet.get_by_text(word("watch.bad_number"))).to_be_visible()
    sheet.get_by_label(THRESHOLD).fill("95.5")
    sheet.get_by_text(word("watch.quiet"), exact=True).tap()
    sheet.get_by_role("button", name=word("watch.save")).tap()
    rule = word("watch.rule_below").format(threshold="95.5 %")
    expect(sheet.get_by_text(rule, exact=True)).to_be_visible()
    sheet.get_by_role("link", name=word("watch.all")).tap()
    expect(page).to_have_url(f"{live_server.origin}/cockpit/thresholds")
    expect(page.get_by_text(rule, exact=True)).to_be_visible()
    me = Caller(live_server.origin, secretary)
    [kept] = subscriptions(me)
    assert (kept["operator"], kept["threshold"], kept["quiet_from"]) == ("below", 95.5, "22:00")

    what = f"{NAMES[RESUMED]} {rule}"
    page.get_by_role("button", name=word("watch.edit_of").format(what=what)).tap()
    page.get_by_role("dialog").get_by_label(THRESHOLD).fill("90")
    page.get_by_role("dialog").get_by_role("button", name=word("watch.save")).tap()
    changed = word("watch.rule_below").format(threshold="90 %")
    expect(page.get_by_text(changed, exact=True)).to_be_visible()
    what = f"{NAMES[RESUMED]} {changed}"
    page.get_by_role("button", name=word("watch.drop_of").format(what=what)).tap()
    expect(page.get_by_text(word("watch.none"), exact=True)).to_be_visible()
    assert subscriptions(me) == []
    page.get_by_role("button", name=word("app.undo"), exact=True).tap()
    expect(page.get_by_text(changed, exact=True)).to_be_visible()
    assert [one["id"] for one in subscriptions(me)] == [kept["id"]]


def test_in_the_sheet_a_threshold_that_cannot_be_taken_back_says_so_and_one_that_was_comes_back(
    live_server: Product, page: Page, place: str, secretary: Someone
) -> None:
    steps.open_page(page, address(live_server, RESUMED, place))
    steps.press(page, "watch.title")
    sheet = page.get_by_role("dialog")
    sheet.get_by_label(THRESHOLD).fill("95.5")
    sheet.get_by_role("button", name=word("watch.save")).tap()
    rule = word("watch.rule_below").format(threshold="95.5 %")
    drop = sheet.get_by_role("button", name=word("watch.drop_of").format(what=f"{NAMES[RESUMED]} {rule}"))
    page.context.set_offline(True)
    drop.tap()
    expect(sheet.get_by_role("alert")).to_have_text(word("errors.network"))
    page.context.set_offline(False)
    me = Caller(live_server.origin, secretary)
    [kept] = subscriptions(me)
    drop.tap()
    # The way back lies at the foot of the page: nothing lies over it.
    expect(sheet).to_have_count(0)
    assert subscriptions(me) == []
    with page.expect_response(lambda answer: answer.request.method == "PUT"):
        page.get_by_role("button", name=word("app.undo"), exact=True).tap()
    assert [one["id"] for one in subscriptions(me)] == [kept["id"]]


def subscriptions(who: Caller) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = who.get("/me/indicator-subscriptions")["items"]
    return found


def test_a_picture_for_others_says_place_figure_time_and_source(
    live_server: Product, world: World, page: Page, place: str
) -> None:
    page.context.add_init_script(WRITTEN)
    steps.open_page(page, address(live_server, RESUMED, place))
    with page.expect_download() as saved:
        steps.press(page, "share.title")
    picture = saved.value.path().read_bytes()
    assert picture.startswith(PNG)
    # Its width stands behind the header's name.
    assert int.from_bytes(picture[16:20]) == 1080
    assert int.from_bytes(picture[20:24]) > 700
    written = page.evaluate("window.written")
    assert {world.name_of(place, "zh-CN"), NAMES[RESUMED], "98.3", "%"} <= set(written)
    assert any(word("source.import") in line for line in written)
    assert not any(word("indicator.demo") in line for line in written)
    # Whoever gets it sees it on another day.
    assert any(re.search(rf"^{DATED} · 数据时间 {DATED} \d\d:\d\d$", line) for line in written), written
    assert any(re.search(rf"北京时间 {DATED} \d\d:\d\d 生成$", line) for line in written), written


def test_what_counts_few_people_is_sent_on_after_a_question_only_and_hidden_figures_never(
    live_server: Product, world: World, page: Page, browser: Browser, place: str
) -> None:
    steps.open_page(page, address(live_server, FLOATING, place))
    expect(page.locator(".value")).to_have_text(f"{figures.FEW}人")
    steps.press(page, "share.title")
    ask = page.get_by_role("dialog")
    expect(ask.get_by_text(word("share.few"))).to_be_visible()
    with page.expect_download():
        ask.get_by_role("button", name=word("share.few_yes"), exact=True).tap()
    with phone_page(browser) as other:
        steps.sign_in(other, live_server.origin, world.someone("analyst", place))
        steps.open_page(other, address(live_server, FLOATING, place))
        expect(other.locator(".value")).to_have_text(word("figure.hidden"))
        expect(other.get_by_role("button", name=word("share.title"), exact=True)).to_have_count(0)
        expect(other.get_by_text(word("indicator.corrections_hidden"))).to_be_visible()


def test_the_wide_view_alone_fetches_its_drawing_and_draws_beside_last_year_and_peers(
    live_server: Product, world: World, browser: Browser, place: str
) -> None:
    asked: list[str] = []
    peer = world.beside(place)
    world.readings(new(RESUMED, place, figures.year_before(1), 90, 120), new(RESUMED, peer, figures.day(1), 60, 120))
    with phone_page(browser) as page:
        page.on("request", lambda request: asked.append(request.url))
        # Whoever reads the street reads the peers of its community.
        steps.sign_in(page, live_server.origin, world.commander(place[:9]))
        steps.open_page(page, address(live_server, RESUMED, place))
        steps.wait_for_worker(page)
        assert not [url for url in asked if "/echarts-" in url]
        page.set_viewport_size({"width": 844, "height": 390})
        page.get_by_role("link", name=word("indicator.wide"), exact=True).tap()
        drawn = page.locator(".box[data-ready] svg")
        expect(drawn.locator("path")).not_to_have_count(0, timeout=PATIENCE_MS)
        assert [url for url in asked if "/echarts-" in url]
        # Rows of a table that nobody has opened are not built.
        expect(page.locator("details.more")).not_to_have_count(0)
        expect(page.locator("details.more tr")).to_have_count(0)
        # Whoever turns the phone sees all of it.
        page.set_viewport_size({"width": 390, "height": 844})
        page.wait_for_function(FITS)
        page.set_viewport_size({"width": 844, "height": 390})
        page.wait_for_function(FITS)
        expect(drawn.get_by_text(world.name_of(place, "zh-CN"), exact=True)).to_be_visible()
        page.get_by_text(word("indicator.with_last_year"), exact=True).tap()
        expect(drawn.get_by_text(word("indicator.last_year"), exact=True)).to_be_visible()
        expect(row_of(page, word("indicator.last_year"))).to_contain_text("75.0 %")
        name = world.name_of(peer, "zh-CN")
        page.locator(".peers").get_by_role("button", name=name, exact=True).tap()
        expect(drawn.get_by_text(name, exact=True)).to_be_visible()
        expect(page).to_have_url(re.compile(f"year=1&with={peer}$"))
        expect(row_of(page, name)).to_contain_text("50.0 %")
        # Whom an address names besides, and who does not stand beside it, keeps nobody back.
        page.goto(f"{address(live_server, RESUMED, place, '/full')}&with={world.elsewhere(place)},{peer}")
        expect(row_of(page, name)).to_contain_text("50.0 %", timeout=PATIENCE_MS)
        expect(page.get_by_role("alert")).to_have_count(0)


def row_of(page: Page, name: str) -> Locator:
    """The newest figure in the table of a line of the wide view."""
    table = page.locator("details").filter(has_text=word("indicator.as_table_of").format(name=name))
    if table.get_attribute("open") is None:
        table.locator("summary").tap()
    return table.locator("tbody td").first
