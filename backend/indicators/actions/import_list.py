"""Figures are taken in by a list: every row or none; a dry run writes, counts and forgets."""

from collections.abc import Iterator, Sequence
from typing import Any

from backend.core.db import db
from backend.core.errors import refuse
from backend.core.http.actor import Actor
from backend.core.sheets.fault import shown
from backend.indicators import policy
from backend.indicators.actions.judge import Judge
from backend.indicators.actions.take import Taken, take
from backend.indicators.rules.reading import New
from backend.indicators.rules.sent import Sent

SOURCE = "import"


def import_list(
    actor: Actor, *, columns: Sequence[str | None], rows: list[dict[str, Any]], reason: str | None, dry_run: bool
) -> dict[str, Any]:
    """A correction of a time that is over needs a reason."""
    judged = Judge(actor.paths_as(policy.KEEPS), source=SOURCE).judge(_sent(columns, rows))
    said = reason.strip() or None if reason else None
    good = [] if judged.faults else judged.good
    done = _taken(good, actor, said, dry_run=dry_run)
    return {
        "dry_run": dry_run,
        "rows": len(rows),
        **done._asdict(),
        "needs_reason": bool(done.corrected) and said is None,
        "errors": shown(judged.faults),
    }


def _taken(good: list[New], actor: Actor, reason: str | None, *, dry_run: bool) -> Taken:
    trial = db.session.begin_nested()
    done = take(good, actor=actor, reason=reason)
    if dry_run:
        trial.rollback()
        return done
    if done.corrected and reason is None:
        refuse("reading.correction_reason", count=done.corrected)
    trial.commit()
    return done


def _sent(columns: Sequence[str | None], rows: list[dict[str, Any]]) -> Iterator[Sent]:
    for row in rows:
        cells = {name: cell for name, cell in zip(columns, row["cells"], strict=False) if name}
        yield Sent(line=row["line"], **{name: cells.get(name, "") for name in Sent._fields if name != "line"})
