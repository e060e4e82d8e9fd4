"""What test vectors of others expect, what was found here, and which differences somebody has explained."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

#: Why a vector and a step differ, by both.
Reasons = Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One expectation of one vector."""

    #: its folder and its file, such as common/CO10
    vector: str
    step: str
    expected: bool
    found: bool
    #: what was said where it differs
    said: str = ""

    @property
    def agrees(self) -> bool:
        return self.expected == self.found

    @property
    def folder(self) -> str:
        return self.vector.rpartition("/")[0]


@dataclass(frozen=True, slots=True)
class Judgement:
    agreeing: Sequence[Outcome]
    explained: Sequence[Outcome]
    #: what fails the command: differences that nobody has explained, and explanations of what agrees
    new: Sequence[Outcome]
    stale: Sequence[Outcome]

    @property
    def is_good(self) -> bool:
        return not (self.new or self.stale)


def read_reasons(file: Path) -> Reasons:
    """A list of reasons, each with its step and the vectors that it is about."""
    said = yaml.safe_load(file.read_text(encoding="utf-8")) or []
    return {(vector, one["step"]): " ".join(one["why"].split()) for one in said for vector in one["vectors"]}


def judged(outcomes: Iterable[Outcome], reasons: Reasons) -> Judgement:
    agreeing: list[Outcome] = []
    explained: list[Outcome] = []
    new: list[Outcome] = []
    stale: list[Outcome] = []
    for one in outcomes:
        is_explained = (one.vector, one.step) in reasons
        if one.agrees:
            (stale if is_explained else agreeing).append(one)
        else:
            (explained if is_explained else new).append(one)
    return Judgement(agreeing, explained, new, stale)


def table(outcomes: Sequence[Outcome], steps: Sequence[str]) -> str:
    """A line for each folder: of each step how many agree, of how many that say what they expect."""
    rows: dict[str, list[Outcome]] = defaultdict(list)
    for one in outcomes:
        rows[one.folder].append(one)
    shown = [(folder, some) for folder, some in sorted(rows.items())] + [("all", list(outcomes))]
    cells = [["folder", "vectors", *steps]]
    for folder, some in shown:
        counts = [_count([one for one in some if one.step == step]) for step in steps]
        cells.append([folder, str(len({one.vector for one in some})), *counts])
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) if at == 0 else cell.rjust(width) for at, (cell, width) in enumerate(pairs))
        for pairs in (list(zip(row, widths, strict=True)) for row in cells)
    )


def _count(some: Sequence[Outcome]) -> str:
    return f"{sum(one.agrees for one in some)}/{len(some)}" if some else "·"
