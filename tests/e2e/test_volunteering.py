"""From the sign-up to the certificate: a volunteer's phone without a network in between, and the host's."""

from datetime import timedelta

from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import update

from backend.core.db import db
from backend.volunteers.models.activity import Signup
from tests.e2e import steps, volunteering
from tests.e2e.api import Caller
from tests.e2e.chromium import phone_page
from tests.e2e.product import Product
from tests.e2e.words import word
from tests.e2e.world import World


def test_a_volunteer_serves_and_everybody_can_check_the_certificate(
    live_server: Product, world: World, browser: Browser, product_app: Flask
) -> None:
    grid = world.grid_of(world.community())
    host, volunteer = world.worker(grid), world.someone("volunteer", grid)
    activity_id = volunteering.publish(Caller(live_server.origin, host), grid, after=timedelta(minutes=10))
    with phone_page(browser) as phone, phone_page(browser) as desk, phone_page(browser, "en") as stranger:
        steps.sign_in(phone, live_server.origin, volunteer)
        steps.open_page(phone, f"{live_server.origin}/activities")
        phone.locator(".activity").filter(has_text="河道清洁").click()
        steps.press(phone, "activity.sign_up")
        stands(phone, "signed_up")
        it_is_kept_where_there_is_no_network(phone)
        three_quarters_of_an_hour_pass(product_app, activity_id)
        steps.open_page(phone, f"{live_server.origin}/activities/{activity_id}")
        steps.press(phone, "activity.check_out")
        phone.get_by_role("button", name=word("app.back")).click()

        steps.sign_in(desk, live_server.origin, host)
        steps.open_page(desk, f"{live_server.origin}/activities/{activity_id}")
        steps.press_named(desk, word("host.confirm").format(n=1))
        expect(desk.locator("main .line").filter(has_text=volunteer.name)).to_contain_text(word("activity.confirmed"))

        steps.open_page(phone, f"{live_server.origin}/service")
        expect(phone.locator("main .figure")).to_contain_text("0.5")
        address = phone.get_by_role("link", name=word("service.public_of").format(title="河道清洁")).get_attribute(
            "href"
        )
        stranger.goto(f"{live_server.origin}{address}")
        expect(stranger.locator(".verdict")).to_contain_text(word("certificate.valid", "en"))
        expect(stranger.locator("main .card .figure")).to_have_text(volunteer.name)
        stranger.goto(f"{live_server.origin}{address}x")
        expect(stranger.locator(".verdict")).to_contain_text(word("certificate.unknown", "en"))


def stands(page: Page, state: str) -> None:
    expect(page.locator("main .place")).to_contain_text(word(f"activity.{state}"))


def it_is_kept_where_there_is_no_network(page: Page) -> None:
    """The tap counts at once, and leaves by itself when there is a network again."""
    page.context.set_offline(True)
    steps.press(page, "activity.check_in")
    stands(page, "checked_in")
    expect(page.locator("main .place")).to_contain_text(word("activity.kept"))
    page.context.set_offline(False)
    expect(page.locator("main .place").get_by_text(word("activity.kept"))).to_have_count(0)
    stands(page, "checked_in")


def three_quarters_of_an_hour_pass(app: Flask, activity_id: str) -> None:
    with app.app_context():
        came = Signup.in_at - timedelta(minutes=45)
        db.session.execute(update(Signup).where(Signup.activity_id == activity_id).values(in_at=came))
        db.session.commit()
