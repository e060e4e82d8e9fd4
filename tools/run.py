"""`make run`: everything the cockpit needs on this machine, started in order and stopped in order."""

import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from tools import address, client, database, environment, lock, paths
from tools.say import Stop, say
from tools.supervisor import Service, Supervisor

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
HEALTH = "/api/health"


def main() -> int:
    """Returns the exit code: 0 after an orderly stop, 1 after a refusal, which was explained."""
    for number in STOP_SIGNALS:
        signal.signal(number, _stop)
    try:
        with lock.held(address=address.local()):
            address.ensure_free()
            with lock.installing():
                environment.for_running()
                client.ensure_built()
            os.environ.setdefault("PALM_DEMO", "1")
            with database.running():
                _serve()
    except KeyboardInterrupt:
        say("\nStopped; the data stays in var/. `make run` goes on where it ended.")
    except Stop as refusal:
        say(f"\n{refusal}")
        return 1
    return 0


def _stop(_number: int, _frame: FrameType | None) -> None:
    """The first signal ends the run; a second one must not disturb the orderly stop."""
    for number in STOP_SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


def _serve() -> None:
    supervisor = Supervisor(_services())
    try:
        supervisor.start()
        supervisor.watch(until=_is_ready)
        supervisor.settle()
        _welcome()
        supervisor.watch(until=lambda: False)
    finally:
        supervisor.stop()


def _services() -> list[Service]:
    """One web and one sender process per core, and one worker."""
    cores = os.cpu_count() or 1
    flask = (paths.BIN / "flask", "--app", "wsgi")
    web = (paths.BIN / "gunicorn", "--config", "deploy/gunicorn.py", "wsgi:app")
    senders = [Service(f"sender.{number}", (*flask, "sender"), can_wait=number > 1) for number in range(1, cores + 1)]
    binding = {"BIND": f"{address.host()}:{address.port()}"}
    return [Service("web", web, binding), *senders, Service("worker", (*flask, "worker"))]


def _is_ready() -> bool:
    """Health answers 200 once web, database, senders and worker all are."""
    try:
        with urllib.request.urlopen(f"{address.local()}{HEALTH}", timeout=2) as reply:  # noqa: S310 - our own http address
            return bool(reply.status == 200)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def _welcome() -> None:
    outside = address.in_the_network()
    say(f"\n  Palm Cockpit is ready: {address.local()}\n")
    say(_accounts())
    if outside:
        say(_output_of([paths.BIN / "segno", "--compact", outside]))
        say(f"  On a phone in the same network: {outside}")
        say("  (Push and offline use need https there: docs/guide/phones-on-a-local-network.md.)")
    say("  Ctrl-C stops everything.\n")


def _accounts() -> str:
    """The demo accounts as flask prints them, kept until flask writes them anew: asking takes a second."""
    source, kept = paths.VAR / "demo-accounts.json", paths.VAR / "demo-accounts.txt"
    if not source.exists():
        return ""
    if not kept.exists() or kept.stat().st_mtime < source.stat().st_mtime:
        kept.touch(mode=0o600)
        kept.write_text(_output_of([paths.BIN / "flask", "--app", "wsgi", "demo", "accounts"]))
    return kept.read_text()


def _output_of(command: Sequence[str | Path]) -> str:
    done = subprocess.run(command, check=False, cwd=paths.ROOT, capture_output=True, text=True)
    return done.stdout if done.returncode == 0 else done.stderr


if __name__ == "__main__":
    sys.exit(main())
