"""What `make bench-fanout` says: a table for people, a line for machines."""

import json
import os
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from bench.figures import put

#: More is the growth, told beside it.
USUAL = 100_000
RIVALS = {
    "webpush_async_s": "`webpush_async()`, 50 under way",
    "npm_web_push_s": "npm web-push, 50 under way",
    "naive_s": "`pywebpush.webpush()` in a loop",
}


@dataclass(slots=True)
class Rounds:
    """Seconds from the tap to the last row written, of each round; and what came. Shares are of all cores."""

    name: str
    delay_s: float
    seconds: list[float] = field(default_factory=list)
    issued: list[float] = field(default_factory=list)
    lost: int = 0
    doubled: int = 0
    opened: int = 0
    sink_share: list[float] = field(default_factory=list)
    sender_share: list[float] = field(default_factory=list)
    other_share: list[float] = field(default_factory=list)

    @property
    def median_s(self) -> float:
        return statistics.median(self.seconds)

    @property
    def label(self) -> str:
        return f"{self.name}, answers {f'after {self.delay_s * 1000:.0f} ms' if self.delay_s else 'at once'}"


class Sizes(NamedTuple):
    """On how many messages each rival was measured."""

    senders: int
    naive: int
    webpush_async: int
    npm: int


def told(rounds: Rounds) -> str:
    """The last round in one line."""
    shares = {
        "senders": rounds.sender_share[-1],
        "push service": rounds.sink_share[-1],
        "PostgreSQL and others": rounds.other_share[-1],
    }
    busy = ", ".join(f"{share:.0%} {name}" for name, share in shares.items())
    return (
        f"{rounds.label}: {rounds.seconds[-1]:.2f} s, {rounds.issued[-1]:.2f} s of it issuing; of all cores {busy};"
        f" lost {rounds.lost}, doubled {rounds.doubled}"
    )


def report(n: int, rounds: Sequence[Rounds], beside: dict[str, float], sizes: Sizes, *, load: float) -> None:
    figures = figured(n, rounds, beside)
    table = tabled(n, rounds, beside)
    note = noted(rounds, beside, sizes, load)
    print(f"\n{table}\n\n{note}")
    grown = n > USUAL
    command = "make bench-fanout GROW=1" if grown else "make bench-fanout"
    name = "bench-fanout-grow" if grown else "bench-fanout"
    put(name, f"One order to {n:,} phones, until all are accepted and written (`{command}`)\n\n{table}\n\n{note}")
    print("RESULT " + json.dumps({key: round(value, 4) for key, value in figures.items()}))


def tabled(n: int, rounds: Sequence[Rounds], beside: dict[str, float]) -> str:
    fastest = min(run.median_s for run in rounds)
    rows = [
        f"| **{run.label}** | **{run.median_s:.2f}** ({min(run.seconds):.2f} to {max(run.seconds):.2f}) |"
        f" {run.median_s / fastest:.1f} |"
        for run in rounds
    ]
    rows += [
        f"| {label} | {beside[name] * n:.1f} | {beside[name] * n / fastest:.1f} |" for name, label in RIVALS.items()
    ]
    return "\n".join([f"| {n:,} messages | seconds | times the fastest |", "|---|---:|---:|", *rows])


def noted(rounds: Sequence[Rounds], beside: dict[str, float], sizes: Sizes, load: float) -> str:
    cold, prepared = (statistics.median(run.sink_share) for run in rounds[:2])
    ecdh, pair, sealed = (beside[name] for name in ("ecdh_per_s", "pair_and_ecdh_per_s", "sealed_per_s"))
    issued = statistics.median(rounds[0].issued)
    return (
        f"Medians of {len(rounds[0].seconds)} rounds from the tap to the last row written, {issued:.2f} s of each to"
        f" resolve, freeze and issue; {os.cpu_count()} cores shared by {sizes.senders} senders, PostgreSQL and the push"
        f" service (TLS, HTTP/2, loopback), which itself takes {cold:.0%} of them cold and {prepared:.0%} prepared."
        f" The rivals were measured in the same run, on {sizes.naive:,}, {sizes.webpush_async:,} and {sizes.npm:,}"
        f" messages and multiplied; they read no rows and write none. Every message that came was counted by its path:"
        f" lost {sum(run.lost for run in rounds)}, doubled {sum(run.doubled for run in rounds)};"
        f" {sum(run.opened for run in rounds)} of them were opened with the phone's own key."
        f" One core seals {sealed:,.0f} messages a second cold: {sealed / ecdh:.0%} of OpenSSL's bare multiplication"
        f" ({ecdh:,.0f}/s), {sealed / pair:.0%} of it with the new key pair that every message needs ({pair:,.0f}/s)."
        f" Load average before it began: {load:.1f}."
    )


def figured(n: int, rounds: Sequence[Rounds], beside: dict[str, float]) -> dict[str, float]:
    cold, prepared, cold_slow, prepared_slow = (run.median_s for run in rounds)
    rivals = {name: beside[name] * n for name in RIVALS}
    return {
        "n": n,
        "rounds": len(rounds[0].seconds),
        "cold_s": cold,
        "prepared_s": prepared,
        "cold_50ms_s": cold_slow,
        "prepared_50ms_s": prepared_slow,
        "issued_s": statistics.median(rounds[0].issued),
        **rivals,
        "ratio_naive": rivals["naive_s"] / cold,
        "ratio_naive_prepared": rivals["naive_s"] / prepared,
        "ratio_webpush_async": rivals["webpush_async_s"] / cold,
        "ratio_webpush_async_prepared": rivals["webpush_async_s"] / prepared,
        "ratio_npm": rivals["npm_web_push_s"] / cold,
        "ratio_npm_prepared": rivals["npm_web_push_s"] / prepared,
        "ratio_openssl_ecdh": beside["sealed_per_s"] / beside["ecdh_per_s"],
        "ratio_openssl_pair_and_ecdh": beside["sealed_per_s"] / beside["pair_and_ecdh_per_s"],
        "sink_share_cold": statistics.median(rounds[0].sink_share),
        "sink_share_prepared": statistics.median(rounds[1].sink_share),
        "lost": sum(run.lost for run in rounds),
        "doubled": sum(run.doubled for run in rounds),
    }
