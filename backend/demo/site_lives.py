"""How far the demo's sites have come: which steps, and how many days ago."""

from dataclasses import dataclass
from itertools import accumulate

#: A day further back than this is on no screen.
DAYS = 13
WHY = {
    "return": "缺隔离间和食堂照片,请补正后重报",
    "refuse": "食堂未实行分餐,宿舍人数超标",
    "suspend": "两名工人体温异常,停工排查",
}


@dataclass(frozen=True, slots=True)
class Life:
    """`cleared`: of a thousand workers, so many were looked at."""

    state: str
    #: how many days ago it was written down
    began: float
    steps: tuple[tuple[str, float], ...]
    cleared: int = 0

    def ago(self, verb: str) -> float | None:
        """When that step was taken first."""
        return next((ago for one, ago in self.steps if one == verb), None)


def _life(state: str, began: float, verbs: str, every: float, cleared: int = 0) -> Life:
    """One step after the other, from its beginning on."""
    taken = verbs.split()
    spent = accumulate([every] * len(taken))
    return Life(
        state, began, tuple((verb, round(began - gone, 3)) for verb, gone in zip(taken, spent, strict=True)), cleared
    )


TO_WORK = "apply check approve start"
#: how many sites live so
_SHARES = (
    (3, _life("draft", 0.4, "", 0.1)),
    (9, _life("applied", 1.2, "apply", 0.3)),
    (4, _life("returned", 2.4, "apply return", 0.5)),
    (7, _life("checked", 2.9, "apply check", 0.6)),
    (3, _life("refused", 4.1, "apply check refuse", 0.7)),
    (9, _life("approved", 3.3, "apply check approve", 0.6, 420)),
    (38, _life("working", 19.0, TO_WORK, 0.9, 970)),
    (12, _life("working", 9.5, f"apply return {TO_WORK}", 0.7, 940)),
    (12, _life("working", 5.2, TO_WORK, 0.5, 900)),
    (5, _life("suspended", 12.0, f"{TO_WORK} suspend", 1.9, 950)),
    (4, _life("finished", 24.0, f"{TO_WORK} finish", 3.5, 980)),
)


def _spread() -> list[Life]:
    """Alternately, so that each street has some of each."""
    waiting = [[one] * count for count, one in _SHARES]
    whole: list[tuple[float, Life]] = []
    for lives in waiting:
        whole += [((place + 0.5) / len(lives), one) for place, one in enumerate(lives)]
    return [one for _, one in sorted(whole, key=lambda entry: entry[0])]


LIVES = _spread()
