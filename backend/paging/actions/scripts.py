"""A script is written, and written anew: what is wrong with it is refused before anybody is asked."""

from typing import Any
from uuid import UUID

from backend.areas import queries as areas
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.facts import record
from backend.core.http.actor import Actor
from backend.paging import policy
from backend.paging.models import PagingScript, PagingScriptVersion
from backend.paging.queries import scripts
from backend.paging.rules.script import faults

VERSION = 7


def make(actor: Actor, *, id: UUID, area_code: str, content: dict[str, Any]) -> None:  # noqa: A002 - as in the API
    """Twice is once."""
    kept = db.session.get(PagingScript, id)
    if kept is not None:
        if kept.made_by != actor.id:
            refuse("script.bad_id")
        return
    if id.version != VERSION:
        refuse("script.bad_id")
    area = areas.one(actor, area_code)
    if not policy.may_keep(actor, area.path):
        refuse("area.not_found")
    _check(content)
    db.session.add(PagingScript(id=id, area_code=area.code, area_path=area.path, made_by=actor.id))
    db.session.flush()
    _write(actor, id, 1, content)
    record("script.made", ("script", id), actor=actor, area_path=area.path)


def change(actor: Actor, script_id: UUID, *, based_on: int, content: dict[str, Any]) -> None:
    """Campaigns that were made before go on with theirs."""
    script = scripts.one_to_change(actor, script_id)
    if script.version != based_on:
        refuse("script.changed")
    _check(content)
    script.version += 1
    _write(actor, script.id, script.version, content)
    record("script.changed", ("script", script.id), actor=actor, area_path=script.area_path)


def _check(content: dict[str, Any]) -> None:
    found = faults(content)
    if found:
        refuse("script.unfit", errors={fault.where or "script": fault.code for fault in found})


def _write(actor: Actor, script_id: UUID, version: int, content: dict[str, Any]) -> None:
    db.session.add(PagingScriptVersion(script_id=script_id, version=version, content=content, made_by=actor.id))
    db.session.flush()
