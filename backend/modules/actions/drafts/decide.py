"""Two pairs of eyes: who wrote a module submits it, somebody else publishes it or says why not."""

from datetime import timedelta
from uuid import UUID

from backend.core import clock
from backend.core.db import db
from backend.core.errors import refuse as refuse_by_name
from backend.core.facts import record
from backend.core.http.actor import Actor
from backend.identity.models import Person
from backend.modules.catalogue import reader
from backend.modules.models.draft import ModuleDraft
from backend.modules.models.module import ModuleVersion
from backend.modules.queries import drafts
from backend.modules.rules import draft_life
from backend.modules.rules.spec import Spec
from backend.push.actions.notices import notify, withdraw

LIFE = timedelta(days=7)


def submit(actor: Actor, draft_id: UUID) -> None:
    draft = drafts.one(actor, draft_id, hold=True)
    state = draft_life.after(draft.state, "submit")
    _fit(draft)
    draft.submitted_by, draft.submitted_at = actor.id, clock.now()
    draft.state, draft.decided_by, draft.decided_at, draft.reason = state, None, None, None
    asked = drafts.deciders(draft)
    if not asked:
        refuse_by_name("draft.nobody_may_decide")
    db.session.flush()
    _tell(asked, draft, {"zh": "请审批模块", "en": "Please decide over a module"})
    record("module.submitted", ("module_draft", draft.id), actor=actor, area_path=draft.area_path)


def approve(actor: Actor, draft_id: UUID) -> None:
    """It is a version from now on; where it is on, a switch says."""
    draft = _to_decide(actor, draft_id, "approve")
    spec = _fit(draft)
    version = ModuleVersion(
        module=spec["id"], version=spec["version"], content=dict(spec), area_code=draft.area_code,
        area_path=draft.area_path, published_by=draft.submitted_by, approved_by=actor.id,
    )  # fmt: skip
    db.session.add(version)
    draft.version = spec["version"]
    _decided(draft, "published", actor)
    data = {"module": spec["id"], "version": spec["version"], "submitted_by": str(draft.submitted_by)}
    record("module.published", ("module_draft", draft.id), actor=actor, area_path=draft.area_path, data=data)
    _tell_writer(draft, {"zh": "模块已发布", "en": "A module is published"})


def refuse(actor: Actor, draft_id: UUID, *, reason: str) -> None:
    draft = _to_decide(actor, draft_id, "refuse")
    draft.reason = reason
    _decided(draft, "refused", actor)
    record(
        "module.refused", ("module_draft", draft.id), actor=actor, area_path=draft.area_path, data={"reason": reason}
    )
    _tell_writer(draft, {"zh": "模块未通过审批", "en": "A module was refused"})


def _to_decide(actor: Actor, draft_id: UUID, verb: str) -> ModuleDraft:
    draft = drafts.one(actor, draft_id, hold=True)
    draft_life.after(draft.state, verb)
    if actor.id in {draft.submitted_by, draft.changed_by}:
        refuse_by_name("draft.not_yourself")
    return draft


def _fit(draft: ModuleDraft) -> Spec:
    """Another version may have come since it was written: it is judged anew each time."""
    judged = reader.judge(draft.text)
    if drafts.faults_of(draft, judged) or judged.marked is None:
        refuse_by_name("draft.unfit")
    spec: Spec = judged.marked.value
    return spec


def _decided(draft: ModuleDraft, state: str, actor: Actor) -> None:
    draft.state, draft.decided_by, draft.decided_at = state, actor.id, clock.now()
    db.session.flush()
    withdraw(draft.id)


def _tell_writer(draft: ModuleDraft, titles: dict[str, str]) -> None:
    writers = {one for one in (draft.submitted_by, draft.changed_by) if one is not None}
    active = {one for one in writers if (person := db.session.get(Person, one)) is not None and person.active}
    if active:
        _tell(active, draft, titles)


def _tell(people: set[UUID], draft: ModuleDraft, titles: dict[str, str]) -> None:
    named = {language: draft.title.get(language, draft.module) for language in titles}
    texts = {language: {"title": title, "body": named[language][:50]} for language, title in titles.items()}
    notify(
        sorted(people),
        kind="module",
        subject_id=draft.id,
        texts=texts,
        navigate=f"/modules/drafts/{draft.id}",
        expires_at=clock.now() + LIFE,
    )
