"""The product, the push service, the desktop and the browsers of the end-to-end tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, sync_playwright

from tests.conftest import make_app, scratch_database
from tests.e2e import certificate, desktop, product
from tests.e2e.autopush import Autopush
from tests.e2e.background import Background
from tests.e2e.certificate import Loopback
from tests.e2e.desktop import Desktop
from tests.e2e.product import Product
from tests.e2e.world import World


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
def prepared(server_url: str, loopback: Loopback, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """Settings and an empty, migrated database."""
    with scratch_database(server_url) as url:
        prepared = product.prepare(tmp_path_factory.mktemp("product"), database_url=url, push_ca_file=loopback.ca_file)
        prepared.flask("db", "upgrade")
        yield prepared


@pytest.fixture(scope="package")
def world(prepared: Product) -> World:
    return World(prepared, make_app(prepared.environment["DATABASE_URL"]))


@pytest.fixture(scope="package")
def live_server(prepared: Product, world: World) -> Iterator[Product]:
    with product.running(prepared) as running:
        yield running


@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    """For this package only: while it runs, the main thread can run no other event loop."""
    with sync_playwright() as running:
        yield running


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    """A folder for a browser that nobody has used."""
    folder = tmp_path / "profile"
    folder.mkdir()
    return folder
