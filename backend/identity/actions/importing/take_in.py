"""Adding and correcting people by a list: every line or none."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from backend.core.errors import refuse
from backend.core.http.actor import Actor
from backend.core.sheets.fault import Fault, shown
from backend.identity.actions import accounts
from backend.identity.actions.create_person import one_list_at_a_time
from backend.identity.actions.importing import known as reading
from backend.identity.actions.importing.judge import Existing, Judged, judge, unplaced
from backend.identity.actions.importing.known import Known
from backend.identity.actions.importing.placing import Placed, place
from backend.identity.actions.importing.write import write
from backend.identity.rules import people_list
from backend.identity.rules.people_list import Row

#: An account costs a hash of 24 ms, and a request should end within half a minute.
ROWS = 5_000
ACCOUNTS = 500

Report = dict[str, Any]


def import_text(actor: Actor, text: str, *, existing: Existing, dry_run: bool) -> Report:
    """A list as CSV."""
    rows, faults = people_list.read(text, at_most=ROWS + 1)
    return _take_in(actor, rows, faults, existing=existing, dry_run=dry_run)


def import_rows(
    actor: Actor, columns: Sequence[str], rows: list[dict[str, Any]], *, existing: Existing, dry_run: bool
) -> Report:
    """A list as its rows [{line, cells}] and what their columns are."""
    read, faults = people_list.listed(columns, ((row["line"], row["cells"]) for row in rows))
    return _take_in(actor, read, faults, existing=existing, dry_run=dry_run)


def _take_in(actor: Actor, rows: list[Row], faults: list[Fault], *, existing: Existing, dry_run: bool) -> Report:
    """{dry_run, rows, created, updated, errors: [{line, column, code, zh, en}], outcomes, issued}."""
    _check_size(rows, faults, dry_run=dry_run)
    placed, misplaced = place(actor, rows)
    known = reading.read(rows, placed, hold=False)
    judged, refused = judge(actor, placed, known, existing)
    misplaced += _unplaced(rows, placed, known, existing)
    found = faults + misplaced + refused
    if found or dry_run or not rows:
        return _report(rows, found, judged, dry_run=dry_run)
    ready = accounts.made_ready(sum(one.wants_password for one in judged))
    # Once more, now that nobody else adds people: what came in between is seen.
    one_list_at_a_time()
    known = reading.read(rows, placed, hold=True)
    judged, refused = judge(actor, placed, known, existing)
    if refused:
        return _report(rows, refused, judged, dry_run=dry_run)
    issued = write(actor, judged, known, ready)
    return _report(rows, [], judged, dry_run=dry_run, issued=issued)


def _unplaced(rows: list[Row], placed: list[Placed], known: Known, existing: Existing) -> list[Fault]:
    lines = {each.row.line for each in placed}
    return [fault for row in rows if row.line not in lines for fault in unplaced(row, known, existing)]


def _check_size(rows: list[Row], faults: list[Fault], *, dry_run: bool) -> None:
    """A dry run hashes nothing: however many accounts there are, it takes them at one look."""
    accounts_wanted = 0 if dry_run else sum(row.username is not None for row in rows)
    if len(_lines(rows, faults)) > ROWS or accounts_wanted > ACCOUNTS:
        refuse("identity.import_too_large", rows=ROWS, accounts=ACCOUNTS)


def _lines(rows: list[Row], faults: list[Fault]) -> set[int]:
    return {row.line for row in rows} | {fault.line for fault in faults if fault.column}


def _report(
    rows: list[Row],
    faults: list[Fault],
    judged: list[Judged],
    *,
    dry_run: bool,
    issued: list[dict[str, Any]] | None = None,
) -> Report:
    done = Counter() if faults or dry_run else Counter(one.outcome for one in judged)
    return {
        "dry_run": dry_run,
        "rows": len(_lines(rows, faults)),
        "created": done["created"],
        "updated": done["updated"],
        "errors": shown(faults),
        "outcomes": [_outcome(one) for one in judged],
        "issued": issued or [],
    }


def _outcome(one: Judged) -> dict[str, Any]:
    about = {"changes": list(one.changes), "was": one.was, "area_code": one.home.code}
    return {"line": one.row.line, "outcome": one.outcome, **about}
