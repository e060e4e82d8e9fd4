"""Modules of the catalogue are taken in: a version once, and never changed after that."""

from collections.abc import Sequence
from typing import Any

from backend.core.db import db
from backend.core.facts import record
from backend.modules.models.module import ModuleVersion


def load(modules: Sequence[dict[str, Any]]) -> list[str]:
    """Modules as the reader gives them; returns a line for each version that is new, or that says something else."""
    return [line for module in modules if (line := _keep(module)) is not None]


def _keep(module: dict[str, Any]) -> str | None:
    """What phones and rows have in hand is what its number says: other words need another number."""
    key = (module["id"], module["version"])
    kept = db.session.get(ModuleVersion, key)
    if kept is not None:
        is_same = kept.content == module
        return (
            None if is_same else f"{key[0]} v{key[1]}: says something else than the version that is in use, left alone"
        )
    db.session.add(ModuleVersion(module=key[0], version=key[1], content=module))
    db.session.flush()
    record("module.loaded", ("module", key[0]), data={"version": key[1]})
    return f"{key[0]} v{key[1]}"
