"""Writes that arrive together share one transaction: one commit for all of them, an answer or refusal for each."""

import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

import gevent
import structlog
from gevent.event import AsyncResult
from gevent.monkey import is_module_patched

from backend.core.errors import Problem
from backend.core.jobs import run_in_one_transaction
from backend.core.promptly import promptly

Item = TypeVar("Item")
Answer = TypeVar("Answer")

#: Locks are held for as long as the largest group takes.
MOST = 200
#: A group costs as much as fifty of its writes, whoever is in it: it does not leave more often.
EVERY_S = 0.05
log = structlog.get_logger()


class GroupCommit(Generic[Item, Answer]):
    """`together(item)` acts on the item and on whatever else waits; call it from an endpoint with `Commit.GROUPED`.

    A lone write goes at once. A group leaves when the one before it is written and began a moment ago, so that in a
    crowd each takes along who came meanwhile: the busier the process, the larger its groups. `act` gives one answer per
    item, in order; a refusal is one.
    """

    def __init__(self, act: Callable[[Sequence[Item]], Sequence[Answer | Problem]]) -> None:
        self._act = act
        self._waiting: deque[tuple[Item, AsyncResult]] = deque()
        self._is_writing = False

    def __call__(self, item: Item) -> Answer:
        """The item's own answer, written for good; its own refusal is raised."""
        if not is_module_patched("threading"):
            # Requests do not share a thread here: this one writes in its own transaction, which its endpoint commits.
            [answer] = self._act([item])
        else:
            answer = self._join(item)
        if isinstance(answer, Problem):
            raise answer
        return answer

    def _join(self, item: Item) -> Answer | Problem:
        mine: AsyncResult = AsyncResult()
        self._waiting.append((item, mine))
        if not self._is_writing:
            self._is_writing = True
            gevent.spawn(self._write_all)
        answer: Answer | Problem = mine.get()
        return answer

    def _write_all(self) -> None:
        """In a greenlet of its own: a phone that hangs up takes no group with it."""
        try:
            while self._waiting:
                began = time.monotonic()
                self._write([self._waiting.popleft() for _ in range(min(MOST, len(self._waiting)))])
                if len(self._waiting) < MOST:
                    gevent.sleep(max(0.0, began + EVERY_S - time.monotonic()))
        finally:
            self._is_writing = False

    def _write(self, group: list[tuple[Item, AsyncResult]]) -> None:
        try:
            answers = self._commit([item for item, _ in group])
        except Exception as error:  # noqa: BLE001 - whatever it was, it reaches whoever waits for it
            self._write_apart(group, error)
            return
        for (_, waiter), answer in zip(group, answers, strict=True):
            waiter.set(answer)

    def _write_apart(self, group: list[tuple[Item, AsyncResult]], error: Exception) -> None:
        """One of them broke the transaction of all: each gets one of its own."""
        if len(group) == 1:
            group[0][1].set_exception(error)
            return
        log.warning("group_commit.broke", items=len(group), error=type(error).__name__)
        for one in group:
            self._write([one])

    def _commit(self, items: list[Item]) -> Sequence[Answer | Problem]:
        with promptly():
            answers: Sequence[Answer | Problem] = run_in_one_transaction(self._act, items)
        return answers
