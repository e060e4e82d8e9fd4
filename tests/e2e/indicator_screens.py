"""The screens of one indicator: its page, its wide view, and the thresholds that somebody set."""

from tests.builders.readings import RESUMED
from tests.e2e.screen import screen

INDICATORS = (
    screen(
        "indicator",
        "/cockpit/indicators/:code",
        "commander",
        path=lambda stage: f"/cockpit/indicators/{RESUMED}?area={stage.place}",
        ready=".chart .line",
    ),
    screen(
        "indicator-full",
        "/cockpit/indicators/:code/full",
        "commander",
        path=lambda stage: f"/cockpit/indicators/{RESUMED}/full?area={stage.place}",
        ready=".box[data-ready] svg",
        is_wide=True,
        performance=90,
    ),
    screen("thresholds", "/cockpit/thresholds", "commander", ready="main .list"),
)
