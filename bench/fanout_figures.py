"""What `make bench-fanout` says: a table for people, a line for machines."""

import json
import os
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from bench import plots
from bench.figures import put

#: More is the growth, told beside it; less proves that it runs, and is not written down.
USUAL = 100_000
WHO = ("senders", "postgres", "push_service")
RIVALS = {
    "webpush_async_s": "`webpush_async()`, 50 under way",
    "npm_web_push_s": "npm web-push, 50 under way",
    "naive_s": "`pywebpush.webpush()` in a loop",
}


class Used(NamedTuple):
    """Seconds of the processor in one round; `whole` is what all cores had to give."""

    senders: float
    postgres: float
    sink: float
    everybody: float
    whole: float

    @property
    def others(self) -> float:
        return max(0.0, self.everybody - self.senders - self.postgres - self.sink)


@dataclass(slots=True)
class Rounds:
    """Seconds from the tap to the last row written, of each round; and what came."""

    name: str
    delay_s: float
    seconds: list[float] = field(default_factory=list)
    issued: list[float] = field(default_factory=list)
    lost: int = 0
    doubled: int = 0
    opened: int = 0
    used: list[Used] = field(default_factory=list)

    @property
    def median_s(self) -> float:
        return statistics.median(self.seconds)

    def per_message_us(self, n: int) -> tuple[float, float, float]:
        """Of the processor, for senders, PostgreSQL and the push service: medians."""
        each = [(used.senders, used.postgres, used.sink) for used in self.used]
        senders, postgres, sink = (statistics.median(values) / n * 1e6 for values in zip(*each, strict=True))
        return senders, postgres, sink

    def share(self, name: str) -> float:
        """Of all that the cores had to give: the median."""
        return statistics.median(getattr(used, name) / used.whole for used in self.used)

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
    used = rounds.used[-1]
    parts = {"senders": used.senders, "PostgreSQL": used.postgres, "push service": used.sink, "others": used.others}
    busy = ", ".join(f"{seconds / used.whole:.0%} {name}" for name, seconds in parts.items())
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
    if n >= USUAL:
        title = f"One order to {n:,} phones, until all are accepted and written (`{command}`)"
        put(name, f"{title}\n\n{table}\n\n{note}", plot=plot(n, {run.label: run.median_s for run in rounds}, beside))
    print("RESULT " + json.dumps({key: round(value, 4) for key, value in figures.items()}))


def plot(n: int, seconds: Mapping[str, float], beside: Mapping[str, float]) -> plots.Plot:
    """Ours, then the rivals'; `beside` is in seconds for each message."""
    values = {
        "the cockpit": {name: round(value, 1) for name, value in seconds.items()},
        "what one would use instead": {
            label.replace("`", ""): round(beside[name] * n, 1) for name, label in RIVALS.items()
        },
    }
    return plots.bars(f"Seconds from the tap until {n:,} messages are accepted and written", "seconds", values)


def tabled(n: int, rounds: Sequence[Rounds], beside: dict[str, float]) -> str:
    fastest = min(run.median_s for run in rounds)
    rows = [
        f"| **{run.label}** | **{run.median_s:.2f}** ({min(run.seconds):.2f} to {max(run.seconds):.2f}) |"
        f" {run.median_s / fastest:.1f} | {' + '.join(f'{us:.0f}' for us in run.per_message_us(n))} |"
        f" {run.share('others'):.0%} |"
        for run in rounds
    ]
    rows += [
        f"| {label} | {beside[name] * n:.1f} | {beside[name] * n / fastest:.1f} | | |" for name, label in RIVALS.items()
    ]
    head = f"| {n:,} messages | seconds | times the fastest | µs of a core for each message | other work |"
    return "\n".join([head, "|---|---:|---:|---:|---:|", *rows])


def noted(rounds: Sequence[Rounds], beside: dict[str, float], sizes: Sizes, load: float) -> str:
    cold, prepared = (run.share("sink") for run in rounds[:2])
    ecdh, pair, sealed = (beside[name] for name in ("ecdh_per_s", "pair_and_ecdh_per_s", "sealed_per_s"))
    issued = statistics.median(rounds[0].issued)
    times = len(rounds[0].seconds)
    measured = f"Medians of {times} rounds" if times > 1 else "One round"
    return (
        f"{measured} from the tap to the last row written, {issued:.2f} s of each to"
        f" resolve, freeze and issue; {os.cpu_count()} cores shared by {sizes.senders} senders, PostgreSQL and the push"
        f" service (TLS, HTTP/2, loopback), which itself takes {cold:.0%} of them cold and {prepared:.0%} prepared."
        " Of a core: senders, PostgreSQL and push service; *other work* is what anything else on the machine took."
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
        "sink_share_cold": rounds[0].share("sink"),
        "sink_share_prepared": rounds[1].share("sink"),
        "others_share_cold": rounds[0].share("others"),
        "others_share_prepared": rounds[1].share("others"),
        **{f"{who}_cold_us": us for who, us in zip(WHO, rounds[0].per_message_us(n), strict=True)},
        **{f"{who}_prepared_us": us for who, us in zip(WHO, rounds[1].per_message_us(n), strict=True)},
        "lost": sum(run.lost for run in rounds),
        "doubled": sum(run.doubled for run in rounds),
    }
