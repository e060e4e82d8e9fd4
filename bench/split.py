"""`make bench-split`: two hosts with one database; the link between them is cut in the middle of orders."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

import psycopg

from bench import cockpit, figures, hosts, ordeal, recount, steady_phones
from bench.ordeal import Ordeal
from bench.order import certified
from bench.recount import Proof
from tools import paths, tied

ORDERS = int(os.environ.get("ORDERS", "5"))
PEOPLE = int(os.environ.get("PEOPLE", "5000"))
CUT_S = float(os.environ.get("CUT_S", "20"))
PORT = 8057
#: fewer orders than this prove that it runs, and are not written down
WORTH_WRITING = 5
FLASK = (paths.BIN / "flask", "--app", "wsgi")
#: a sender of host B is known by the address from which it speaks to the database
HELD_BY_B = """
SELECT count(*) FROM delivery_batch JOIN pg_locks ON objid = claimed_by AND locktype = 'advisory' AND classid = 7001
JOIN pg_stat_activity USING (pid)
WHERE order_id = %(order)s AND done_at IS NULL AND client_addr = '10.57.3.2'
"""


def main() -> None:
    """Build the hosts, and go on inside the first of them."""
    if "inside" in sys.argv:
        inside()
        return
    with hosts.standing():
        command = [*hosts.on(hosts.A), sys.executable, "-m", "bench.split", "inside"]
        done = subprocess.run(command, check=False, cwd=paths.ROOT)
    sys.exit(done.returncode)


def inside() -> None:
    with (
        TemporaryDirectory() as folder,
        certified(Path(folder), hosts.SERVICE) as (ca_file, certificate),
        cockpit.place(ca_file, listen=f"127.0.0.1,{hosts.DATABASE}") as where,
    ):
        let_in(where)
        proof, times = prove(where, certificate)
    if ORDERS >= WORTH_WRITING:
        write(proof, times)
    print(f"\n{table(proof, times)}")
    print(f"RESULT {json.dumps({**asdict(proof), 'cut_s': CUT_S, 'settled_s': [round(time, 1) for time in times]})}")
    if not proof.is_clean:
        raise SystemExit("something was lost or came twice")


def let_in(where: cockpit.Place) -> None:
    """The other host, with its password."""
    with (where.folder / "data" / "pg_hba.conf").open("a") as rules:
        rules.write("host all all 10.57.3.0/30 scram-sha-256\n")
    with psycopg.connect(where.server.url) as connection:
        connection.execute("SELECT pg_reload_conf()")


def prove(where: cockpit.Place, certificate: str) -> tuple[Proof, list[float]]:
    with ordeal.service(certificate, name=hosts.SERVICE, host=hosts.NET) as service:
        community, people = ordeal.settle_in(where, service.origin, PEOPLE)
        with running(where) as mend, ordeal.phones(people, service, (hosts.WEB, PORT)) as phones:
            cockpit.wait_until(lambda: cockpit.is_ready(PORT), cockpit.READY_S, "the cockpit did not become ready")
            paths_ = {phone.person_id: phone.path for phone in people}
            them = Ordeal(PORT, where.server.url, phones, community, paths_, mend)
            them.wait(lambda: senders(where.server.url) == 2, "a sender is missing")
            return them.proof, [one(them, number) for number in range(1, ORDERS + 1)]


@contextmanager
def running(where: cockpit.Place) -> Iterator[Callable[[], None]]:
    """Web, worker and a sender on host A, a sender on host B; gives what starts again those that ended."""
    at_a = {**where.env, "BIND": f"0.0.0.0:{PORT}", "PALM_PUSH_HOSTS": f"{hosts.SERVICE}:*"}
    at_b = {**at_a, "DATABASE_URL": where.env["DATABASE_URL"].replace("127.0.0.1", hosts.DATABASE)}
    web = (paths.BIN / "gunicorn", "--config", "deploy/gunicorn.py", "wsgi:app")
    wanted: list[tuple[Sequence[str | Path], dict[str, str]]] = [
        (web, at_a),
        ((*FLASK, "worker"), at_a),
        ((*FLASK, "sender"), at_a),
        ((*hosts.on(hosts.B), *FLASK, "sender"), at_b),
    ]
    log = (where.folder / "processes.log").open("ab")

    def start(number: int) -> subprocess.Popen[bytes]:
        command, env = wanted[number]
        # Whoever stops the benchmark half-way leaves none of them behind.
        tie = tied.to_parent(signal.SIGKILL)
        return subprocess.Popen(command, cwd=paths.ROOT, env=env, stdout=log, stderr=log, preexec_fn=tie)  # noqa: PLW1509

    alive = [start(number) for number in range(len(wanted))]

    def mend() -> None:
        for number, process in enumerate(alive):
            if process.poll() is not None:
                alive[number] = start(number)

    try:
        yield mend
    except BaseException:
        print((where.folder / "processes.log").read_text()[-4000:])
        raise
    finally:
        for process in alive:
            process.terminate()
        for process in alive:
            process.wait()
        log.close()


def one(them: Ordeal, number: int) -> float:
    """One order; the link is cut as soon as host B holds some of it. Returns seconds to its end."""
    began = time.monotonic()
    order_id = them.issue()
    seize(them.url, order_id)
    # From the first message of its part to the last.
    them.pause(0.15 * number)
    hosts.cut()
    cut_at = time.monotonic()
    took_over_s = None
    while time.monotonic() - cut_at < CUT_S:
        them.pause(0.2)
        if took_over_s is None and held_by_b(them.url, order_id) == 0:
            took_over_s = time.monotonic() - cut_at
    hosts.mend()
    them.settle(order_id)
    took_s = time.monotonic() - began
    freed = "not while it was cut" if took_over_s is None else f"after {took_over_s:.1f} s"
    so_far = f"so far lost {them.proof.lost}, doubled {them.proof.doubled}, repeated {them.proof.repeats}"
    print(f"  order {number}: {took_s:.1f} s, host B's part was free {freed}; {so_far}", flush=True)
    them.wait(lambda: senders(them.url) == 2, "host B did not come back")
    return took_s


def seize(url: str, order_id: UUID) -> None:
    """Wait for the moment in which host B holds a part of the order; it lasts for some tenths of a second."""
    deadline = time.monotonic() + ordeal.SETTLED_WITHIN_S
    with psycopg.connect(url, autocommit=True) as connection:
        while not (connection.execute(HELD_BY_B, {"order": order_id}).fetchone() or (0,))[0]:
            if time.monotonic() > deadline:
                raise RuntimeError("host B took nothing")
            time.sleep(0.005)


def held_by_b(url: str, order_id: UUID) -> int:
    with psycopg.connect(url) as connection:
        return int((connection.execute(HELD_BY_B, {"order": order_id}).fetchone() or (0,))[0])


def senders(url: str) -> int:
    with psycopg.connect(url) as connection:
        asked = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'palm-cockpit-sender'"
        return int((connection.execute(asked).fetchone() or (0,))[0])


def table(proof: Proof, times: Sequence[float]) -> str:
    lines = [f"| {name} | {value:,} |" for name, value in recount.lines(proof)]
    head = f"| {proof.orders} orders to {PEOPLE:,} people, the link cut for {CUT_S:.0f} s in each | |"
    slowest = f"| seconds to the end of the slowest | {max(times):.1f} |"
    return "\n".join([head, "|---|---:|", *lines, slowest])


def write(proof: Proof, times: Sequence[float]) -> None:
    note = (
        "Two hosts as network namespaces: web, worker, PostgreSQL and a sender on one, a sender on the other. The link"
        " between them is cut as soon as the second holds a part of the order; its way to the push service stays. The"
        f" server gives up on the other host after some 15 s. One phone in {steady_phones.ONE_IN} answers."
    )
    figures.put("bench-split", f"Two hosts, cut apart (`make bench-split`)\n\n{table(proof, times)}\n\n{note}")


if __name__ == "__main__":
    main()
