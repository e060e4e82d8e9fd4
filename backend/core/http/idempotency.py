"""A write repeated is a write once: the reply is kept with the effect and given again."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from flask import Response, request
from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from backend.core import clock
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.jobs import task

#: A phone may stay in a drawer for a month before its queue is sent.
KEPT_FOR = timedelta(days=45)


class IdempotencyKey(db.Model):
    """A key, what was asked with it, and the reply."""

    __tablename__ = "idempotency_key"

    actor_id: Mapped[UUID] = mapped_column(primary_key=True)
    key: Mapped[UUID] = mapped_column(primary_key=True)
    request_hash: Mapped[bytes]
    status: Mapped[int | None]
    body: Mapped[bytes | None]
    created_at: Mapped[datetime] = mapped_column(index=True)


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to do this write; `reply` is there where it was done before."""

    actor_id: UUID
    key: UUID
    reply: Response | None

    def keep(self, response: Response) -> None:
        row = (IdempotencyKey.actor_id == self.actor_id) & (IdempotencyKey.key == self.key)
        kept = {"status": response.status_code, "body": response.get_data()}
        db.session.execute(update(IdempotencyKey).where(row).values(kept))


def claim(actor_id: UUID) -> Claim:
    """Claim the request's Idempotency-Key. The same key in flight waits here until the other one has ended."""
    key = _key_of_request()
    asked = hashlib.sha256(
        b"\n".join([request.method.encode(), request.full_path.encode(), request.get_data()])
    ).digest()
    new = insert(IdempotencyKey).values(actor_id=actor_id, key=key, request_hash=asked, created_at=clock.now())
    if db.session.execute(new.on_conflict_do_nothing().returning(IdempotencyKey.key)).scalar():
        return Claim(actor_id, key, None)
    row = db.session.execute(
        select(IdempotencyKey.request_hash, IdempotencyKey.status, IdempotencyKey.body).where(
            IdempotencyKey.actor_id == actor_id, IdempotencyKey.key == key
        )
    ).one()
    if row.request_hash != asked:
        refuse("idempotency.reused")
    headers = {"Idempotent-Replayed": "true"}
    return Claim(actor_id, key, Response(row.body, row.status, headers, content_type="application/json"))


def _key_of_request() -> UUID:
    given = request.headers.get("Idempotency-Key")
    if given is None:
        refuse("idempotency.missing")
    try:
        return UUID(given)
    except ValueError:
        refuse("idempotency.malformed")


@task("core.forget_idempotency_keys", cron="17 3 * * *")
def forget_old_keys() -> None:
    db.session.execute(delete(IdempotencyKey).where(IdempotencyKey.created_at < clock.now() - KEPT_FOR))
