"""Two gates without a network: codes verified there, refused with a reason, and merged once when it is back."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e import at_gate, steps
from tests.e2e.api import Caller
from tests.e2e.at_gate import enter, next_one
from tests.e2e.chromium import phone_page
from tests.e2e.product import Product
from tests.e2e.stored import stored
from tests.e2e.waiting import eventually
from tests.e2e.words import word
from tests.e2e.world import World

EAST, WEST = "东门", "西门"


@dataclass(frozen=True, slots=True)
class Morning:
    """A community with two gates, and the codes of people who come."""

    officer: Caller
    gates: dict[str, str]
    green: str
    #: the eight characters under another green one
    short: str
    yellow: str
    revoked: str


@pytest.fixture
def place(world: World) -> str:
    return world.community()


@pytest.fixture
def morning(live_server: Product, world: World, place: str) -> Morning:
    officer = Caller(live_server.origin, world.someone("duty_officer", place))
    gates = {name: at_gate.open_gate(officer, place, name) for name in (EAST, WEST)}
    green, other, ill, changed = (Caller(live_server.origin, world.someone("volunteer", place)) for _ in range(4))
    for person in (green, other, changed):
        at_gate.declare(person)
    at_gate.declare(ill, "fever")
    screenshot = at_gate.code(changed)["text"]
    at_gate.declare(changed, "cough")
    codes = {"green": at_gate.code(green)["text"], "yellow": at_gate.code(ill)["text"], "revoked": screenshot}
    return Morning(officer, gates, short=at_gate.code(other)["short"], **codes)


@pytest.fixture
def phones(
    live_server: Product, world: World, place: str, morning: Morning, browser: Browser
) -> Iterator[dict[str, Page]]:
    """One at each gate."""
    with ExitStack() as stack:
        pages = {name: stack.enter_context(phone_page(browser)) for name in morning.gates}
        for name, page in pages.items():
            at_gate.stand(page, live_server.origin, world.worker(place), name)
        yield pages


def counts(morning: Morning, gate: str) -> tuple[int, int, int]:
    found = morning.officer.get(f"/gate/places/{morning.gates[gate]}")
    return found["passed"], found["stopped"], found["double_use"]


def spoilt(text: str) -> str:
    return text[:40] + ("1" if text[40] == "0" else "0") + text[41:]


def test_gates_verify_without_a_network_and_are_merged_once(
    live_server: Product, morning: Morning, phones: dict[str, Page]
) -> None:
    east, west = phones[EAST], phones[WEST]
    set_offline(phones, off=True)
    # Killed and opened anew: what a gate needs is on the phone.
    east.goto(f"{live_server.origin}/gate")
    expect(east.get_by_label(word("gate.manual"), exact=True)).to_be_visible()

    pass_at_both(phones, morning.green)
    said = {
        morning.revoked: "gate.why.revoked",
        morning.yellow: "gate.why.yellow",
        spoilt(morning.green): "gate.stopped",
        "一张截图": "gate.why.unsure",
    }
    for text, why in said.items():
        expect(enter(east, text)).to_contain_text(word(why))
        next_one(east)
    expect(enter(west, morning.short)).to_contain_text(word("gate.why.unsure"))
    next_one(west)
    assert [counts(morning, gate) for gate in phones] == [(0, 0, 0), (0, 0, 0)]

    set_offline(phones, off=False)
    eventually(lambda: counts(morning, EAST) == (1, 4, 1), within=60, what="the check-ins of the east gate")
    eventually(lambda: counts(morning, WEST) == (2, 0, 1), within=60, what="those of the west gate")
    for page in phones.values():
        expect(page.get_by_text(word("gate.double_use").format(n=1))).to_be_visible()
        # Opened once more, nothing is sent again.
        steps.open_page(page, f"{live_server.origin}/gate")
        expect(page.get_by_label(word("gate.manual"), exact=True)).to_be_visible()
    assert [counts(morning, gate) for gate in phones] == [(1, 4, 1), (2, 0, 1)]
    shown = morning.officer.get(f"/gate/places/{morning.gates[EAST]}")["recent"]
    assert not any(one["differs"] or one["repeats"] for one in shown)


def test_a_phone_that_never_opened_the_gate_verifies_without_a_network(
    live_server: Product, world: World, place: str, morning: Morning, browser: Browser
) -> None:
    with phone_page(browser) as page:
        steps.sign_in(page, live_server.origin, world.worker(place))
        steps.wait_for_worker(page)
        eventually(lambda: is_prepared(page), within=60, what="what a gate goes by")
        page.context.set_offline(True)
        page.goto(f"{live_server.origin}/gate")
        page.get_by_role("button", name=EAST).click()
        expect(enter(page, morning.green)).to_contain_text(word("gate.passed"))
        next_one(page)
        expect(enter(page, morning.revoked)).to_contain_text(word("gate.why.revoked"))


def is_prepared(page: Page) -> bool:
    """Both the list and the places."""
    kept = [one for one in stored(page, "cockpit-read", "kept") if isinstance(one, dict)]
    return any("revoked_keys" in one for one in kept) and any(
        one.get("items") and "passed" in one["items"][0] for one in kept
    )


def set_offline(phones: dict[str, Page], *, off: bool) -> None:
    for page in phones.values():
        page.context.set_offline(off)


def pass_at_both(phones: dict[str, Page], text: str) -> None:
    """The same code within moments: typed in on each before either is asked."""
    for page in phones.values():
        page.get_by_label(word("gate.manual"), exact=True).fill(text)
    for page in phones.values():
        steps.press(page, "gate.check")
    for page in phones.values():
        expect(at_gate.answer(page)).to_contain_text(word("gate.passed"))
        next_one(page)
