"""The cockpit in the hand: down to a grid in three taps, there without a network, in another order by a mode."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.builders.readings import FIRMS, FLOATING, RESUMED, new
from tests.e2e import figures, steps
from tests.e2e.api import Caller
from tests.e2e.chromium import phone_page
from tests.e2e.product import Product
from tests.e2e.stored import stored
from tests.e2e.waiting import eventually
from tests.e2e.words import LANGUAGES, Language, word
from tests.e2e.world import World

DISTRICT = "330103"
THREE_MINUTES = "(() => { const late = Date.now; Date.now = () => late() + 200_000; })()"
PATIENCE_MS = 60_000
#: The first of a street's headlines, as usual and in a flood.
USUAL, FLOODED = "网格事件上报数", "内涝积水点数"
#: Of a community, on top of its cockpit; nobody sends it here.
NOBODYS = "电梯按需维保超期数"
SECTIONS = ["要情", "吃", "住", "行", "游", "娱", "购", "秩序"]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with phone_page(browser) as page:
        yield page


def card(page: Page, name: str) -> Locator:
    """The first card of an indicator: what is on top stands in its section again."""
    return page.locator("article.tile").filter(has=page.get_by_role("heading", name=name, exact=True)).first


def has_come(page: Page) -> bool:
    return any(isinstance(one, dict) and "whole" in one for one in stored(page, "cockpit-read", "kept"))


def tops(page: Page) -> Locator:
    return page.locator("article.tile h3")


def test_three_taps_lead_from_the_district_to_a_grid_and_each_place_looks_the_same(
    live_server: Product, world: World, page: Page
) -> None:
    place = world.community()
    way = [place[:9], place, world.grid_of(place)]
    steps.sign_in(page, live_server.origin, world.commander(DISTRICT))
    steps.open_page(page, f"{live_server.origin}/cockpit")
    for above, code in zip((DISTRICT, *way), way, strict=False):
        page.get_by_role("navigation", name=word("cockpit.parts")).get_by_role(
            "link", name=world.name_of(code, "zh-CN"), exact=True
        ).tap()
        expect(page.get_by_role("heading", level=1)).to_have_text(world.name_of(code, "zh-CN"))
        up = page.get_by_role("navigation", name=word("cockpit.trail"))
        expect(up.get_by_role("link", name=world.name_of(above, "zh-CN"), exact=True)).to_be_visible()
        expect(page.locator("summary h2").first).to_have_text(SECTIONS[0])
        expect(page.locator("article.tile").first).to_be_visible()
    expect(page.get_by_role("navigation", name=word("cockpit.parts"))).to_have_count(0)
    page.get_by_role("link", name=world.name_of(DISTRICT, "zh-CN"), exact=True).tap()
    expect(page.get_by_role("heading", level=1)).to_have_text(world.name_of(DISTRICT, "zh-CN"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_flight_mode_it_opens_with_the_last_figures_and_their_age(
    live_server: Product, world: World, browser: Browser, language: Language
) -> None:
    place, origin = world.community(), live_server.origin
    world.readings(new(RESUMED, place, figures.day(1), 117, 120))
    with phone_page(browser, language) as page:
        steps.sign_in(page, origin, world.commander(place), language)
        steps.wait_for_worker(page)
        # Home has brought it along: nobody has opened the cockpit yet.
        eventually(lambda: has_come(page), within=60, what="the cockpit on the phone")
        page.context.set_offline(True)
        page.context.add_init_script(THREE_MINUTES)
        page.goto(f"{origin}/cockpit?against=previous_year")
        expect(page.get_by_role("heading", level=1)).to_have_text(world.name_of(place, language))
        stale = word("errors.stale", language).format(age=word("time.minutes", language).format(n=3))
        expect(page.get_by_text(stale)).to_be_visible()
        page.locator("summary").filter(has_text={"zh-CN": "经济", "en": "Economy"}[language]).tap()
        resumed = card(page, {"zh-CN": "企业复工率", "en": "Enterprise resumption rate"}[language])
        expect(resumed.locator(".value")).to_have_text("97.5%")
        # Another place was never here: it says so, and leads to the one that was.
        page.goto(f"{origin}/cockpit?area={world.grid_of(place)}")
        expect(page.get_by_text(word("cockpit.not_here", language))).to_be_visible()
        page.get_by_role("link", name=world.name_of(place, language), exact=True).tap()
        expect(page.locator("article.tile").first).to_be_visible()


def test_a_mode_puts_homes_and_cockpits_into_another_order_and_back(
    live_server: Product, world: World, browser: Browser, page: Page
) -> None:
    place, origin = world.community(), live_server.origin
    street = place[:9]
    steps.sign_in(page, origin, world.commander(street))
    expect(tops(page).first).to_have_text(USUAL)
    with phone_page(browser) as other:
        steps.sign_in(other, origin, world.someone("duty_officer", street))
        expect(tops(other).first).to_have_text(USUAL)
        page.get_by_role("link", name=word("glance.open")).tap()
        steps.press(page, "cockpit.switch")
        page.get_by_text("防汛", exact=True).tap()
        page.get_by_label(word("cockpit.switch_reason")).fill("梅雨将至")
        steps.press_named(page, word("cockpit.switch_do").format(mode="防汛"))
        expect(page.get_by_text(word("cockpit.switched").format(mode="防汛"))).to_be_visible()
        expect(tops(page).first).to_have_text(FLOODED)
        expect(page.get_by_text("梅雨将至")).to_be_visible()
        expect(page.locator("summary h2").nth(1)).to_have_text("防汛防台")
        # The other one has touched nothing.
        expect(tops(other).first).to_have_text(FLOODED, timeout=PATIENCE_MS)
        expect(other.locator("#main .mode.flood")).to_be_visible()
        page.get_by_role("button", name=word("app.undo")).tap()
        expect(page.get_by_text(word("cockpit.undone").format(mode="平时"))).to_be_visible()
        expect(tops(page).first).to_have_text(USUAL)
        expect(tops(other).first).to_have_text(USUAL, timeout=PATIENCE_MS)


def test_a_mode_is_looked_at_before_it_is_switched_and_only_by_whom_it_concerns(
    live_server: Product, world: World, page: Page
) -> None:
    place, origin = world.community(), live_server.origin
    steps.sign_in(page, origin, world.commander(place[:9]))
    steps.open_page(page, f"{origin}/cockpit")
    steps.press(page, "cockpit.switch")
    page.get_by_text("防汛", exact=True).tap()
    page.get_by_role("link", name=word("cockpit.switch_look").format(mode="防汛")).tap()
    expect(page.get_by_text(word("cockpit.looking").format(shown="防汛", mode="平时"))).to_be_visible()
    expect(tops(page).first).to_have_text(FLOODED)
    page.get_by_role("link", name=word("cockpit.looking_end")).tap()
    expect(tops(page).first).to_have_text(USUAL)


def test_none_is_no_nought_old_is_grey_and_few_people_are_not_shown(
    live_server: Product, world: World, page: Page
) -> None:
    place, origin = world.community(), live_server.origin
    few, old = new(FLOATING, place, figures.day(1), figures.FEW), new(FIRMS, place, figures.day(10), 4)
    world.readings(few, old)
    steps.sign_in(page, origin, world.someone("analyst", place[:9]))
    # Nothing else is for an analyst at home: the figures stand there, and a place of the bar leads to them.
    expect(page.locator("article.tile").first).to_be_visible()
    page.get_by_role("link", name=word("nav.cockpit"), exact=True).tap()
    page.get_by_role("link", name=world.name_of(place, "zh-CN"), exact=True).tap()
    none = card(page, NOBODYS)
    expect(none.locator(".value")).to_have_text("—")
    expect(none).to_contain_text(word("figure.none"))
    expect(page.get_by_role("button", name=word("cockpit.switch"))).to_have_count(0)
    page.locator("summary").filter(has_text="居住安全").tap()
    hidden = card(page, "流动人口数")
    expect(hidden.locator(".value")).to_have_text(word("figure.hidden"))
    # A day or a month may well have the same digits.
    expect(hidden).not_to_contain_text(f"{figures.FEW}人")
    page.locator("summary").filter(has_text="经济").tap()
    grey = card(page, "新设企业数")
    expect(grey.locator(".value")).to_have_text("4家")
    expect(grey).to_contain_text(word("figure.stale").format(age=word("time.days").format(n=9)))
    assert grey.evaluate("it => getComputedStyle(it).borderTopStyle") == "dashed"


def test_a_park_has_its_six_sections_and_a_department_its_own(live_server: Product, world: World, page: Page) -> None:
    world.readings(*(new(figures.VISITS, figures.PARK, figures.day(back), 90 + back) for back in (1, 2)))
    steps.sign_in(page, live_server.origin, world.commander(DISTRICT))
    steps.open_page(page, f"{live_server.origin}/cockpit?area={figures.PARK}")
    expect(page.locator("summary h2")).to_have_text(SECTIONS)
    visits = card(page, "武林商圈日客流量")
    expect(visits.locator(".delta")).to_contain_text("−1.00")
    expect(visits.locator(".delta")).to_contain_text(word("figure.than_D"))
    page.get_by_label(word("cockpit.previous_year"), exact=True).check(force=True)
    expect(visits).to_contain_text(word("figure.no_before"))
    page.get_by_label(word("cockpit.department"), exact=True).select_option("housing")
    expect(page.locator("summary h2").first).to_have_text("住建")
    expect(page).to_have_url(
        f"{live_server.origin}/cockpit?area={figures.PARK}&against=previous_year&department=housing"
    )


def test_another_street_has_no_cockpit_for_me_and_a_way_back(live_server: Product, world: World, page: Page) -> None:
    place, origin = world.community(), live_server.origin
    steps.sign_in(page, origin, world.commander(place))
    steps.open_page(page, f"{origin}/cockpit?area={world.elsewhere(place)}")
    expect(page.locator("article.tile")).to_have_count(0)
    page.get_by_role("link", name=word("cockpit.own")).tap()
    expect(page.get_by_role("heading", level=1)).to_have_text(world.name_of(place, "zh-CN"))
    assert Caller(origin, world.commander(place)).get(f"/cockpit?area={place}")["area"]["code"] == place
