"""The newest of the demo's cases have photos and facts like cases that people reported."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson

from backend.core import clock
from backend.core.db import db
from backend.demo import pictures
from backend.demo.case_stories import Happened
from backend.demo.copy import copy_rows
from backend.incidents.actions.step import FACTS
from backend.incidents.models.incident import IncidentPhoto
from backend.uploads.models import Photo
from backend.uploads.queries.photos import key_of
from backend.uploads.rules import photo
from backend.uploads.settings import storage

FACT = ("at", "kind", "subject_type", "subject_id", "actor_id", "area_path", "data")


@dataclass(frozen=True, slots=True)
class Told:
    """A case as it was written, what happened to it, and who acted."""

    row: Mapping[str, Any]
    steps: Sequence[Happened]
    people: Mapping[str, UUID]


def hang(cases: Iterable[Told]) -> None:
    """Of what was found, and of what the unit left behind."""
    for told, step in _pictured(cases):
        number, is_after = int(told.row["number"].replace("-", "")), step.outcome == "handle"
        # Two reports of the same thing, one after the other, show the same street.
        street = (number + 1) // 2
        data = pictures.picture(told.row["category_code"], street, grain=number, handled=is_after)
        _keep(told, step, data, use="handle" if is_after else "report")
    db.session.flush()


def write_facts(cases: Iterable[Told]) -> None:
    """As each step wrote its own. Those of months that have no partition are left to history."""
    first = clock.now().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    copy_rows("fact", FACT, (_fact(told, step) for told in cases for step in told.steps if step.at >= first))


def _pictured(cases: Iterable[Told]) -> Iterable[tuple[Told, Happened]]:
    for told in cases:
        for outcome in ("report", "handle"):
            step = next((one for one in told.steps if one.outcome == outcome), None)
            if step is not None:
                yield told, step


def _keep(told: Told, step: Happened, data: bytes, *, use: str) -> None:
    """Where every photo is kept, small one and all; what was sent is what is stored."""
    sha256, (width, height) = hashlib.sha256(data).hexdigest(), pictures.SIZE
    storage().put(key_of(sha256, "full"), data, photo.MEDIA_TYPE)
    storage().put(key_of(sha256, "thumb"), photo.thumb(data).data, photo.MEDIA_TYPE)
    size = {"width": width, "height": height, "size_bytes": len(data), "media_type": photo.MEDIA_TYPE}
    db.session.merge(Photo(sha256=sha256, **size, created_at=step.at, thumb_at=step.at))
    named = {"incident_id": told.row["id"], "sha256": sha256, "use": use, "size_bytes": len(data)}
    db.session.add(IncidentPhoto(**named, added_by=told.people[step.by], added_at=step.at, arrived_at=step.at))


def _fact(told: Told, step: Happened) -> list[Any]:
    row = told.row
    said = {"state": step.state, "category": row["category_code"], "number": row["number"]}
    about = ("incident", str(row["id"]), told.people[step.by], row["area_path"])
    return [step.at, FACTS[step.outcome], *about, orjson.dumps(said).decode()]
