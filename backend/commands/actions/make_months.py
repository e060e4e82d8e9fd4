"""Keep a partition ready for each of the next months."""

from sqlalchemy import text

from backend.core.db import db

#: the last month, this one, and three to come
MONTHS = 5


def make_months() -> None:
    """By the database's own clock, as ids are checked against it."""
    since = "(now() - interval '1 month')::date"
    db.session.execute(text(f"SELECT make_order_months({since}, :months)"), {"months": MONTHS})
