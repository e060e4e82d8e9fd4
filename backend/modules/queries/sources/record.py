"""A record of another domain, as far as it tells modules of it."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID


class Record(NamedTuple):
    """`data` holds names of `rules.sources` only; what is not known is left out."""

    id: UUID
    area_code: str
    area_path: str
    began_at: datetime
    data: dict[str, Any]


def known(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if value is not None}
