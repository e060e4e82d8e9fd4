"""Tell people something that is no order, on all their devices; and stop telling them once nobody waits for it."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, text, update

from backend.core import clock
from backend.core.db import db
from backend.push.models import Notice, NoticeDelivery, Subscription


def notify(
    people: Collection[UUID],
    *,
    kind: str,
    subject_id: UUID,
    texts: dict[str, Any],
    navigate: str,
    expires_at: datetime,
) -> None:
    """`texts`: zh and en → title, body. What they were told of the subject before, and is unsent, is not sent."""
    withdraw(subject_id, people=people)
    said = {"kind": kind, "subject_id": subject_id, "texts": texts, "navigate": navigate, "expires_at": expires_at}
    notices = {person_id: Notice(person_id=person_id, **said) for person_id in people}
    db.session.add_all(notices.values())
    db.session.flush()
    leads = select(Subscription.id, Subscription.person_id).where(
        Subscription.person_id.in_(notices), Subscription.gone_at.is_(None)
    )
    for subscription_id, person_id in db.session.execute(leads):
        db.session.add(NoticeDelivery(notice_id=notices[person_id].id, subscription_id=subscription_id))
    db.session.flush()
    db.session.execute(text("NOTIFY sender"))


def withdraw(subject_id: UUID, *, people: Collection[UUID] | None = None) -> None:
    """To everybody, unless it says to whom."""
    which = [Notice.subject_id == subject_id, Notice.withdrawn_at.is_(None)]
    if people is not None:
        which.append(Notice.person_id.in_(people))
    stopped = update(Notice).where(*which).values(withdrawn_at=clock.now()).returning(Notice.id)
    ids = db.session.scalars(stopped.execution_options(synchronize_session=False)).all()
    unsent = (NoticeDelivery.notice_id.in_(ids), NoticeDelivery.state == "planned")
    # Held in the order of their ids, as results are written: two writers never wait for each other.
    held = select(NoticeDelivery.id).where(*unsent).order_by(NoticeDelivery.id).with_for_update()
    rows = db.session.scalars(held).all() if ids else []
    gone = update(NoticeDelivery).where(NoticeDelivery.id.in_(rows)).values(state="withdrawn")
    db.session.execute(gone.execution_options(synchronize_session=False))
