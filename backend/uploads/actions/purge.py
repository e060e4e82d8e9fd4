"""What nothing refers to any more is thrown away: first the uploads that are long over, then the photos themselves."""

from sqlalchemy import delete, select, update

from backend.core import clock
from backend.core.db import db
from backend.uploads import keepers
from backend.uploads.models import Photo, Upload
from backend.uploads.queries.photos import SIZES, key_of
from backend.uploads.rules import limits, states
from backend.uploads.settings import storage

#: The rest goes at the next tick.
AT_ONCE = 1_000


def purge() -> tuple[int, int]:
    """How many uploads and how many photos went. A second time nothing is left to do."""
    return _uploads(), _photos()


def _uploads() -> int:
    """The finished ones: a record whose text has not come until now comes no more."""
    now = clock.now()
    over = (Upload.state == states.FINISHED, Upload.expires_at <= now - limits.REMEMBERED)
    due = select(Upload).where(*over).order_by(Upload.expires_at).limit(AT_ONCE)
    found = db.session.scalars(due.with_for_update(skip_locked=True)).all()
    kept = keepers.records({upload.record_id for upload in found})
    for upload in found:
        if upload.record_id in kept:
            # Asked again when as much time has passed.
            upload.expires_at = now
    gone = [upload.id for upload in found if upload.record_id not in kept]
    db.session.flush()
    db.session.execute(delete(Upload).where(Upload.id.in_(gone)))
    return len(gone)


def _photos() -> int:
    """Held while they are looked at: whoever sends the same picture anew waits, and stores it once more."""
    now = clock.now()
    due = select(Photo.sha256).where(Photo.kept_until <= now).order_by(Photo.kept_until).limit(AT_ONCE)
    hashes = set(db.session.scalars(due.with_for_update(skip_locked=True)))
    sent = set(db.session.scalars(select(Upload.sha256).where(Upload.sha256.in_(hashes)).distinct()))
    kept = hashes & (sent | keepers.photos(hashes))
    db.session.execute(update(Photo).where(Photo.sha256.in_(kept)).values(kept_until=now + limits.ASKED_AGAIN))
    for sha256 in sorted(hashes - kept):
        for size in SIZES:
            storage().delete(key_of(sha256, size))
    # The rows last: a purge that breaks off leaves rows, which the next one takes up, and no files that nobody knows.
    db.session.execute(delete(Photo).where(Photo.sha256.in_(hashes - kept)))
    return len(hashes - kept)
