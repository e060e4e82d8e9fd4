"""The colour somebody has now, the codes that were signed for him, and the keys that sign."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.core import clock
from backend.core.db import db

COLOUR = "colour IN ('unknown', 'green', 'yellow', 'red')"


class HealthState(db.Model):
    """One row per person: the answer of the rules, with its reasons; worked out anew when something is declared."""

    __tablename__ = "health_state"
    __table_args__ = (
        CheckConstraint(COLOUR, name="colour"),
        Index("health_state_purge_after_idx", "purge_after"),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    colour: Mapped[str]
    since: Mapped[datetime | None]
    verified_at: Mapped[datetime]
    #: from then on nothing is known
    valid_until: Mapped[datetime | None]
    #: names of reasons and what fills their sentences
    reasons: Mapped[list[Any]]
    rule_version: Mapped[str]
    clean_days: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    #: what was declared until then counts no more: an appeal was granted
    cleared_at: Mapped[datetime | None]
    purpose: Mapped[str] = mapped_column(default="state", server_default="state")
    purge_after: Mapped[datetime]


class HealthCode(db.Model):
    """One code as it was signed: by its number it is found again, and revoked. The code itself is not kept."""

    __tablename__ = "health_code"
    __table_args__ = (
        CheckConstraint(COLOUR, name="colour"),
        Index("health_code_person_id_idx", "person_id", "issued_at"),
        Index("health_code_revoked_idx", "grace_until", postgresql_where=text("revoked_at IS NOT NULL")),
        Index("health_code_subject_idx", "subject"),
        Index("health_code_short_idx", "short", unique=True),
        Index("health_code_purge_after_idx", "purge_after"),
    )

    #: eight random bytes
    id: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    #: stands for the person for one day
    subject: Mapped[bytes] = mapped_column(LargeBinary)
    #: what is typed in at a gate where nothing can be scanned
    short: Mapped[str]
    kid: Mapped[bytes] = mapped_column(LargeBinary)
    colour: Mapped[str]
    issued_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    #: how long a gate without network may take it
    grace_until: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    #: colour_changed, replaced, by_hand
    revoked_for: Mapped[str | None]
    purpose: Mapped[str] = mapped_column(default="code", server_default="code")
    purge_after: Mapped[datetime]


class SigningKey(db.Model):
    """A pair of which the private half is sealed; known to phones a day before it signs."""

    __tablename__ = "health_signing_key"

    kid: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    public_pem: Mapped[str]
    #: sealed with the secret of this installation, which the database has not
    private_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    signs_from: Mapped[datetime]
    #: stolen or doubtful: nothing that it signed is believed
    revoked_at: Mapped[datetime | None]
