"""What a volunteer has agreed to: for which purpose his data is kept, and until when."""

from datetime import date, timedelta
from typing import NamedTuple


class Purpose(NamedTuple):
    zh: str
    en: str


#: (P) No public rule names them; each is asked for by itself and none is implied by another.
PURPOSES: dict[str, Purpose] = {
    "service": Purpose("组织志愿服务、记录服务时数", "Organising service and recording hours"),
    "emergency": Purpose("突发事件应急集结", "Muster in an emergency"),
}
#: (P) Kept for so long after the consent; serving again renews it.
KEPT = timedelta(days=3 * 365)


def until(consented_on: date) -> date:
    """The last day on which the data may be kept."""
    return consented_on + KEPT
