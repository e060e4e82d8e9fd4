"""What a process has loaded is out of the collector's way; what comes later is not."""

import gc

from backend.core.collector import OBJECTS, spare_what_is_loaded


def test_what_is_loaded_is_not_looked_through_and_what_comes_later_is() -> None:
    usual = gc.get_threshold()
    try:
        spare_what_is_loaded()
        assert gc.get_freeze_count() > OBJECTS
        assert gc.isenabled()
        assert gc.get_threshold()[0] == OBJECTS
        assert len(gc.get_objects()) < OBJECTS
    finally:
        gc.unfreeze()
        gc.set_threshold(*usual)
