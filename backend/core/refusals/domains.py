"""The refusals of every domain that keeps them on a page of its own."""

from backend.core.refusals.cases import CASES
from backend.core.refusals.entry import Entry
from backend.core.refusals.health import HEALTH
from backend.core.refusals.indicators import INDICATORS
from backend.core.refusals.maps import MAPS
from backend.core.refusals.modules import MODULES
from backend.core.refusals.open311 import OPEN311
from backend.core.refusals.receipts import RECEIPTS
from backend.core.refusals.sites import SITES
from backend.core.refusals.volunteers import VOLUNTEERS

DOMAINS: dict[str, Entry] = {
    **CASES,
    **HEALTH,
    **SITES,
    **INDICATORS,
    **MAPS,
    **MODULES,
    **OPEN311,
    **RECEIPTS,
    **VOLUNTEERS,
}
