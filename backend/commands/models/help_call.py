"""Calls for help: who said under an order that he needs help, until he says something else or somebody attends."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db import AreaPath, db

_OPEN = text("ended_at IS NULL")


class HelpCall(db.Model):
    """One stretch of time in which a person asks for help. Of each order and person one at most is open."""

    __tablename__ = "help_call"
    __table_args__ = (
        CheckConstraint("ended_reason IN ('answered', 'attended')", name="ended_reason"),
        CheckConstraint(
            "(ended_at IS NULL) = (ended_by IS NULL) AND (ended_at IS NULL) = (ended_reason IS NULL)", name="ended"
        ),
        Index("help_call_open_key", "order_id", "person_id", unique=True, postgresql_where=_OPEN),
        Index("help_call_root_id_open_idx", "root_id", "node_path", postgresql_where=_OPEN),
        Index("help_call_root_id_idx", "root_id", "asked_at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    order_id: Mapped[UUID] = mapped_column(ForeignKey("orders.id"))
    #: the chain's: nobody's call is lost because his order was replaced by an update
    root_id: Mapped[UUID] = mapped_column(ForeignKey("orders.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    #: where the recipient counts, as in his delivery
    node_code: Mapped[str]
    node_path: Mapped[AreaPath]
    #: by the server's clock, as his answer is
    asked_at: Mapped[datetime]
    #: what he wrote, the last that he did
    note: Mapped[str | None]
    ended_at: Mapped[datetime | None]
    #: himself, or who attended
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    #: answered: he has said something else since; attended: somebody took care
    ended_reason: Mapped[str | None]
    #: what was done about it
    ended_note: Mapped[str | None]
