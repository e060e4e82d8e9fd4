"""Whether anything in the product refers to an area: then it is never redrawn by a machine, let alone removed."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Column, Table, exists, select

from backend.areas.models import Area
from backend.core.db import db
from backend.core.facts import Fact


def is_in_use(areas: Sequence[Area]) -> bool:
    """Every table that names areas by code is asked, those of the domains above too: the schema knows them all."""
    codes, paths = [area.code for area in areas], [area.path for area in areas]
    asked = [exists().where(column.in_(codes)) for column in _referring()]
    asked.append(exists().where(Fact.area_path.in_(paths), Fact.subject_type != "area"))
    return any(db.session.scalar(select(question)) for question in asked)


def _referring() -> Iterator[Column[str]]:
    tables: list[Table] = [table for table in db.metadata.tables.values() if table is not Area.__table__]
    for table in tables:
        for column in table.columns:
            refers = any(key.column.table is Area.__table__ for key in column.foreign_keys)
            if refers or column.name.endswith(("area_code", "grid_code")):
                yield column
