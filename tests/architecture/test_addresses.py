"""A notification leads to a page that the client has."""

import re

import pytest

from tests.e2e import screens
from tools import paths

NAMED = re.compile(r"""["']?navigate["']?\s*[=:]\s*f?"(/[^"]*)\"""")


def _named() -> set[str]:
    texts = [path.read_text() for path in (paths.ROOT / "backend").rglob("*.py")]
    return {re.sub(r"\{[^}]*\}", ":id", address) for text in texts for address in NAMED.findall(text)}


@pytest.mark.parametrize("address", sorted(_named()))
def test_every_address_in_a_notification_is_one_of_the_clients(address: str) -> None:
    assert address in screens.routes()


def test_the_addresses_are_found_at_all() -> None:
    assert {"/orders/:id", "/incidents/:id", "/devices"} <= _named()
