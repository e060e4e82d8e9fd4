"""The years of readings and of their traces are made ahead: there is no default partition that could take a row."""

from sqlalchemy import text

from backend.core import clock
from backend.core.db import db

AHEAD = 5


def make_years() -> None:
    years = {"year": clock.now().year, "years": AHEAD}
    for table in ("reading", "reading_trace"):
        db.session.execute(text(f"SELECT ensure_year_partitions('{table}', :year, :years)"), years)
