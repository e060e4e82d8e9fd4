"""The product, the push service, the desktop and the browsers of the end-to-end tests."""

from collections.abc import Iterator
from pathlib import Path

import flask_migrate
import pytest
from flask import Flask
from playwright.sync_api import Browser, Playwright, expect, sync_playwright

from backend.core.db import db
from tests.background import Background
from tests.conftest import make_app, scratch_database
from tests.e2e import certificate, chromium, desktop, product
from tests.e2e.autopush import Autopush
from tests.e2e.certificate import Loopback
from tests.e2e.desktop import Desktop
from tests.e2e.product import Product
from tests.e2e.world import World

#: For what a screen has to show, on a machine that is busy with other tests.
PATIENCE_MS = 30_000


@pytest.fixture(scope="package")
def background() -> Iterator[Background]:
    background = Background()
    yield background
    background.stop()


@pytest.fixture(scope="package")
def loopback(tmp_path_factory: pytest.TempPathFactory) -> Loopback:
    return certificate.make(tmp_path_factory.mktemp("certificate"))


@pytest.fixture
def autopush(background: Background, loopback: Loopback) -> Iterator[Autopush]:
    autopush = Autopush(background, loopback)
    autopush.start()
    yield autopush
    autopush.stop()


@pytest.fixture
def desk(background: Background) -> Iterator[Desktop]:
    with desktop.running(background) as running:
        yield running


@pytest.fixture(scope="package")
def product_app(server_url: str) -> Iterator[Flask]:
    """The application over a migrated database of its own, by which tests make people."""
    with scratch_database(server_url) as url:
        app = make_app(url)
        with app.app_context():
            flask_migrate.upgrade()
        yield app
        with app.app_context():
            db.engine.dispose()


@pytest.fixture(scope="package")
def world(product_app: Flask) -> World:
    return World(product_app)


@pytest.fixture(scope="package")
def live_server(
    product_app: Flask, world: World, loopback: Loopback, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Product]:
    folder, url = tmp_path_factory.mktemp("product"), product_app.config["SQLALCHEMY_DATABASE_URI"]
    with product.running(folder, database_url=url, push_ca_file=loopback.ca_file) as running:
        yield running


@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    """For this package only: while it runs, the main thread can run no other event loop."""
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="package")
def browser(playwright: Playwright) -> Iterator[Browser]:
    running = playwright.chromium.launch(executable_path=chromium.binary(), chromium_sandbox=False)
    yield running
    running.close()


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    """A folder for a browser that nobody has used."""
    folder = tmp_path / "profile"
    folder.mkdir()
    return folder
