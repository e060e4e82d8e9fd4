"""`make bench-live`: ten thousand open screens on one web process; one hint to all of them, beside asking again."""

import http.client
import json
import multiprocessing
import os
import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection

import psutil
import psycopg
from sqlalchemy import select

from backend.areas.actions.import_areas import take_in
from backend.areas.models import Area
from backend.core.db import db, uuid7
from backend.demo import geography
from bench import cockpit, crowd, figures, patience, plots, screens
from bench.figures import percentile

STREAMS = int(os.environ.get("STREAMS", "10000"))
HINTS = int(os.environ.get("ROUNDS", "5"))
WATCHERS = 2
#: What a screen would do without a stream.
ASKED_S = 5.0
#: fewer are a try
WORTH_WRITING = 10_000


def main() -> None:
    load = os.getloadavg()[0]
    with cockpit.place("") as where:
        where.env["WEB_PROCESSES"] = "1"
        path = settle(where)
        with cockpit.Processes(where) as running:
            told, rounds = measure(where, running.port, path)
    text = table(told)
    print(f"\n{text}")
    if STREAMS >= WORTH_WRITING:
        note = (
            f"{os.cpu_count()} cores shared by the one web process, PostgreSQL and {WATCHERS} processes that hold the"
            f" screens; medians of {HINTS} hints. Asking again is what screens without a stream would do. Load average"
            f" before: {load:.1f}."
        )
        title = "Open screens on one web process (`make bench-live`)"
        figures.put("bench-live", f"{title}\n\n{text}\n\n{note}", plot=plot(rounds))
    print(f"RESULT {json.dumps({name: round(value, 4) for name, value in told.items()})}")


def settle(where: cockpit.Place) -> str:
    """A district and somebody who watches it; its path."""
    with where.app.app_context():
        report = take_in(geography.read().rows)
        assert not report.faults, report.faults
        db.session.commit()
        district = db.session.scalars(select(Area).where(Area.level == "district")).one()
        crowd.commander(district.code)
        path = district.path
        db.engine.dispose()
    return path


def measure(where: cockpit.Place, port: int, path: str) -> tuple[dict[str, float], list[list[float]]]:
    """The figures, and of each hint the seconds until it reached each screen."""
    answer = patience.call(port, "/api/sessions", crowd.credentials(), method="POST", token="", meanwhile=lambda: None)
    web = screens.Web(port, str(answer["access_token"]))
    before_kb = web_kb(port)
    began = time.monotonic()
    with watching(web) as watchers:
        opened_s = time.monotonic() - began
        per_stream_kb = (web_kb(port) - before_kb) / STREAMS
        print(f"{STREAMS:,} streams open after {opened_s:.1f} s, {per_stream_kb:.1f} KB each", flush=True)
        rounds = [ring(where.env["DATABASE_URL"], path, watchers) for _ in range(HINTS)]
    asked_per_s = asks_a_second(web)
    last_s = statistics.median(one[-1] for one in rounds)
    told = {
        "streams": STREAMS,
        "opened_s": opened_s,
        "per_stream_kb": per_stream_kb,
        "hint_p50_s": statistics.median(percentile(one, 0.5) for one in rounds),
        "hint_p99_s": statistics.median(percentile(one, 0.99) for one in rounds),
        "hint_last_s": last_s,
        "missed": sum(STREAMS - len(one) for one in rounds),
        "asked_per_s": asked_per_s,
        "ratio_asking": STREAMS / asked_per_s / last_s,
    }
    return told, rounds


@contextmanager
def watching(web: screens.Web) -> Iterator[list[Connection]]:
    spawn = multiprocessing.get_context("spawn")
    pipes = [spawn.Pipe() for _ in range(WATCHERS)]
    shares = [STREAMS // WATCHERS + (number < STREAMS % WATCHERS) for number in range(WATCHERS)]
    running = [
        spawn.Process(target=screens.watch, args=(web, share, end), daemon=True)
        for share, (_, end) in zip(shares, pipes, strict=True)
    ]
    for one in running:
        one.start()
    ours = [pipe for pipe, _ in pipes]
    assert sum(pipe.recv() for pipe in ours) == STREAMS
    yield ours
    for pipe in ours:
        pipe.send("stop")
    for one in running:
        one.join(20)


def ring(url: str, path: str, watchers: Sequence[Connection]) -> list[float]:
    """One hint to everybody; seconds until it reached each, in order."""
    hint_id = str(uuid7())
    for watcher in watchers:
        watcher.send(hint_id)
        assert watcher.recv() == "ready"
    said = {"kind": "order.issued", "id": hint_id, "seq": 1, "paths": [path]}
    with psycopg.connect(url, autocommit=True) as connection:
        rung = time.time()
        connection.execute("SELECT pg_notify('facts', %s)", (json.dumps(said),))
    times = sorted(at - rung for watcher in watchers for at in watcher.recv())
    print(f"  a hint reached {len(times):,}, the last after {times[-1]:.2f} s", flush=True)
    return times


def asks_a_second(web: screens.Web) -> float:
    """How often that process answers a screen that asks whether there is news."""
    line = http.client.HTTPConnection("127.0.0.1", web.port, timeout=30)
    headers = {"Authorization": f"Bearer {web.token}"}
    began, asked = time.monotonic(), 0
    while time.monotonic() - began < ASKED_S:
        line.request("GET", "/api/changes", headers=headers)
        line.getresponse().read()
        asked += 1
    line.close()
    return asked / (time.monotonic() - began)


def web_kb(port: int) -> float:
    """What the process that serves there keeps in memory."""
    owners = {one.pid for one in psutil.net_connections("tcp4") if one.laddr and one.laddr.port == port and one.pid}
    return sum(psutil.Process(pid).memory_full_info().uss / 1024 for pid in owners if psutil.Process(pid).parent())


def table(told: dict[str, float]) -> str:
    rows = [
        ("open after, s", f"{told['opened_s']:.1f}"),
        ("memory each, KB", f"{told['per_stream_kb']:.1f}"),
        ("a hint reached half after, s", f"{told['hint_p50_s']:.2f}"),
        ("99 of 100 after, s", f"{told['hint_p99_s']:.2f}"),
        ("the last after, s", f"{told['hint_last_s']:.2f}"),
        ("missed", f"{told['missed']:.0f}"),
        ("asked again and again it answers, per s", f"{told['asked_per_s']:.0f}"),
        (f"{STREAMS:,} that ask would take so much longer", f"{told['ratio_asking']:.0f} ×"),
    ]
    return "\n".join([f"| {STREAMS:,} streams | |", "|---|---:|", *(f"| {name} | {value} |" for name, value in rows)])


def plot(rounds: Sequence[Sequence[float]]) -> plots.Plot:
    """Which share of the screens each hint had reached after how long."""
    shares = [part / 10 for part in range(1, 11)]
    values = {
        f"hint {number}": {f"{share:.0%}": round(percentile(one, share) * 1000) for share in shares}
        for number, one in enumerate(rounds, start=1)
    }
    said = f"After how many milliseconds a hint had reached which share of {STREAMS:,} screens"
    return plots.lines(said, "of the screens", "ms", values)


if __name__ == "__main__":
    main()
