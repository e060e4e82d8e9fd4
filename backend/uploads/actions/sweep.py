"""Unfinished uploads that nobody goes on with lose their bytes; what is long over is forgotten."""

from sqlalchemy import delete, select, update

from backend.core import clock
from backend.core.db import db
from backend.uploads.models import Upload, UploadPart
from backend.uploads.rules import limits, states

#: The rest goes at the next tick.
AT_ONCE = 1_000


def sweep() -> int:
    """Returns how many were given up. A finished one is remembered for as long: what counts is its photo's row."""
    now = clock.now()
    late = select(Upload.id).where(Upload.expires_at <= now, Upload.state == states.RECEIVING)
    ids = db.session.scalars(late.order_by(Upload.expires_at).limit(AT_ONCE).with_for_update(skip_locked=True)).all()
    db.session.execute(delete(UploadPart).where(UploadPart.upload_id.in_(ids)))
    given_up = {"state": states.EXPIRED, "expires_at": now + limits.REMEMBERED}
    db.session.execute(update(Upload).where(Upload.id.in_(ids)).values(given_up))
    over = (Upload.expires_at <= now, Upload.state.in_([states.REFUSED, states.EXPIRED]))
    db.session.execute(delete(Upload).where(*over))
    return len(ids)
