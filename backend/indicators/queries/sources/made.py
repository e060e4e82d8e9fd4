"""What every source of figures gives: for each path that has any, a numerator and where there is one a denominator."""

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import text

from backend.core.db import db


class Counted(NamedTuple):
    numerator: Decimal
    denominator: Decimal = Decimal(0)


#: path → what is counted there, without what lies below
ByPath = Mapping[str, Counted]
#: of what happened from one moment to another
Count = Callable[[datetime, datetime], ByPath]


class Source(NamedTuple):
    counts: Count
    #: it counts what is there now, and can count no earlier day anew
    is_of_now: bool = False
    #: where nothing at all is counted nobody keeps it here: that is no figure, not zero
    may_be_unkept: bool = False


def by_sql(statement: str, **given: Any) -> Count:
    """A statement that selects path, numerator and perhaps denominator of :begin to :end."""

    def count(begin: datetime, end: datetime) -> ByPath:
        rows = db.session.execute(text(statement), {"begin": begin, "end": end, **given})
        return {row[0]: Counted(*(Decimal(number) for number in row[1:])) for row in rows}

    return count
