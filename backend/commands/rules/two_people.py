"""When an order needs a second person, and what stands in for one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.areas.rules.paths import codes
from backend.core.errors import refuse

#: response levels at which nobody acts alone, however small the place
GRAVE = ("I", "II")
#: codes in the path of a street: the district's and its own
_STREET = 2


@dataclass(frozen=True, slots=True)
class Consent:
    """Who agreed to an order beside its issuer, or why nobody had to."""

    #: what is planned ahead was agreed on then
    exempt: bool = False
    approved_by: UUID | None = None
    approved_at: datetime | None = None
    #: the emergency override
    override_reason: str | None = None

    def settled(self, area_path: str, response_level: str) -> "Consent":
        """What of it the order keeps; refused where a second person is needed and nothing stands in for him."""
        if self.approved_by is not None:
            return self
        if self.exempt or not needs_second_person(area_path, response_level):
            # Nothing was overridden where nobody else was needed.
            return NOBODY
        if self.override_reason is None:
            refuse("order.needs_second_person")
        return self

    def kept(self) -> dict[str, Any]:
        """As an order's columns have it."""
        return {
            "approved_by": self.approved_by,
            "approved_at": self.approved_at,
            "override_reason": self.override_reason,
        }


NOBODY = Consent()
EXEMPT = Consent(exempt=True)


def needs_second_person(area_path: str, response_level: str) -> bool:
    """Wide (by the recipients' common area) or severe."""
    return is_wide(area_path) or response_level in GRAVE


def is_wide(area_path: str) -> bool:
    """Above the streets."""
    return len(codes(area_path)) < _STREET
