"""`make conformance VECTORS=folder`: published test vectors of others, beside what is said of them here.

The repository keeps none of them. A difference fails the command unless `explained.yaml` says why.
"""

import json
import os
import sys
from collections.abc import Collection
from itertools import groupby
from pathlib import Path

from conformance.hcert import suite as hcert
from conformance.jsonlogic import suite as jsonlogic
from conformance.outcomes import Judgement, Outcome, Reasons, judged, read_reasons, table

#: Each takes from the folder what it knows.
SUITES = (hcert, jsonlogic)
EXPLAINED = Path(__file__).with_name("explained.yaml")


def main(folder: Path, reasons: Reasons, *, with_client: bool = True) -> int:
    """The exit code is 1 for what nobody has explained, and 2 where there is nothing to compare."""
    if not folder.is_dir():
        print(f"No such folder: {folder}. Name one with test vectors: make conformance VECTORS=folder")
        return 2
    found = [(suite, run) for suite in SUITES if (run := suite.run(folder, with_client=with_client)) is not None]
    if not found:
        print(f"No test vectors in {folder}.")
        return 2
    codes = []
    figures: dict[str, int] = {}
    for suite, run in found:
        judgement = judged(run.outcomes, reasons)
        print(f"{suite.TITLE}\n\n{table(run.outcomes, suite.STEPS)}\n")
        print(*filter(None, (said(judgement), explanations(judgement, reasons), *run.notes)), sep="\n")
        if run.apart:
            print(f"The browser differs from the server:\n{run.apart}")
        codes.append(0 if judgement.is_good and not run.apart else 1)
        counts = counted(judgement, {one.vector for one in run.outcomes}, is_apart=bool(run.apart))
        figures |= {f"{suite.NAME}_{name}": count for name, count in counts.items()}
    print("RESULT " + json.dumps(figures))
    return max(codes)


def counted(judgement: Judgement, vectors: Collection[str], *, is_apart: bool) -> dict[str, int]:
    """For machines: `unexplained` and `browser_differs` fail the command."""
    return {
        "vectors": len(vectors),
        "expectations": len(judgement.agreeing) + len(judgement.explained) + len(judgement.new),
        "agreeing": len(judgement.agreeing),
        "explained": len(judgement.explained),
        "unexplained": len(judgement.new) + len(judgement.stale),
        "browser_differs": int(is_apart),
    }


def said(judgement: Judgement) -> str:
    counts = f"{len(judgement.agreeing):,} as expected, {len(judgement.explained)} different and explained"
    lines = [f"{counts}, {len(judgement.new)} different and not explained."]
    lines += [f"✗ {_line(one)}" for one in judgement.new]
    lines += [f"✗ {one.vector} {one.step}: explained, and yet as expected" for one in judgement.stale]
    return "\n".join(lines)


def explanations(judgement: Judgement, reasons: Reasons) -> str:
    """Each reason once, with the vectors that it is about."""

    def why(one: Outcome) -> str:
        return f"{one.step}: {reasons[one.vector, one.step]}"

    some = groupby(sorted(judgement.explained, key=lambda one: (why(one), one.vector)), key=why)
    return "\n".join(f"· {reason} ({', '.join(one.vector for one in each)})" for reason, each in some)


def _line(one: Outcome) -> str:
    expected, found = ("good" if answer else "refused" for answer in (one.expected, one.found))
    return f"{one.vector} {one.step}: expected {expected}, found {found} ({one.said})"


if __name__ == "__main__":
    sys.exit(main(Path(os.environ.get("VECTORS") or "vectors"), read_reasons(EXPLAINED)))
