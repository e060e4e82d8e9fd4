"""While the cockpit runs: a machine that moves to another network, or runs for a year, gets a new certificate."""

import time
from collections.abc import Callable

from tools import address, tls
from tools.say import Stop, say

LOOK_EVERY_SECONDS = 10.0
DAY_SECONDS = 86_400.0


class Renewal:
    def __init__(self, *, renewed: Callable[[], None]) -> None:
        self._renewed = renewed
        self._address = address.in_the_network()
        self._looked_at = self._kept_at = time.monotonic()

    def look(self) -> None:
        """Cheap enough to be called at every turn: asks for the address now and then, for the rest once a day."""
        now = time.monotonic()
        if now - self._looked_at < LOOK_EVERY_SECONDS:
            return
        self._looked_at, found = now, address.in_the_network()
        if found == self._address and now - self._kept_at < DAY_SECONDS:
            return
        self._address, self._kept_at = found, now
        try:
            kept = tls.keep()
        except Stop as refusal:
            # The cockpit goes on with the certificate that it has.
            say(f"! {refusal}")
            return
        if kept.new_server:
            self._renewed()
            if found:
                say(f"  This machine is now at {tls.app(found)}")
