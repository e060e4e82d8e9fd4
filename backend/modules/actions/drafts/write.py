"""A draft is written: begun, changed by who has seen its last words, or withdrawn."""

from typing import Any
from uuid import UUID

from backend.areas import queries as areas
from backend.core import clock
from backend.core.db import db, uuid7
from backend.core.errors import refuse
from backend.core.facts import record
from backend.core.http.actor import Actor
from backend.modules import policy
from backend.modules.catalogue import marks, writing
from backend.modules.catalogue.marks import Broken
from backend.modules.catalogue.xlsform import module as xlsform
from backend.modules.catalogue.xlsform import reading
from backend.modules.models.draft import ModuleDraft
from backend.modules.queries import drafts, modules
from backend.modules.rules import draft_life, size

VERSION = 7


def begin(
    actor: Actor,
    *,
    id: UUID,  # noqa: A002 - the field's name in the API
    area_code: str,
    text: str | None = None,
    content: dict[str, Any] | None = None,
    notes: list[Any] | None = None,
) -> UUID:
    """Twice is once."""
    kept = db.session.get(ModuleDraft, id)
    if kept is not None:
        return kept.id if kept.made_by == actor.id else refuse("draft.id")
    area = areas.current(area_code)
    if area is None or not policy.may_keep(actor, area.path):
        refuse("area.not_found")
    if id.version != VERSION:
        refuse("draft.id")
    made = ModuleDraft(
        id=id, area_code=area.code, area_path=area.path, text="", module="", title={}, notes=notes or [],
        revision=1, state="draft", made_by=actor.id, changed_by=actor.id,
    )  # fmt: skip
    _say(made, text, content)
    db.session.add(made)
    db.session.flush()
    record("module.drafted", ("module_draft", made.id), actor=actor, area_path=made.area_path)
    return made.id


def copy(actor: Actor, *, id: UUID, area_code: str, module: str) -> UUID:  # noqa: A002 - the field's name in the API
    """A new draft from the version that is newest, with the next number."""
    last = modules.last_version(module)
    if last is None or ((owner := modules.owner_of(module)) and not policy.may_keep(actor, owner)):
        refuse("module.not_found")
    content = {**modules.version(module, last), "version": last + 1}
    accepted = sorted({*content.get("accepts", []), last})
    ordered = {"id": content["id"], "version": content["version"], "accepts": accepted}
    return begin(actor, id=id, area_code=area_code, content={**ordered, **content, "accepts": accepted})


def bring(actor: Actor, data: bytes, *, area: str) -> UUID:
    """A form made elsewhere, as an Excel file."""
    place = areas.current(area)
    if place is None or not policy.may_keep(actor, place.path):
        refuse("area.not_found")
    owner = {"zh": place.name_zh, "en": place.name_en}
    content, notes = xlsform.converted(reading.form(data), owner)
    return begin(actor, id=uuid7(), area_code=area, content=content, notes=notes)


def change(
    actor: Actor, draft_id: UUID, *, revision: int, text: str | None = None, content: dict[str, Any] | None = None
) -> None:
    draft = drafts.one(actor, draft_id, hold=True)
    state = draft_life.after(draft.state, "write")
    if draft.revision != revision:
        refuse("draft.changed")
    _say(draft, text, content)
    draft.state, draft.revision = state, revision + 1
    draft.changed_by, draft.changed_at = actor.id, clock.now()
    db.session.flush()
    record("module.draft_changed", ("module_draft", draft.id), actor=actor, area_path=draft.area_path)


def withdraw(actor: Actor, draft_id: UUID) -> None:
    draft = drafts.one(actor, draft_id, hold=True)
    draft.state = draft_life.after(draft.state, "withdraw")
    db.session.flush()
    record("module.withdrawn", ("module_draft", draft.id), actor=actor, area_path=draft.area_path)


def _say(draft: ModuleDraft, text: str | None, content: dict[str, Any] | None) -> None:
    """A half-written one is kept as well: what can be read of it names it in lists."""
    if (text is None) is (content is None):
        refuse("draft.one_of_both")
    if content is not None and not size.fits(content, most=marks.MOST_CHARACTERS, deepest=marks.DEEPEST):
        refuse("draft.too_long")
    said = text if text is not None else writing.written(content or {})
    if len(said) > marks.MOST_CHARACTERS:
        refuse("draft.too_long")
    draft.text = said
    draft.module, draft.title = _named(said)


def _named(text: str) -> tuple[str, dict[str, str]]:
    try:
        value = marks.read(text).value
    except Broken:
        return "", {}
    if not isinstance(value, dict):
        return "", {}
    name, title = value.get("id"), value.get("title")
    words = title if isinstance(title, dict) else {}
    known = {language: words[language] for language in ("zh", "en") if isinstance(words.get(language), str)}
    return name if isinstance(name, str) else "", known
