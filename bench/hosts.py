"""Two hosts and a network around them, as network namespaces of this machine (Linux, root).

`palm-a` and `palm-b` are joined by a link of their own, which can be cut, and each has a way to `palm-net`, where push
services and phones are. Nothing of it is reachable from outside this machine.
"""

import contextlib
import ctypes
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

A, B, NET = "palm-a", "palm-b", "palm-net"
#: the database's address on the link between the two
DATABASE = "10.57.3.1"
#: where the web of host A is found from outside
WEB = "10.57.1.1"
#: the push service's name and address
SERVICE, SERVICE_AT = "push.palm.test", "10.57.9.9"
_HOSTS = Path("/etc/netns")
_CLONE_NEWNET = 0x40000000
#: host, its device, its address, the other host, its device, its address
_LINKS = (
    (A, "out-a", f"{WEB}/30", NET, "in-a", "10.57.1.2/30"),
    (B, "out-b", "10.57.2.1/30", NET, "in-b", "10.57.2.2/30"),
    (A, "link-a", f"{DATABASE}/30", B, "link-b", "10.57.3.2/30"),
)


@contextlib.contextmanager
def standing() -> Iterator[None]:
    if os.geteuid() != 0 or shutil.which("ip") is None:
        raise SystemExit("two hosts need root and iproute2 (on Debian: apt-get install iproute2)")
    _remove()
    try:
        for name in (A, B, NET):
            _ip("netns", "add", name)
            _ip("-n", name, "link", "set", "lo", "up")
            _know(name)
        for link in _LINKS:
            _join(*link)
        _ip("-n", NET, "address", "add", f"{SERVICE_AT}/32", "dev", "lo")
        _ip("-n", A, "route", "add", SERVICE_AT, "via", "10.57.1.2")
        _ip("-n", B, "route", "add", SERVICE_AT, "via", "10.57.2.2")
        yield
    finally:
        _remove()


def cut() -> None:
    """Host B no longer reaches the database; its way to the push service stays."""
    _ip("-n", A, "link", "set", "link-a", "down")


def mend() -> None:
    _ip("-n", A, "link", "set", "link-a", "up")


def on(host: str) -> tuple[str, ...]:
    """The words before a command that runs it there."""
    return ("ip", "netns", "exec", host)


def enter(host: str) -> None:
    """Move this process there, with what it starts afterwards."""
    place = os.open(f"/var/run/netns/{host}", os.O_RDONLY)
    try:
        if ctypes.CDLL(None, use_errno=True).setns(place, _CLONE_NEWNET):
            raise OSError(ctypes.get_errno(), f"could not enter {host}")
    finally:
        os.close(place)


def _join(host: str, device: str, address: str, other: str, its_device: str, its_address: str) -> None:
    _ip("link", "add", device, "netns", host, "type", "veth", "peer", "name", its_device, "netns", other)
    for where, which, at in ((host, device, address), (other, its_device, its_address)):
        _ip("-n", where, "address", "add", at, "dev", which)
        _ip("-n", where, "link", "set", which, "up")


def _know(host: str) -> None:
    """Names, which `ip netns exec` lays over the machine's own."""
    folder = _HOSTS / host
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "hosts").write_text(f"127.0.0.1 localhost\n{SERVICE_AT} {SERVICE}\n")


def _remove() -> None:
    for name in (A, B, NET):
        subprocess.run(["ip", "netns", "delete", name], check=False, capture_output=True)
        shutil.rmtree(_HOSTS / name, ignore_errors=True)


def _ip(*words: str) -> None:
    done = subprocess.run(["ip", *words], check=False, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"ip {' '.join(words)}: {done.stderr.strip()}")
