"""Move the months of long ended orders out of the way, whole, and bring one back that somebody asks for.

Deliveries, steps and receipts of a month are a partition of each table: it is detached into the schema `archive` by one
statement, however many rows it has. Orders, places and counters stay, so that the board of an old order still counts.
"""

import re
from datetime import datetime

from sqlalchemy import bindparam, text

from backend.commands.settings import settings
from backend.core import clock
from backend.core.db import db
from backend.core.facts import record

TABLES = ("delivery", "delivery_step", "receipt")
ARCHIVE = "archive"
_MONTH = re.compile(r"\d{4}_\d{2}")
#: Whoever reads or writes orders just then goes first: it is tried again the next night.
_PATIENCE = "SET LOCAL lock_timeout = '2s'"


def move_out_months() -> list[str]:
    """The months that went, such as 2024_10; none where the setting is 0."""
    keep = settings().keep_months
    if not keep:
        return []
    first = _months_before(clock.now(), keep)
    parts = db.session.execute(text(PARTS).bindparams(bindparam("tables", expanding=True)), {"tables": TABLES}).all()
    old = [(row.parent, row.part) for row in parts if _MONTH.fullmatch(row.month) and row.month < first]
    if old:
        db.session.execute(text(_PATIENCE))
        db.session.execute(text(f"CREATE SCHEMA IF NOT EXISTS {ARCHIVE}"))
    for parent, part in old:
        db.session.execute(text(f"ALTER TABLE {parent} DETACH PARTITION {part}"))
        db.session.execute(text(f"ALTER TABLE {part} SET SCHEMA {ARCHIVE}"))
    months = sorted({part[-len("2024_10") :] for _, part in old})
    for month in months:
        record("order_month.moved_out", ("order_month", month))
    return months


def bring_back(month: str) -> int:
    """Attach a month again, named as 2024_10; returns how many tables came back."""
    if not _MONTH.fullmatch(month):
        return 0
    found = [table for table in TABLES if db.session.scalar(text(IS_OUT), {"name": f"{ARCHIVE}.{table}_p_{month}"})]
    for table in found:
        bounds = db.session.execute(text(BOUNDS), {"month": month.replace("_", "-") + "-01"}).one()
        part = f"{table}_p_{month}"
        db.session.execute(text(f"ALTER TABLE {ARCHIVE}.{part} SET SCHEMA public"))
        limits = f"FOR VALUES FROM ('{bounds.low}') TO ('{bounds.high}')"
        db.session.execute(text(f"ALTER TABLE {table} ATTACH PARTITION {part} {limits}"))
    if found:
        record("order_month.brought_back", ("order_month", month))
    return len(found)


def _months_before(now: datetime, months: int) -> str:
    """The oldest month that stays."""
    number = now.year * 12 + now.month - 1 - months
    return f"{number // 12:04d}_{number % 12 + 1:02d}"


PARTS = """
SELECT parent.relname AS parent, part.relname AS part,
    substr(part.relname, length(parent.relname) + length('_p_') + 1) AS month
FROM pg_inherits JOIN pg_class AS part ON part.oid = inhrelid JOIN pg_class AS parent ON parent.oid = inhparent
WHERE parent.relname IN :tables
ORDER BY part.relname
"""
IS_OUT = "SELECT to_regclass(:name) IS NOT NULL"
BOUNDS = """
SELECT uuid7_floor(month AT TIME ZONE 'UTC') AS low,
    uuid7_floor((month + interval '1 month') AT TIME ZONE 'UTC') AS high
FROM (SELECT CAST(:month AS timestamp) AS month) AS given
"""
