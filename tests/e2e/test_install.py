"""The app offers itself where it can be installed, once it has been of use, and takes no for an answer."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e import looks, steps
from tests.e2e.api import Caller
from tests.e2e.chromium import phone_page
from tests.e2e.product import Product
from tests.e2e.words import LANGUAGES, Language, word
from tests.e2e.world import World

# What a browser does when it finds the app worth installing; headless ones never do.
OFFER = """
    () => {
        const offer = new Event('beforeinstallprompt');
        offer.prompt = async () => { window.prompted = true; };
        offer.userChoice = Promise.resolve({ outcome: 'accepted' });
        dispatchEvent(offer);
    }
"""
SUCCEEDED = "location.protocol === 'about:' || localStorage.setItem('first_success', '1')"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
SAFARI = f"{IPHONE} Version/18.5 Mobile/15E148 Safari/604.1"
WECHAT = f"{IPHONE} Mobile/15E148 MicroMessenger/8.0.50(0x1800322f) NetType/WIFI Language/zh_CN"


def test_it_is_offered_after_the_first_answer_and_installed_by_a_tap(
    live_server: Product, world: World, browser: Browser
) -> None:
    place, origin = world.community(), live_server.origin
    worker = world.worker(place)
    order = Caller(origin, world.commander(place)).order(place)
    with phone_page(browser) as page:
        steps.sign_in(page, origin, worker)
        page.evaluate(OFFER)
        expect(page.get_by_text(word("install.title"))).to_have_count(0)
        page.get_by_role("link", name=order["texts"]["zh"]["headline"]).click()
        steps.press(page, "answer.acknowledged")
        page.get_by_role("link", name=word("nav.home"), exact=True).click()
        expect(page.get_by_role("heading", name=word("install.title"))).to_be_visible()
        steps.press(page, "install.add")
        steps.until(page, "window.prompted === true")
        expect(page.get_by_text(word("install.title"))).to_have_count(0)


def test_a_no_is_remembered(live_server: Product, world: World, browser: Browser) -> None:
    with phone_page(browser) as page:
        page.add_init_script(SUCCEEDED)
        steps.sign_in(page, live_server.origin, world.worker(world.community()))
        page.evaluate(OFFER)
        steps.press(page, "install.later")
        page.goto(f"{live_server.origin}/me")
        page.evaluate(OFFER)
        expect(page.get_by_role("heading", level=1)).to_have_text(word("me.title"))
        expect(page.get_by_text(word("install.title"))).to_have_count(0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_iphone_is_shown_three_steps(
    live_server: Product, world: World, browser: Browser, language: Language
) -> None:
    with phone_page(browser, language, agent=SAFARI) as page:
        page.add_init_script(SUCCEEDED)
        _open_me(page, live_server, world, language)
        steps.press(page, "install.show", language)
        sheet = page.get_by_role("dialog", name=word("install.ios_title", language))
        expect(sheet.get_by_role("listitem")).to_have_count(3)
        expect(sheet.get_by_text(word("install.ios_share_bottom", language))).to_be_visible()
        assert looks.faults(page, "ios-steps", language) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_inside_another_app_the_way_out_is_shown_at_once(
    live_server: Product, world: World, browser: Browser, language: Language
) -> None:
    with phone_page(browser, language, agent=WECHAT) as page:
        _open_me(page, live_server, world, language)
        app = word("install_app.wechat", language)
        told = word("install.in_app", language).format(app=app)
        expect(page.get_by_role("heading", name=told)).to_be_visible()
        expect(page.get_by_text(word("install.in_app_open", language))).to_be_visible()
        assert looks.faults(page, "in-app", language) == []


def test_the_manifest_follows_the_language(live_server: Product, browser: Browser) -> None:
    link = "document.querySelector('link[rel=manifest]').getAttribute('href')"
    for language, file in (("zh-CN", "/manifest.webmanifest"), ("en", "/manifest.en.webmanifest")):
        with phone_page(browser, language) as page:  # type: ignore[arg-type]  # one of the two
            page.goto(f"{live_server.origin}/sign-in")
            steps.until(page, f"{link} === '{file}'")
            named = page.evaluate(f"fetch({link}).then((it) => it.json()).then((it) => it.lang)")
            assert named == language


def _open_me(page: Page, live_server: Product, world: World, language: Language) -> None:
    steps.sign_in(page, live_server.origin, world.worker(world.community()), language)
    steps.open_page(page, f"{live_server.origin}/me")
