"""The life signs of the processes: each writes one row now and then, /api/health reads them."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from backend.core import clock
from backend.core.db import db

EVERY = timedelta(seconds=5)
FRESH = timedelta(seconds=20)


class ProcessBeat(db.Model):
    """When a process of a kind was last alive."""

    __tablename__ = "process_beat"

    #: sender | worker
    kind: Mapped[str] = mapped_column(primary_key=True)
    #: host and process id
    instance: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]


def beat(kind: str, instance: str) -> None:
    """Write a life sign in the caller's transaction."""
    new = insert(ProcessBeat).values(kind=kind, instance=instance, at=clock.now())
    db.session.execute(new.on_conflict_do_update(index_elements=["kind", "instance"], set_={"at": new.excluded.at}))


def alive(kind: str) -> int:
    """How many processes of a kind gave a fresh life sign."""
    fresh = select(ProcessBeat).where(ProcessBeat.kind == kind, ProcessBeat.at > clock.now() - FRESH)
    return len(db.session.execute(fresh).all())
