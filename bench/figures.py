"""What was measured, as a table for people, as a line for machines, and in docs/performance.md."""

import json
import math
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from bench import machine, plots

DOCUMENT = Path(__file__).parents[1] / "docs" / "performance.md"


@dataclass(frozen=True, slots=True)
class Figures:
    """One order to `phones` people; seconds after the tap."""

    phones: int
    issued_s: float
    accepted_p50_s: float
    accepted_p99_s: float
    accepted_all_s: float
    shown_p50_s: float
    shown_p99_s: float
    answered_p50_s: float
    answered_p99_s: float
    answered_all_s: float
    naive_s: float
    ratio_naive: float
    lost: int
    doubled: int


def percentile(values: Sequence[float], share: float) -> float:
    """The value that this share of all does not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else math.nan


def table(runs: Sequence[Figures]) -> str:
    rows = [
        f"| {name.replace('_', ' ')} | {' | '.join(_cell(value) for value in values)} |"
        for name, *values in _columns(runs)
    ]
    head = f"| one order, seconds after the tap | {' | '.join(f'N = {run.phones:,}' for run in runs)} |"
    return "\n".join([head, "|---|" + "---:|" * len(runs), *rows])


def result(runs: Sequence[Figures], sample: int) -> str:
    """The machine's line: the largest run by its names, each smaller one under `n_<phones>`."""
    *smaller, largest = [asdict(run) for run in runs]
    named = {f"n_{run['phones']}": run for run in smaller}
    return "RESULT " + json.dumps(_rounded({**largest, "naive_sample": sample, **named}))


def write(runs: Sequence[Figures], note: str) -> None:
    put("bench-order", f"One order, from the tap to the answers (`make bench-order`)\n\n{table(runs)}\n\n{note}")


def put(name: str, said: str, *, plot: plots.Plot | None = None) -> None:
    """Replace the part of docs/performance.md that is this benchmark's; its plot lies beside it."""
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    text = DOCUMENT.read_text()
    if begin not in text:
        text += f"\n{begin}\n{end}\n"
    if plot:
        said += f"\n\n![{plot.said}]({_drawn(name, plot)})"
    part = f"{begin}\n## {said}\n\n{machine.told()}\n{end}"
    DOCUMENT.write_text(re.sub(f"{begin}.*{end}", lambda _: part, text, flags=re.DOTALL))


def _drawn(name: str, plot: plots.Plot) -> Path:
    """Where the document finds it."""
    file = DOCUMENT.parent / "images" / "plots" / f"{name.removeprefix('bench-')}.svg"
    plots.draw(plot, file)
    return file.relative_to(DOCUMENT.parent)


def _columns(runs: Sequence[Figures]) -> list[tuple[object, ...]]:
    each = [asdict(run) for run in runs]
    return [(name, *[run[name] for run in each]) for name in each[0] if name != "phones"]


def _cell(value: object) -> str:
    return f"{value:.2f}" if isinstance(value, float) else str(value)


def _rounded(value: object) -> object:
    if isinstance(value, dict):
        return {name: _rounded(inner) for name, inner in value.items()}
    return round(value, 4) if isinstance(value, float) else value
