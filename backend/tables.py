"""Every table of the product, imported once for the migrations."""

from backend.areas import models as areas
from backend.commands.models import (
    closure,
    delivery,
    drill,
    forecast,
    help_call,
    ladder,
    muster,
    order,
    plan,
    report_export,
    submission,
)
from backend.core import beats, facts
from backend.core.http import idempotency, numbered
from backend.devices import models as devices
from backend.duty import models as duty
from backend.health.models import declaration, destruction, gate, isolation, state
from backend.identity import models as identity
from backend.incidents.models import export, incident, saved_filter, unit, work_day
from backend.indicators.models import feed, reading, watch
from backend.modules.models import draft, entity, module
from backend.open311 import models as open311
from backend.paging import models as paging
from backend.push import models as push
from backend.sites.models import site
from backend.uploads import models as uploads
from backend.volunteers.models import activity, register, register_export, register_import

__all__ = [
    "activity",
    "areas",
    "beats",
    "closure",
    "declaration",
    "delivery",
    "destruction",
    "devices",
    "draft",
    "drill",
    "duty",
    "entity",
    "export",
    "facts",
    "feed",
    "forecast",
    "gate",
    "help_call",
    "idempotency",
    "identity",
    "incident",
    "isolation",
    "ladder",
    "module",
    "muster",
    "numbered",
    "open311",
    "order",
    "paging",
    "plan",
    "push",
    "reading",
    "register",
    "register_export",
    "register_import",
    "report_export",
    "saved_filter",
    "site",
    "state",
    "submission",
    "unit",
    "uploads",
    "watch",
    "work_day",
]
