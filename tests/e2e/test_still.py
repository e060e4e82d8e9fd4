"""Home stands still: in whatever order its parts arrive, nothing moves away from under a finger."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.e2e import stage, steps
from tests.e2e.chromium import phone_page
from tests.e2e.product import Product
from tests.e2e.stage import Stage
from tests.e2e.waiting import eventually
from tests.e2e.world import World

#: What Lighthouse takes no points for is 0.1; less than a line of text may move.
MOST = 0.02
#: How long parts wait for each other (ui/together.ts), and when what is shown counts as old (orders/follow-orders.ts),
#: is not what is tried here.
ENDLESS_PATIENCE = """{
  const after = setTimeout;
  window.setTimeout = (what, ms, ...more) => [3000, 4000].includes(ms) ? 0 : after(what, ms, ...more);
}"""
WATCH_SHIFTS = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const shift of list.getEntries()) if (!shift.hadRecentInput)
    window.shifts.push([shift.value, shift.sources.map(({ node }) => String(node?.outerHTML).slice(0, 90)).join()]);
}).observe({ type: "layout-shift", buffered: true });
"""
#: Where home asks how my orders stand: a phone that has heard before, and one that has not.
ORDERS = {"/api/changes", "/api/me/orders"}
TWO_FRAMES = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


@pytest.fixture(scope="module")
def set_up(live_server: Product, world: World) -> Stage:
    return stage.build(live_server, world)


@pytest.mark.parametrize("role", ["commander", "duty_officer", "grid_worker", "volunteer", "system_admin"])
def test_home_stands_still_in_whatever_order_its_parts_arrive(set_up: Stage, browser: Browser, role: str) -> None:
    with phone_page(browser, worker=False) as page:
        page.add_init_script(ENDLESS_PATIENCE)
        page.add_init_script(WATCH_SHIFTS)
        steps.sign_in(page, set_up.origin, set_up.people[role])
        steps.settled(page)
        moved = {(which, knows): shifts(page, set_up.origin, which, knows) for which in (0, -1) for knows in (1, 0)}
    assert not {case: found for case, found in moved.items() if sum(value for value, _ in found) > MOST}


def shifts(page: Page, origin: str, which: int, knows: int) -> list[tuple[float, str]]:
    """How far what moved, when the answer that was asked first (0) or last (-1) always comes first."""
    page.goto("about:blank")
    if not knows:
        forget(page, origin)
    with held(page) as answers:
        page.goto(f"{origin}/")
        eventually(lambda: let_go(page, answers, which), what="home with all its parts")
        # Before the rest is broken off: a phone whose server is gone says so at the top, and may.
        found: list[tuple[float, str]] = page.evaluate("window.shifts")
    return found


def forget(page: Page, origin: str) -> None:
    """Take away what the phone has kept to show before an answer comes."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "indexeddb"})
    devtools.detach()


@dataclass(frozen=True, slots=True)
class Answers:
    waiting: list[Route] = field(default_factory=list)
    #: Paths that the server has answered.
    given: set[str] = field(default_factory=set)


@contextmanager
def held(page: Page) -> Iterator[Answers]:
    """Hold every answer of the server until somebody lets it go."""
    answers = Answers()

    def hold(route: Route) -> None:
        answers.waiting.append(route)

    page.route("**/api/**", hold)
    page.route("**/api/stream", lambda route: route.abort())
    yield answers
    for route in answers.waiting:
        route.abort()
    page.unroute_all()


def let_go(page: Page, answers: Answers, which: int) -> bool:
    """Let one answer through and the page draw it; true when nothing is missing any more."""
    page.evaluate(TWO_FRAMES)
    if answers.waiting:
        route = answers.waiting.pop(which)
        route.continue_()
        if response := route.request.response():
            response.finished()
        answers.given.add(urlsplit(route.request.url).path)
        return False
    # What the phone has kept is shown at once; everything else is asked for in the same breath as the orders.
    return bool(answers.given & ORDERS) and page.locator("h1").count() == 1 and not page.locator(".loading").count()
