"""What is wrong with what a street changes: its shape, its limits, and the module that comes of it."""

from typing import Any

from backend.modules.catalogue.checks import asking, names, shape
from backend.modules.catalogue.marks import Marked
from backend.modules.rules import overlay, size
from backend.modules.rules.overlay import Fault
from backend.modules.rules.spec import Spec

MOST = 30_000


def faults(spec: Spec, adjustment: dict[str, Any]) -> list[Fault]:
    if not size.fits(adjustment, most=MOST):
        return [Fault("", "module.adjustment_unfit")]
    shaped = [
        Fault(".".join(map(str, error.absolute_path)), "module.adjustment_unfit")
        for error in shape.validator("adjustment").iter_errors(adjustment)
    ]
    if shaped:
        return shaped
    if found := overlay.faults(spec, adjustment):
        return found
    made = Marked(overlay.laid_over(spec, adjustment), {})
    wrong = [*shape.check_fields(made), *names.check(made), *asking.check(made)]
    return [Fault(one.what, "module.own_field") for one in wrong]
