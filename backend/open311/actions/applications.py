"""Let an application in, give it another key, and shut it out."""

from uuid import UUID

from backend.areas import queries as areas
from backend.core import clock
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.facts import record
from backend.core.http.actor import Actor
from backend.identity.actions.stand_in import stand_in
from backend.incidents.rules import reported
from backend.open311 import policy
from backend.open311.models import Application
from backend.open311.queries import applications
from backend.open311.rules import keys


def issue(
    actor: Actor | None,
    *,
    id: UUID,  # noqa: A002 - the field's name in the API
    name: str,
    area_code: str,
    source: str,
    per_minute: int,
) -> tuple[Application, str]:
    """The application and its key, which nobody can read again. Without an actor it is the command."""
    area = areas.current(area_code)
    if area is None:
        refuse("area.not_found")
    policy.check_place(actor, area.path)
    if not reported.is_id(id) or db.session.get(Application, id) is not None:
        refuse("application.bad_id")
    key = keys.new()
    made = Application(id=id, name=name, area_code=area.code, area_path=area.path, source=source)
    made.per_minute, made.person_id = per_minute, stand_in(name, area).id
    made.key_hash, made.key_hint = keys.digest(key), keys.hint(key)
    made.issued_by = actor.id if actor else None
    db.session.add(made)
    db.session.flush()
    _record("application.issued", made, actor)
    return made, key


def renew(actor: Actor | None, application_id: UUID) -> tuple[Application, str]:
    """Another key; the one before is good for nothing from now on."""
    application = _live(actor, application_id)
    key = keys.new()
    application.key_hash, application.key_hint = keys.digest(key), keys.hint(key)
    _record("application.renewed", application, actor)
    return application, key


def revoke(actor: Actor | None, application_id: UUID) -> Application:
    """What it reported stays; twice is once."""
    application = applications.one_to_change(actor, application_id)
    if application.revoked_at is None:
        application.revoked_at = clock.now()
        _record("application.revoked", application, actor)
    return application


def _live(actor: Actor | None, application_id: UUID) -> Application:
    application = applications.one_to_change(actor, application_id)
    return application if application.revoked_at is None else refuse("application.revoked")


def _record(kind: str, application: Application, actor: Actor | None) -> None:
    data = {"name": application.name, "source": application.source, "key_hint": application.key_hint}
    record(kind, ("application", application.id), actor=actor, area_path=application.area_path, data=data)
