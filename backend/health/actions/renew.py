"""A new code for somebody's phone: signed now, good for minutes, and for hours where there is no network."""

import os
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from backend.core import clock
from backend.core.db import db
from backend.core.http.actor import Actor
from backend.health.actions import keys
from backend.health.actions.recolour import state_now
from backend.health.catalogue.reader import ruleset
from backend.health.models.state import HealthCode
from backend.health.providers import palm
from backend.health.queries.trust import grace_s
from backend.health.rules import drawing, sealing
from backend.health.rules.half_days import half_day
from backend.health.settings import settings

#: Read aloud and typed with gloves: no letter that looks like a digit.
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
SHORT = 8


@dataclass(frozen=True, slots=True)
class Renewed:
    code: HealthCode
    text: str

    def shown(self) -> dict[str, Any]:
        names = ("colour", "short", "issued_at", "expires_at", "grace_until")
        told = {name: getattr(self.code, name) for name in names}
        return {**told, "text": self.text, "qr": drawing.matrix(self.text)}


def renew(actor: Actor) -> Renewed:
    now, rules, held = clock.now().replace(microsecond=0), ruleset(), settings()
    key, state = keys.signing_key(), state_now(actor.id)
    expires_at = now + timedelta(seconds=rules.fresh_s)
    grace_until = expires_at + timedelta(seconds=grace_s())
    code = HealthCode(
        id=os.urandom(palm.ID_BYTES),
        person_id=actor.id,
        subject=sealing.subject_of(held.secret, actor.id, half_day(now).day),
        short="".join(LETTERS[byte % len(LETTERS)] for byte in os.urandom(SHORT)),
        kid=key.kid,
        colour=state.colour,
        issued_at=now,
        expires_at=expires_at,
        grace_until=grace_until,
        purge_after=grace_until + rules.keep_until("code"),
    )
    db.session.add(code)
    db.session.flush()
    private = sealing.unseal(held.secret, key.kid, key.private_sealed)
    return Renewed(code, palm.text_of(_claims(code, held.issuer), private.decode(), key.kid))


def _claims(code: HealthCode, issuer: str) -> palm.Claims:
    times = (int(code.issued_at.timestamp()), int(code.expires_at.timestamp()))
    return palm.Claims(issuer, code.subject, code.id, code.colour, *times)
