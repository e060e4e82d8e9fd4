"""What an import did, or would do."""

from dataclasses import dataclass, field

from backend.areas.rules.listing import Fault


@dataclass(slots=True)
class Report:
    """Counts of areas; with faults nothing at all was written."""

    added: int = 0
    changed: int = 0
    same: int = 0
    faults: list[Fault] = field(default_factory=list)

    def lines(self) -> list[str]:
        if self.faults:
            return [f"line {fault.line}: {fault.what}" for fault in self.faults]
        return [f"{self.added} added, {self.changed} changed, {self.same} as they were"]
