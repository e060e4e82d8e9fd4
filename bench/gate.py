"""`make bench-gate`: codes verified a second, and from a code before the camera to its answer on a slow phone.

Beside it what one would pick instead, and the bare signature as what the processor allows. A hundred people are walked
through the gate's page, one code after the other held before its camera.
"""

import json
import os
from collections.abc import Mapping, Sequence

from playwright.sync_api import Page, sync_playwright

from bench import gate_rates
from bench.figures import percentile, put
from bench.lines import cockpit
from tests.e2e import at_gate, chromium
from tests.e2e.api import Caller
from tests.e2e.chromium import phone_page
from tests.e2e.product import Product
from tests.e2e.waiting import eventually
from tests.e2e.world import World
from tools import client

PEOPLE = int(os.environ.get("PEOPLE", "100"))
#: how many times slower than this machine a phone is; a mid phone is about four
SLOWER = (1, 4, 6)
ALLOWED_S = 600
GATE = "东门"
#: A camera before which the benchmark holds what it likes: the gate's page reads its picture as it reads any.
CAMERA = """
    const canvas = Object.assign(document.createElement("canvas"), { width: 640, height: 480 });
    const drawing = canvas.getContext("2d");
    let held = null;
    window.hold = (rows) => { held = rows; draw(held); };
    const draw = (rows) => {
        drawing.fillStyle = "#777";
        drawing.fillRect(0, 0, 640, 480);
        if (!rows) return;
        const [module, quiet] = [Math.floor(460 / (rows.length + 8)), 4];
        const [size, left, top] = [(rows.length + quiet * 2) * module, 80, 8];
        drawing.fillStyle = "#fff";
        drawing.fillRect(left, top, size, size);
        drawing.fillStyle = "#000";
        rows.forEach((row, y) => [...row].forEach((cell, x) =>
            cell === "1" && drawing.fillRect(left + (x + quiet) * module, top + (y + quiet) * module, module, module)));
    };
    // As a camera does: picture after picture, whether or not anything moves.
    setInterval(() => draw(held), 60);
    if (navigator.mediaDevices) navigator.mediaDevices.getUserMedia = async () => canvas.captureStream(30);
"""
#: From the code held up until the answer is painted; then the next person.
ONE = """
    async (rows) => {
        const there = () => document.querySelector("[role=alertdialog]");
        const until = (is) => new Promise((done) => {
            const look = () => is() && (watch.disconnect(), done());
            const watch = new MutationObserver(look);
            watch.observe(document.body, { childList: true, subtree: true });
            look();
        });
        const began = performance.now();
        hold(rows);
        await until(there);
        const verdict = [...there().classList].find((it) => ["passed", "stopped", "unsure"].includes(it));
        await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
        const took = performance.now() - began;
        hold(null);
        there().querySelector("button").click();
        await until(() => !there());
        return [took, verdict];
    }
"""


def main() -> None:
    others = os.getloadavg()[0]
    client.ensure_built()
    codes = gate_rates.make()
    rates = {"server": gate_rates.on_server(codes)}
    print(f"  server  {rates['server']}", flush=True)
    with cockpit() as (running, world), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.binary(), chromium_sandbox=False)
        with phone_page(browser) as page:
            rates["browser"] = gate_rates.in_browser(codes, page, running.origin)
        print(f"  browser {rates['browser']}", flush=True)
        with phone_page(browser) as page:
            times = queue(page, running, world)
        browser.close()
    put("bench-gate", f"{TITLE}\n\n{rate_table(rates)}\n\n{time_table(times)}\n\n{note(others)}")
    said = {f"{where}_{way}_per_s": round(rate) for where, some in rates.items() for way, rate in some.items()}
    said |= {f"answer_p95_ms_at_{rate}": round(percentile(some, 0.95)) for rate, some in times.items()}
    print(f"{rate_table(rates)}\n\n{time_table(times)}\nRESULT {json.dumps(said)}")


def queue(page: Page, running: Product, world: World) -> dict[int, list[float]]:
    """Milliseconds of each person, for each speed of the phone; all must pass, and the server must count them once."""
    place, origin = world.community(), running.origin
    officer = Caller(origin, world.someone("duty_officer", place))
    gate = at_gate.open_gate(officer, place, GATE)
    codes = [_code(Caller(origin, world.someone("volunteer", place))) for _ in range(PEOPLE)]
    page.add_init_script(CAMERA)
    at_gate.stand(page, origin, world.worker(place), GATE)
    print("  at the gate", flush=True)
    speed = page.context.new_cdp_session(page)
    found: dict[int, list[float]] = {}
    for rate in SLOWER:
        speed.send("Emulation.setCPUThrottlingRate", {"rate": rate})
        found[rate] = [_one(page, rows) for rows in codes]
        print(f"  {rate} times slower: {sum(found[rate]) / PEOPLE:.0f} ms each", flush=True)
        if len(found) == 1:
            eventually(lambda: _passed(officer, gate) == PEOPLE, within=600, what="everybody's check-in")
    return found


def _passed(officer: Caller, gate: str) -> int:
    return int(officer.get(f"/gate/places/{gate}")["passed"])


def _one(page: Page, rows: Sequence[str]) -> float:
    took, verdict = page.evaluate(ONE, rows)
    assert verdict == "passed", verdict
    return float(took)


def _code(person: Caller) -> list[str]:
    at_gate.declare(person)
    rows: list[str] = at_gate.code(person)["qr"]
    return rows


TITLE = "At the gate (`make bench-gate`)"
WAYS = {
    "ours": "the gate's verifier, from the text to the answer",
    "library": "libraries: `base45`, zlib and `cwt` / `@digitalbazaar/base45`, `pako` and `@auth0/cose`",
    "bare": "nothing but the signature (OpenSSL / WebCrypto)",
}


def rate_table(rates: Mapping[str, Mapping[str, float]]) -> str:
    lines = ["| codes a second on one core | server | times ours | browser | times ours |", "|---|---:|---:|---:|---:|"]
    for way, words in WAYS.items():
        cells = [f"{some[way]:,.0f} | {some[way] / some['ours']:.2f}" for some in rates.values()]
        lines.append(f"| {words} | {' | '.join(cells)} |")
    return "\n".join(lines)


def time_table(times: Mapping[int, Sequence[float]]) -> str:
    speeds = ["as this machine" if rate == 1 else f"{rate} times slower" for rate in times]
    lines = [
        f"| from the code before the camera to the answer, ms | {' | '.join(speeds)} |",
        "|---|" + "---:|" * len(times),
    ]
    for words, share in (("half of them", 0.5), ("19 of 20", 0.95), ("the slowest", 1.0)):
        lines.append(f"| {words} | {' | '.join(f'{percentile(some, share):.0f}' for some in times.values())} |")
    left = [(ALLOWED_S - sum(some) / 1_000) / len(some) for some in times.values()]
    lines.append(f"| left for each of {PEOPLE} in ten minutes, s | {' | '.join(f'{one:.1f}' for one in left)} |")
    return "\n".join(lines)


def note(others: float) -> str:
    return (
        f"{gate_rates.COUNT:,} codes, each another one, one after the other, the best of {gate_rates.ROUNDS} rounds."
        f" {PEOPLE} people before the camera of the built client's page (640 × 480, read by zxing-wasm), slowed down by"
        " Chromium; each answer is kept on the phone before it is shown. Load average before it began:"
        f" {others:.1f}."
    )


if __name__ == "__main__":
    main()
