"""What `make bench-receipts` says: tables and a plot for people, a line for machines."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bench import plots
from bench.feeding import Fed
from bench.figures import percentile

TARGET_MS = 150
SHARES = (0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999)


class Asked(NamedTuple):
    """So many answers, so many of them a second, while so many boards watch."""

    answers: int
    per_s: float
    boards: int


@dataclass(frozen=True, slots=True)
class Round:
    """A tenth as fast as they are answered, all others in their minute; `boards` are those that watched it."""

    flood: Fed
    minute: Fed
    boards: Fed
    lost: int
    miscounted: int


def figured(asked: Asked, rounds: Sequence[Round], paced: dict[float, Fed], naive_per_s: float) -> dict[str, float]:
    """Medians of the rounds; what was refused, lost and miscounted in all of them."""
    flood_per_s = statistics.median(len(one.flood.late_s) / one.flood.took_s for one in rounds)
    late = {share: [percentile(one.minute.late_s, share) for one in rounds] for share in (0.5, 0.99)}
    boards = {share: [percentile(one.boards.late_s, share) for one in rounds] for share in (0.5, 0.99)}
    all_fed = [*paced.values(), *[fed_ for one in rounds for fed_ in (one.flood, one.minute, one.boards)]]
    return {
        "answers": asked.answers,
        "rounds": len(rounds),
        "flood_per_s": flood_per_s,
        "naive_per_s": naive_per_s,
        "ratio_naive": flood_per_s / naive_per_s,
        "asked_per_s": asked.per_s,
        "taken_per_s": statistics.median(len(one.minute.late_s) / one.minute.took_s for one in rounds),
        "taken_p50_s": statistics.median(late[0.5]),
        "taken_p99_s": statistics.median(late[0.99]),
        "taken_p99_least_s": min(late[0.99]),
        "taken_p99_most_s": max(late[0.99]),
        "board_p50_s": statistics.median(boards[0.5]),
        "board_p99_s": statistics.median(boards[0.99]),
        "refused": sum(times for fed_ in all_fed for status, times in fed_.statuses.items() if status != 200),
        "lost": sum(one.lost for one in rounds),
        "miscounted": sum(one.miscounted for one in rounds),
    }


def tables(asked: Asked, told: dict[str, float], rounds: Sequence[Round], paced: dict[float, Fed]) -> str:
    """The minutes, and what the machine takes before it is full."""
    return f"{_minutes(asked, told)}\n\n{_paces(asked, rounds, paced)}"


def _minutes(asked: Asked, told: dict[str, float]) -> str:
    least, most = (told[f"taken_p99_{name}_s"] * 1000 for name in ("least", "most"))
    rows = [
        ("as fast as it goes, per s", f"{told['flood_per_s']:,.0f}"),
        ("naive, per s", f"{told['naive_per_s']:,.0f}"),
        ("ratio", f"{told['ratio_naive']:.1f}"),
        (f"asked for in the minute, with {asked.boards} boards, per s", f"{told['asked_per_s']:,.0f}"),
        ("taken, per s", f"{told['taken_per_s']:,.0f}"),
        ("taken after, p50, ms", f"{told['taken_p50_s'] * 1000:.0f}"),
        ("p99, ms", f"{told['taken_p99_s'] * 1000:.0f} ({least:.0f} to {most:.0f})"),
        ("a board answers after, p50, ms", f"{told['board_p50_s'] * 1000:.0f}"),
        ("p99, ms", f"{told['board_p99_s'] * 1000:.0f}"),
        ("lost", f"{told['lost']:.0f}"),
        ("miscounted", f"{told['miscounted']:.0f}"),
    ]
    return "\n".join(
        [f"| {asked.answers:,} answers | |", "|---|---:|", *(f"| {name} | {value} |" for name, value in rows)]
    )


def _paces(asked: Asked, rounds: Sequence[Round], paced: dict[float, Fed]) -> str:
    rows = [(per_s, [fed_]) for per_s, fed_ in paced.items()] + [(asked.per_s, [one.minute for one in rounds])]
    head = f"| answers a second, with {asked.boards} boards | taken | p50, ms | p99, ms |\n|---:|---:|---:|---:|"
    return "\n".join([head, *(_pace_row(per_s, all_fed) for per_s, all_fed in rows)])


def _pace_row(per_s: float, all_fed: Sequence[Fed]) -> str:
    taken = statistics.median(len(fed_.late_s) / fed_.took_s for fed_ in all_fed)
    late = [statistics.median(percentile(fed_.late_s, share) for fed_ in all_fed) * 1000 for share in (0.5, 0.99)]
    return f"| {per_s:,.0f} | {taken:,.0f} | {late[0]:.0f} | {late[1]:.0f} |"


def plot(asked: Asked, rounds: Sequence[Round]) -> plots.Plot:
    """How many of the answers were taken within how long, and of the boards as well: medians of the rounds."""
    late = {"answers": [one.minute.late_s for one in rounds], "boards": [one.boards.late_s for one in rounds]}
    values = {
        name: {f"{share * 100:g}%": statistics.median(percentile(one, share) for one in of) * 1000 for share in SHARES}
        for name, of in late.items()
    }
    said = f"Within how many milliseconds answers were taken and boards were read, {asked.per_s:,.0f} answers a second"
    return plots.lines(said, "of them", "ms at most", values, scale="log", target=TARGET_MS)
