"""A few pictures of pavements before and after cleaning: made once, and named by many rows."""

import hashlib
from functools import lru_cache
from typing import NamedTuple

from backend.core import clock
from backend.core.db import db
from backend.demo import pictures
from backend.uploads.models import Photo
from backend.uploads.queries.photos import key_of
from backend.uploads.rules import photo
from backend.uploads.settings import storage

#: what lies there before, as the pictures know it
RUBBISH = "E0102"
PAIRS = 2
#: other streets than those of the cases
FIRST_SEED = 7_000


class Pair(NamedTuple):
    """Hashes, as a form names photos."""

    before: str
    after: str


def keep() -> None:
    """Where every photo is kept; what is there already is left alone."""
    for data in (one for pair in _drawn() for one in pair):
        sha256, (width, height) = hashlib.sha256(data).hexdigest(), pictures.SIZE
        if db.session.get(Photo, sha256) is not None:
            continue
        storage().put(key_of(sha256, "full"), data, photo.MEDIA_TYPE)
        storage().put(key_of(sha256, "thumb"), photo.thumb(data).data, photo.MEDIA_TYPE)
        size = {"width": width, "height": height, "size_bytes": len(data), "media_type": photo.MEDIA_TYPE}
        db.session.add(Photo(sha256=sha256, **size, thumb_at=clock.now()))
    db.session.flush()


@lru_cache
def before_and_after() -> list[Pair]:
    return [Pair(*(hashlib.sha256(data).hexdigest() for data in pair)) for pair in _drawn()]


@lru_cache
def _drawn() -> list[tuple[bytes, bytes]]:
    seeds = range(FIRST_SEED, FIRST_SEED + PAIRS)
    return [
        (
            pictures.picture(RUBBISH, seed, grain=seed, handled=False),
            pictures.picture(RUBBISH, seed, grain=seed, handled=True),
        )
        for seed in seeds
    ]
