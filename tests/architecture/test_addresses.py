"""A notification leads to a page that the client has."""

import re

import pytest

from tests.e2e import screens
from tools import paths

NAMED = re.compile(r"""["']?navigate["']?\s*[=:]\s*f?"(/[^"]*)\"""")


def _named() -> set[str]:
    """Without what is asked of the page, and with its blanks all alike."""
    texts = [path.read_text() for path in (paths.ROOT / "backend").rglob("*.py")]
    found = [address.partition("?")[0] for text in texts for address in NAMED.findall(text)]
    return {re.sub(r"\{[^}]*\}", ":id", address) for address in found}


def _known() -> set[str]:
    return {re.sub(r":\w+", ":id", route) for route in screens.routes()}


@pytest.mark.parametrize("address", sorted(_named()))
def test_every_address_in_a_notification_is_one_of_the_clients(address: str) -> None:
    assert address in _known()


def test_the_addresses_are_found_at_all() -> None:
    assert {"/orders/:id", "/incidents/:id", "/devices", "/cockpit/indicators/:id"} <= _named()
