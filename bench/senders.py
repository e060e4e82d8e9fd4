"""Sender processes for a benchmark, as `flask sender` starts them; cold, or with their keys prepared."""

import json
import signal
import subprocess
from collections import Counter
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import delete

from backend.core import beats
from backend.core.db import db
from bench import cockpit, processor
from tools import paths

READY_S = 60


class Senders:
    """Two of them, from `with` to its end."""

    def __init__(self, where: cockpit.Place, count: int, *, prepared: int, profile: str = "") -> None:
        self._where = where
        self._count = count
        self._prepared = prepared
        self._profile = profile
        self._running: list[subprocess.Popen[bytes]] = []
        self._logs: list[Path] = []
        #: looks and settlements of each when it was last waited for
        self._seen = [(0, 0)] * count

    def __enter__(self) -> Self:
        db.session.execute(delete(beats.ProcessBeat))
        db.session.commit()
        env = {**self._where.env, "PALM_PREPARED_KEYS": str(self._prepared)}
        for number in range(self._count):
            log = self._where.folder / f"sender-{self._prepared}-{number}.log"
            flask = [paths.BIN / "flask", "--app", "wsgi", "sender"]
            command = [paths.BIN / "python", *_profiled(self._profile, number), *flask]
            with log.open("wb") as file:
                self._running.append(subprocess.Popen(command, cwd=paths.ROOT, env=env, stdout=file, stderr=file))
            self._logs.append(log)
        cockpit.wait_until(self._are_ready, READY_S, "the senders did not become ready")
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, error: BaseException | None, _at: TracebackType | None
    ) -> None:
        for process in self._running:
            process.send_signal(signal.SIGTERM)
        for process in self._running:
            process.wait(30)
        for number, log in enumerate(self._logs):
            print(f"  sender {number}: {dict(self._said(log))}", flush=True)
        if error is not None:
            print(self._logs[0].read_text()[-4000:])

    def wait_until_prepared(self, longest_s: float) -> None:
        """Until whoever has sent something since the last time has looked at all phones again."""

        def is_prepared(number: int, log: Path) -> bool:
            looks, settled = self._seen[number]
            return self._looks(log) > looks or (looks > 0 and self._settled(log) == settled)

        cockpit.wait_until(
            lambda: all(is_prepared(number, log) for number, log in enumerate(self._logs)),
            longest_s,
            "the senders did not prepare their keys",
        )
        self._seen = [(self._looks(log), self._settled(log)) for log in self._logs]

    def cpu_s(self) -> float:
        """Of all of them, since they began."""
        return sum(processor.used_s(process.pid) for process in self._running)

    def _looks(self, log: Path) -> int:
        return log.read_text().count("sender.prepared")

    def _settled(self, log: Path) -> int:
        return log.read_text().count('"sender.settled"')

    def _said(self, log: Path) -> Counter[str]:
        """What became of its messages, by outcome."""
        outcomes: Counter[str] = Counter()
        for line in log.read_text().splitlines():
            if '"sender.settled"' in line:
                outcomes.update({name: count for name, count in json.loads(line).items() if isinstance(count, int)})
        return outcomes

    def _are_ready(self) -> bool:
        if any(process.poll() is not None for process in self._running):
            raise SystemExit(f"a sender ended while starting: {self._logs[0].read_text()[-2000:]}")
        db.session.rollback()
        return beats.alive("sender") == self._count


def _profiled(file: str, number: int) -> list[str]:
    """By the processor's time: on a crowded machine the clock's says nothing."""
    code = (
        "import cProfile, runpy, sys, time; profile = cProfile.Profile(time.process_time); sys.argv[:] = sys.argv[1:]\n"
        "try: profile.runcall(runpy.run_path, sys.argv[0], run_name='__main__')\n"
        f"finally: profile.dump_stats('{file}.{number}')"
    )
    return ["-c", code] if file else []
