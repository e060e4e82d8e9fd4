"""`make bench-kills`: everything killed by -9 in the middle of orders; what is lost, and what comes twice."""

import json
import os
import random
import time
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import cockpit, figures, ordeal, recount, steady_phones
from bench.ordeal import Ordeal
from bench.order import certified
from bench.recount import Proof
from bench.victims import Victims

ORDERS = int(os.environ.get("ORDERS", "100"))
PEOPLE = int(os.environ.get("PEOPLE", "5000"))
SEED = int(os.environ.get("SEED", "57"))
KILLS_AN_ORDER = 3
#: fewer orders than this prove that it runs, and are not written down
WORTH_WRITING = 100


def main() -> None:
    with (
        TemporaryDirectory() as folder,
        certified(Path(folder)) as (ca_file, certificate),
        cockpit.place(ca_file) as where,
    ):
        proof, killed, longest_s = prove(where, certificate)
    if ORDERS >= WORTH_WRITING:
        write(proof, killed, longest_s)
    print(f"\n{table(proof, killed)}")
    print(f"RESULT {json.dumps({**asdict(proof), 'killed': killed, 'longest_s': round(longest_s, 1)})}")
    if not proof.is_clean:
        raise SystemExit("something was lost or came twice")


def prove(where: cockpit.Place, certificate: str) -> tuple[Proof, dict[str, int], float]:
    with ordeal.service(certificate) as service:
        community, people = ordeal.settle_in(where, service.origin, PEOPLE)
        with (
            Victims(where) as victims,
            ordeal.phones(people, service, ("127.0.0.1", victims.port)) as phones,
        ):
            paths = {phone.person_id: phone.path for phone in people}
            them = Ordeal(victims.port, where.server.url, phones, community, paths, victims.mend)
            longest_s = run(them, victims)
    return them.proof, dict(victims.killed), longest_s


def run(them: Ordeal, victims: Victims) -> float:
    """The slowest order's time to its end, seconds."""
    chance, longest_s = random.Random(SEED), 0.0
    for number in range(1, ORDERS + 1):
        began = time.monotonic()
        order_id = them.issue()
        names = disturb(them, victims, chance)
        them.settle(order_id)
        took_s = time.monotonic() - began
        longest_s = max(longest_s, took_s)
        so_far = f"so far lost {them.proof.lost}, doubled {them.proof.doubled}, repeated {them.proof.repeats}"
        print(f"  order {number}: {took_s:.1f} s, killed {', '.join(names)}; {so_far}", flush=True)
    return longest_s


def disturb(them: Ordeal, victims: Victims, chance: random.Random) -> list[str]:
    """Kill at random moments while the order goes out."""
    names = []
    for _ in range(KILLS_AN_ORDER):
        them.pause(chance.uniform(0.05, 1.5))
        names.append(victims.kill(chance))
    return names


def table(proof: Proof, killed: Mapping[str, int]) -> str:
    rows = [*recount.lines(proof), *((f"{name} killed", times) for name, times in sorted(killed.items()))]
    lines = [f"| {name} | {value:,} |" for name, value in rows]
    return "\n".join([f"| {proof.orders} orders to {PEOPLE:,} people | |", "|---|---:|", *lines])


def write(proof: Proof, killed: Mapping[str, int], longest_s: float) -> None:
    note = (
        f"Each order met {KILLS_AN_ORDER} kills by -9 at random moments of its first seconds; what fell was started"
        f" again. One phone in {steady_phones.ONE_IN} answers, one person in {ordeal.ONE_WITHOUT} has none. The slowest"
        f" order was settled after {longest_s:.0f} s."
    )
    figures.put("bench-kills", f"Killed in the middle (`make bench-kills`)\n\n{table(proof, killed)}\n\n{note}")


if __name__ == "__main__":
    main()
