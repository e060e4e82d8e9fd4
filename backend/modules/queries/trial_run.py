"""What a version, or other limits, would make of the rows that are there: nothing is written."""

from collections import Counter, defaultdict
from typing import Any, NamedTuple

from sqlalchemy import select

from backend.areas.models import Area
from backend.areas.policy import within
from backend.areas.rules import validity
from backend.core import clock
from backend.core.db import db
from backend.modules.models.entity import ModuleEntity
from backend.modules.queries import modules
from backend.modules.rules import migrating, overlay, states
from backend.modules.rules import spec as specs
from backend.modules.rules.scope import Entity, State
from backend.modules.rules.spec import Spec

#: So many rows are looked at; so many that do not fit are named, and so many stand for each change.
MOST_ROWS, MOST_NAMED, EXAMPLES = 20_000, 50, 5

Moved = tuple[str | None, str | None]


class Report(NamedTuple):
    rows: int
    #: was, is now, how many, and some of them with the reason that they would show
    changes: list[dict[str, Any]]
    #: id, label, and field → what the version says against it
    unfit: list[dict[str, Any]]
    unfit_rows: int = 0
    #: how many rows a migration would write anew, and what it would make of some
    migrated_rows: int = 0
    migrated: list[dict[str, Any]] = []  # noqa: RUF012 - nothing is ever added to the default


NOTHING = Report(0, [], [])


def of_rows(module: str, area: Area, spec: Spec, own: dict[str, Any] | None = None) -> Report:
    """Each row in the version with what its own street has made of it; `own` stands for what the area itself says."""
    here = (ModuleEntity.module == module, within([area.path], ModuleEntity.area_path))
    query = select(ModuleEntity).where(*here).order_by(ModuleEntity.area_path, ModuleEntity.id).limit(MOST_ROWS)
    laid_over: dict[str, Spec] = {}
    found = _Found()
    for row in db.session.scalars(query.execution_options(yield_per=500)):
        if row.area_path not in laid_over:
            laid_over[row.area_path] = _at(module, row.area_path, area, spec, own)
        found.look(row, laid_over[row.area_path])
    return found.report()


def _at(module: str, path: str, area: Area, spec: Spec, own: dict[str, Any] | None) -> Spec:
    made: dict[str, Any] = {}
    chain = {one.area_path: one.adjustment for one in modules.switches(module, path)}
    if own is not None:
        chain[area.path] = own
    for _, adjustment in sorted(chain.items()):
        made = overlay.merged(made, adjustment)
    return modules.over(spec, made)


class _Found:
    """What the rows that were looked at have come to."""

    def __init__(self) -> None:
        self.today = validity.day(clock.now())
        self.rows = self.unfit_rows = self.migrated_rows = 0
        self.changes: Counter[Moved] = Counter()
        self.examples: defaultdict[Moved, list[dict[str, Any]]] = defaultdict(list)
        self.unfit: list[dict[str, Any]] = []
        self.migrated: list[dict[str, Any]] = []

    def look(self, row: ModuleEntity, spec: Spec) -> None:
        self.rows += 1
        if row.kind not in spec["entities"]:
            self._unfit(row, {row.kind: "unknown entity"}, "")
            return
        data = modules.in_words_of(spec, row.kind, row.data, version_said=row.version, today=self.today)
        label = _label(spec, row.kind, data)
        if said := migrating.left_over(spec, row.kind, data):
            self._unfit(row, said, label)
        if data != row.data:
            self._migrated(row, spec, data, label)
        entity = Entity(row.kind, data, validity.day(row.created_at), State(row.rule_state, row.rule_since))
        verdict = states.decide(spec, entity, self.today)
        moved = (row.rule_state, verdict.state.code)
        self.changes[moved] += 1
        if moved[0] != moved[1] and len(self.examples[moved]) < EXAMPLES:
            self.examples[moved].append({"id": row.id, "label": label, "why": verdict.why})

    def report(self) -> Report:
        moved: list[dict[str, Any]] = [
            {"was": was, "state": state, "rows": count, "examples": self.examples[was, state]}
            for (was, state), count in self.changes.items()
            if was != state
        ]
        changes = sorted(moved, key=lambda one: -int(one["rows"]))
        return Report(self.rows, changes, self.unfit, self.unfit_rows, self.migrated_rows, self.migrated)

    def _unfit(self, row: ModuleEntity, said: dict[str, str], label: str) -> None:
        self.unfit_rows += 1
        if len(self.unfit) < MOST_NAMED:
            self.unfit.append({"id": row.id, "label": label, "fields": said})

    def _migrated(self, row: ModuleEntity, spec: Spec, data: dict[str, Any], label: str) -> None:
        self.migrated_rows += 1
        if len(self.migrated) >= EXAMPLES:
            return
        # What says something about somebody is nobody's example.
        hidden = specs.personal(spec, row.kind)
        known = spec["entities"][row.kind]["fields"].keys() - hidden
        names = sorted({name for name in known if row.data.get(name) != data.get(name)})
        told = {name: [row.data.get(name), data.get(name)] for name in names}
        self.migrated.append({"id": row.id, "label": label, "fields": told})


def _label(spec: Spec, kind: str, data: dict[str, Any]) -> str:
    is_hidden = spec["entities"][kind]["label"] in specs.personal(spec, kind)
    return "" if is_hidden else specs.label(spec, kind, data)
