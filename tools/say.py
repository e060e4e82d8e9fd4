"""What a command tells the person at the terminal: steps with their time, and refusals."""

import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tools import paths

TAIL = 25


class Stop(Exception):
    """The command cannot go on; the text says why and what to do about it."""


def say(text: str) -> None:
    print(text, flush=True)


def step(
    title: str,
    command: Sequence[str | Path],
    *,
    cwd: Path = paths.ROOT,
    env: Mapping[str, str] | None = None,
) -> None:
    """Run one long command with a living line on the screen; its output goes to var/log."""
    paths.LOGS.mkdir(parents=True, exist_ok=True)
    log = paths.LOGS / f"{title.split(':', maxsplit=1)[0].replace(' ', '-')}.log"
    began = time.monotonic()
    if not sys.stdout.isatty():
        say(f"▸ {title}")
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=cwd, env=env, stdout=output, stderr=subprocess.STDOUT)
        code = _watch(process, lambda: _progress(title, began, log))
    if code:
        say(f"{_clear()}✗ {title}")
        raise Stop(f"{_last_lines(log, TAIL)}\n\n“{title}” failed; its whole output is in {log}")
    say(f"{_clear()}✓ {title}  {time.monotonic() - began:.1f} s")


def _watch(process: subprocess.Popen[bytes], progress: Callable[[], None]) -> int:
    interval = 0.2 if sys.stdout.isatty() else 10
    try:
        while True:
            try:
                return process.wait(timeout=interval)
            except subprocess.TimeoutExpired:
                progress()
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait()


def _progress(title: str, began: float, log: Path) -> None:
    line = f"… {title}  {time.monotonic() - began:.0f} s  {_last_lines(log, 1).strip()}"
    if sys.stdout.isatty():
        width = shutil.get_terminal_size().columns
        print(f"{_clear()}{line[: width - 1]}", end="", flush=True)
    else:
        say(line[:160])


def _last_lines(log: Path, count: int) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-count:])


def _clear() -> str:
    return "\r\x1b[K" if sys.stdout.isatty() else ""
