"""Sixteen writers at once, half of them senders and half phones: the counters are what a recount finds."""

import random
from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Flask

from tests.builders import tally
from tests.builders.orders import Gateway
from tests.commands.test_crowded import at_once, ordered, report_anything, send_with_refusals

SENDERS = PHONES = 8


def test_the_counters_of_an_order_hold_under_sixteen_writers(
    app: Flask, commander: Any, lives: Callable[[], Gateway]
) -> None:
    order_id, crowd = ordered(commander, 4_000)
    senders = [partial(send_with_refusals, lives(), random.Random(n)) for n in range(SENDERS)]
    phones = [partial(report_anything, order_id, crowd, random.Random(100 + n)) for n in range(PHONES)]
    at_once(app, *senders, *phones)
    kept = tally.kept(order_id)
    assert kept == tally.recounted(order_id)
    assert sum(kept.values()) == 4_000
    assert len({state for _, state in kept}) > 3
