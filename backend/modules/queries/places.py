"""What is in force at many places: for lists and batches, which would otherwise ask anew for each row."""

from collections.abc import Mapping

from sqlalchemy import select

from backend.areas.rules.paths import ancestors
from backend.core.db import db
from backend.modules.models.module import ModuleSwitch
from backend.modules.queries import modules
from backend.modules.queries.modules import InForce


class Places:
    """Lives as long as one read or one batch; a module's switches are some dozens, and are read once."""

    def __init__(self) -> None:
        self._switches: dict[str, Mapping[str, ModuleSwitch]] = {}
        self._found: dict[tuple[str, ...], InForce] = {}

    def at(self, module: str, area_path: str) -> InForce:
        """As `modules.at`; places under the same switches share their answer."""
        switches = self._of(module)
        chain = [switches[path] for path in (*ancestors(area_path), area_path) if path in switches]
        key = (module, *(one.area_code for one in chain))
        if key not in self._found:
            self._found[key] = modules.standing(module, chain)
        return self._found[key]

    def _of(self, module: str) -> Mapping[str, ModuleSwitch]:
        if module not in self._switches:
            rows = db.session.scalars(select(ModuleSwitch).where(ModuleSwitch.module == module))
            self._switches[module] = {row.area_path: row for row in rows}
        return self._switches[module]
