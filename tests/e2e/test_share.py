"""Photos shared to the app: kept through updates, shown, deleted with a way back, gone with the sign-out."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from tests.e2e import steps
from tests.e2e.chromium import phone_page
from tests.e2e.product import Product
from tests.e2e.words import word
from tests.e2e.world import World
from tools import paths

PHOTO = (paths.ROOT / "pwa/public/icons/icon-192.png").read_bytes()
# As the browser hands a share over: a form that is posted by a navigation.
FORM = """
    const form = document.createElement('form');
    Object.assign(form, { method: 'POST', action: '/report/photos', enctype: 'multipart/form-data', id: 'share' });
    form.innerHTML = '<input type="file" name="photos" multiple aria-label="shared">';
    document.body.append(form);
"""


def share(page: Page, *files: FilePayload) -> None:
    page.evaluate(FORM)
    page.get_by_label("shared").set_input_files(list(files))
    with page.expect_event("load"):
        page.evaluate("document.getElementById('share').submit()")


def photo(name: str) -> FilePayload:
    return {"name": name, "mimeType": "image/png", "buffer": PHOTO}


@pytest.fixture
def page(live_server: Product, world: World, browser: Browser) -> Iterator[Page]:
    with phone_page(browser) as page:
        steps.sign_in(page, live_server.origin, world.worker(world.community()))
        steps.wait_for_worker(page)
        yield page


def test_shared_photos_are_kept_even_without_a_network(page: Page) -> None:
    page.context.set_offline(True)
    share(page, photo("a.png"), photo("b.png"), {"name": "c.png", "mimeType": "image/png", "buffer": b"<html>"})
    expect(page.get_by_role("heading", level=1)).to_have_text(word("photos.title"))
    expect(page.get_by_text(word("photos.kept_now").format(n=2))).to_be_visible()
    expect(page.get_by_text(word("photos.no_photo").format(n=1))).to_be_visible()
    expect(page.get_by_role("img", name="a.png")).to_be_visible()
    # Loaded again, nothing is shared again.
    page.reload()
    expect(page.locator(".photo")).to_have_count(2)


def test_the_tenth_photo_is_refused_by_its_reason(page: Page) -> None:
    share(page, *(photo(f"{number}.png") for number in range(11)))
    expect(page.locator(".photo")).to_have_count(9)
    expect(page.get_by_text(word("photos.too_many").format(n=2, most=9))).to_be_visible()


def test_a_deleted_photo_comes_back_from_the_toast(page: Page) -> None:
    share(page, photo("a.png"))
    steps.press_named(page, word("photos.drop").format(n=1))
    expect(page.get_by_text(word("photos.none"))).to_be_visible()
    steps.press(page, "app.undo")
    expect(page.get_by_role("img", name="a.png")).to_be_visible()


def test_photos_go_with_the_sign_out_and_it_says_so_first(page: Page, live_server: Product, world: World) -> None:
    share(page, photo("a.png"))
    page.goto(f"{live_server.origin}/me")
    steps.press(page, "me.sign_out")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text(word("me.photos_ask").format(n=1))).to_be_visible()
    dialog.get_by_role("button", name=word("me.sign_out"), exact=True).click()
    page.wait_for_url("**/sign-in")
    steps.sign_in(page, live_server.origin, world.worker(world.community()))
    page.goto(f"{live_server.origin}/report/photos")
    expect(page.get_by_text(word("photos.none"))).to_be_visible()


def test_other_writes_are_left_to_the_network(page: Page) -> None:
    answered = page.evaluate("fetch('/report/elsewhere', { method: 'POST' }).then((it) => it.status)")
    assert answered == 405
