"""Give an order its identifier: one row per prefix, locked for the end of the transaction only."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from backend.commands.models.order import OrderSerial
from backend.commands.rules.identifier import Serial, following, identifier, prefix
from backend.core.db import db


class Numbered(NamedTuple):
    identifier: str
    #: now, or the second the identifier had to wait for
    sent: datetime


def number(area_code: str, now: datetime) -> Numbered:
    """The eleventh order of a second is dated the next one: the sender waits for it, no web worker does."""
    of_prefix = prefix(area_code)
    serial = following(_last(of_prefix), now)
    new = insert(OrderSerial).values(prefix=of_prefix, second=serial.second, serial=serial.number)
    first = db.session.scalar(new.on_conflict_do_nothing().returning(OrderSerial.prefix))
    if first is None:
        # Somebody else's first order of this prefix may have come in between: read again under the lock.
        serial = following(_last(of_prefix), now)
        own = update(OrderSerial).where(OrderSerial.prefix == of_prefix)
        db.session.execute(own.values(second=serial.second, serial=serial.number))
    return Numbered(identifier(of_prefix, serial), max(now, serial.second))


def _last(of_prefix: str) -> Serial | None:
    query = select(OrderSerial.second, OrderSerial.serial).where(OrderSerial.prefix == of_prefix).with_for_update()
    row = db.session.execute(query).one_or_none()
    return None if row is None else Serial(row.second, row.serial)
