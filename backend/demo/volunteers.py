"""The demo district's register: what each volunteer can do and when, with a made-up number of 志愿汇."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

import numpy as np
from sqlalchemy import text

from backend.areas.rules.validity import day
from backend.core import clock
from backend.core.db import db
from backend.demo.copy import copy_rows
from backend.demo.people import SEED, Holder
from backend.volunteers.rules import consent
from backend.volunteers.rules.words import AVAILABILITY, SKILLS

#: One in so many has no number yet, and one in so many takes a rest.
UNNUMBERED, RESTING = 12, 25
#: How many skills people have: none, one, two, three.
SHARES = (0.35, 0.4, 0.18, 0.07)

COLUMNS = (
    *("person_id", "external_id", "skills", "availability", "paused_until", "purposes", "consented_on", "kept_until"),
    *("source", "joined_at", "updated_at"),
)


def hold_register(people: Mapping[UUID, Holder]) -> int:
    """Returns how many there are."""
    ids = [id_ for id_, who in people.items() if who.role == "volunteer"]
    copy_rows("volunteer", COLUMNS, _rows(ids))
    db.session.execute(text("ANALYZE volunteer"))
    return len(ids)


def _rows(ids: list[UUID]) -> Iterator[tuple[Any, ...]]:
    random, now = np.random.default_rng(SEED + 6), clock.now()
    today, purposes = day(now), list(consent.PURPOSES)
    counts = random.choice(len(SHARES), len(ids), p=SHARES)
    dice = random.integers(0, 1_000_000, (len(ids), 6)).tolist()
    for number, (id_, count, thrown) in enumerate(zip(ids, counts.tolist(), dice, strict=True)):
        agreed = today - timedelta(days=thrown[0] % 700)
        yield (
            id_,
            None if thrown[1] % UNNUMBERED == 0 else f"ZYH{number:07d}",
            _some(list(SKILLS), thrown[2], count),
            _some(list(AVAILABILITY), thrown[3], 1 + thrown[4] % 3),
            today + timedelta(days=30) if thrown[5] % RESTING == 0 else None,
            *(purposes, agreed, consent.until(agreed), "demo", now, now),
        )


def _some(words: list[str], start: int, count: int) -> list[str]:
    """So many of them, from one on and with a stride that meets each once."""
    return sorted(words[(start + 7 * nth) % len(words)] for nth in range(count))
