"""`make run`: everything the cockpit needs on this machine, started and stopped in order; HTTPS=1 for phones."""

import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType

from tools import address, client, database, environment, lock, paths, tls
from tools.say import Stop, say
from tools.supervisor import Service, Supervisor
from tools.trust.renewal import Renewal

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
HEALTH = "/api/health"


def main() -> int:
    """Returns the exit code: 0 after an orderly stop, 1 after a refusal, which was explained."""
    for number in STOP_SIGNALS:
        signal.signal(number, _stop)
    try:
        with lock.held(address=address.local(scheme=_scheme())):
            address.ensure_free()
            with lock.installing():
                environment.for_running()
                client.ensure_built()
            if tls.is_wanted():
                tls.keep()
            os.environ.setdefault("PALM_DEMO", "1")
            # The paging robot's text messages lead here.
            os.environ.setdefault("PALM_PUBLIC_URL", address.local(scheme=_scheme()))
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


def _scheme() -> str:
    return "https" if tls.is_wanted() else "http"


def _serve() -> None:
    page_port = address.next_free() if tls.is_wanted() else None
    supervisor = Supervisor(_services(page_port))
    try:
        supervisor.start()
        supervisor.watch(until=_is_ready)
        supervisor.settle()
        _welcome(page_port)
        supervisor.watch(until=_never(supervisor))
    finally:
        supervisor.stop()


def _never(supervisor: Supervisor) -> Callable[[], bool]:
    """The run ends by a signal only; meanwhile the certificate is kept fresh."""
    if not tls.is_wanted():
        return lambda: False
    renewal = Renewal(renewed=lambda: supervisor.hang_up("web"))

    def never() -> bool:
        renewal.look()
        return False

    return never


def _services(page_port: int | None) -> list[Service]:
    """One web and one sender process per core, and one worker; with https the page for phones beside them."""
    cores = os.cpu_count() or 1
    flask = (paths.BIN / "flask", "--app", "wsgi")
    web = (paths.BIN / "gunicorn", "--config", "deploy/gunicorn.py", "wsgi:app")
    senders = [Service(f"sender.{number}", (*flask, "sender"), can_wait=number > 1) for number in range(1, cores + 1)]
    binding = {"BIND": f"{address.host()}:{address.port()}"}
    services = [Service("web", web, binding), *senders, Service("worker", (*flask, "worker"))]
    if page_port is None:
        return services
    binding |= {"PALM_HTTPS": "1", "WEB_CERTFILE": str(tls.CERTIFICATE), "WEB_KEYFILE": str(tls.KEY)}
    return [*services, Service("phones", (paths.PYTHON, "-m", "tools.trust.serve", str(page_port)))]


def _is_ready() -> bool:
    """Health answers 200 once web, database, senders and worker all are."""
    try:
        url, context = f"{address.local(scheme=_scheme())}{HEALTH}", tls.trusting() if tls.is_wanted() else None
        with urllib.request.urlopen(url, timeout=2, context=context) as reply:  # noqa: S310 - our own address
            return bool(reply.status == 200)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def _welcome(page_port: int | None) -> None:
    outside = address.in_the_network()
    say(f"\n  Palm Cockpit is ready: {address.local(scheme=_scheme())}\n")
    say(_accounts())
    if page_port is not None:
        _welcome_phones(outside or "localhost", page_port)
    elif outside:
        _show_code(f"http://{outside}:{address.port()}")
        say(f"  On a phone in the same network: http://{outside}:{address.port()}")
        say("  (Push and offline use need https there: make run HTTPS=1)")
    say("  Ctrl-C stops everything.\n")


def _welcome_phones(name: str, page_port: int) -> None:
    page = f"http://{name}:{page_port}"
    _show_code(page)
    say(f"  On a phone in the same network, once:  {page}  (how to trust this machine)")
    say(f"  from then on:                          {tls.app(name)}")
    half = len(tls.fingerprint()) // 2 + 1
    say("  Fingerprint (SHA-256) of what the phone is to trust:")
    say(f"    {tls.fingerprint()[:half]}\n    {tls.fingerprint()[half:]}")


def _show_code(url: str) -> None:
    say(_output_of([paths.BIN / "segno", "--compact", url]))


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
