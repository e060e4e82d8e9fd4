"""One reading for those who ask the same within a moment; none of them sees anything older than his question."""

import time
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

import gevent
from gevent.event import AsyncResult
from gevent.monkey import is_module_patched

from backend.core.db import rollback
from backend.core.jobs import run_in_one_transaction

Key = TypeVar("Key", bound=Hashable)
Seen = TypeVar("Seen")

#: Readings of one key begin no closer to each other: of those who ask every two seconds, a quarter shares one.
EVERY_S = 0.5


class SharedReading(Generic[Key, Seen]):
    """`shared(key, read)` gives what `read` gives, in a transaction of its own; call it from where nothing is written.

    A lone question is read for at once. Whoever comes while a reading goes on, or soon after it began, waits for the
    next one: it begins later than all their questions, so that each sees what was committed before he asked. The key
    names all that `read` depends on; what it gives is shared, and changed by nobody.
    """

    def __init__(self) -> None:
        self._waiting: dict[Key, list[tuple[Callable[[], Seen], AsyncResult]]] = {}

    def __call__(self, key: Key, read: Callable[[], Seen]) -> Seen:
        if not is_module_patched("threading"):
            # Requests do not share a thread here: this one reads in its own transaction.
            return read()
        # Who waits holds no connection: fifty would hold all there are.
        rollback()
        mine: AsyncResult = AsyncResult()
        if key in self._waiting:
            self._waiting[key].append((read, mine))
        else:
            self._waiting[key] = [(read, mine)]
            gevent.spawn(self._read_all, key)
        seen: Seen = mine.get()
        return seen

    def _read_all(self, key: Key) -> None:
        """In a greenlet of its own: a screen that hangs up takes nobody's reading with it."""
        try:
            while self._waiting[key]:
                began = time.monotonic()
                together, self._waiting[key] = self._waiting[key], []
                self._read(together)
                gevent.sleep(max(0.0, began + EVERY_S - time.monotonic()))
        finally:
            del self._waiting[key]

    def _read(self, together: list[tuple[Callable[[], Seen], AsyncResult]]) -> None:
        read = together[0][0]
        try:
            seen = run_in_one_transaction(read)
        except Exception as error:  # noqa: BLE001 - whatever it was, it reaches whoever waits for it
            for _, waiter in together:
                waiter.set_exception(error)
            return
        for _, waiter in together:
            waiter.set(seen)
