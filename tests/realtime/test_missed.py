"""What a stream begins with: the facts since the cursor it came back with."""

import pytest
from sqlalchemy import text

from backend.core import facts
from backend.core.db import db as database
from backend.realtime.queries import missed as queries
from backend.realtime.rules.audience import place

DISTRICT, CHAOMING, GRID = "330103.", "330103.330103005.", "330103.330103005.330103005056.330103005056001."
WULIN = "330103.330103002."


def said(since: object, *paths: str) -> list[tuple[str, str]]:
    """Event and data of each frame."""
    frames = b"".join(queries.missed(place([], paths[0] if paths else CHAOMING), since)).decode()
    found = []
    for frame in frames.strip().split("\n\n"):
        lines = dict(line.split(": ", 1) for line in frame.splitlines())
        found.append((lines["event"], lines["data"]))
    return found


def ids(frames: list[tuple[str, str]]) -> list[str]:
    return [data.split('"id":"')[1].split('"')[0] for event, data in frames if event == "hint"]


def happened(name: str, path: str | None) -> int:
    facts.record("order.issued", ("order", name), area_path=path)
    return database.session.scalar(text("SELECT pg_current_xact_id()::text::bigint"))


def test_a_first_visit_misses_nothing_and_learns_where_it_is(db: object) -> None:
    happened("earlier", CHAOMING)
    assert [event for event, _ in said(None)] == ["hello"]


def test_what_happened_since_is_told_for_the_own_places_only(db: object) -> None:
    cursor = queries.floor()
    for name, path in [("here", CHAOMING), ("below", GRID), ("above", DISTRICT), ("there", WULIN), ("nowhere", None)]:
        happened(name, path)
    frames = said(str(cursor))
    assert ids(frames) == ["here", "below", "above"]
    assert frames[-1][0] == "hello"
    assert ids(said(str(cursor), GRID)) == ["here", "below", "above"]
    assert ids(said(str(cursor), WULIN)) == ["above", "there"]


def test_what_is_nobodys_news_is_not_told(db: object) -> None:
    cursor = queries.floor()
    facts.record("password.issued", ("person", "somebody"), area_path=CHAOMING)
    happened("here", CHAOMING)
    assert ids(said(str(cursor))) == ["here"]


def test_what_was_seen_before_the_cursor_is_not_told_again(committed: object) -> None:
    happened("before", CHAOMING)
    database.session.commit()
    cursor = queries.floor()
    database.session.commit()
    happened("after", CHAOMING)
    database.session.commit()
    assert ids(said(str(cursor))) == ["after"]


def test_a_fact_of_a_transaction_that_was_still_open_is_not_skipped(committed: object) -> None:
    with database.engine.connect() as slow:
        slow.execute(text("SELECT pg_current_xact_id()"))
        happened("quick", CHAOMING)
        database.session.commit()
        first = b"".join(queries.missed(place([], CHAOMING), "1")).decode()
        database.session.commit()
        cursors = [line for line in first.splitlines() if line.startswith("id: ")]
        slow.execute(
            text(
                "INSERT INTO fact (at, kind, subject_type, subject_id, area_path)"
                " VALUES (now(), 'order.issued', 'order', 'slow', :path)"
            ),
            {"path": CHAOMING},
        )
        slow.commit()
    # Wherever the client broke off: after the first hint or after the last frame.
    assert len(cursors) == 2
    for cursor in cursors:
        assert "slow" in ids(said(cursor.removeprefix("id: ")))


def test_many_facts_about_one_thing_are_one_hint(db: object) -> None:
    cursor = queries.floor()
    for _ in range(5):
        happened("same", CHAOMING)
    assert ids(said(str(cursor))) == ["same"]


def test_who_missed_too_much_is_told_to_pull_everything(db: object) -> None:
    cursor = queries.floor()
    rows = [{"subject_id": number, "area_path": CHAOMING} for number in range(queries.MOST + 1)]
    facts.record_many("order.issued", "order", rows)
    assert said(str(cursor))[0] == ("hint", '{"kind":"resync","id":null,"seq":null}')


@pytest.mark.parametrize("cursor", ["", "nonsense", "999999999999999999", "-5"])
def test_a_cursor_that_is_none_of_ours_pulls_everything(db: object, cursor: str) -> None:
    happened("something", CHAOMING)
    assert [event for event, _ in said(cursor)] == ["hint", "hello"]
