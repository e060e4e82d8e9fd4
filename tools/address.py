"""Where the cockpit listens, how a phone in the same network reaches it, and whether the port is free."""

import contextlib
import errno
import os
import socket

from tools.say import Stop

DEFAULT_PORT = 8000
#: How far above the cockpit's own port a free one is looked for.
REACH = 100


def host() -> str:
    return os.environ.get("HOST", "0.0.0.0")  # noqa: S104 - phones in the LAN are the point


def port() -> int:
    given = os.environ.get("PORT", "") or str(DEFAULT_PORT)
    if not given.isdigit() or not 1 <= int(given) <= 65535:
        raise Stop(f"PORT={given} is not a port number.")
    return int(given)


def ensure_free() -> None:
    try:
        with socket.create_server((host(), port())):
            return
    except OSError as error:
        if error.errno == errno.EACCES:
            raise Stop(f"Port {port()} needs more rights; choose one above 1023: make run PORT=8080") from None
        if error.errno != errno.EADDRINUSE:
            raise Stop(f"Cannot listen on {host()}:{port()}: {error}") from None
        raise Stop(f"Port {port()} is taken by another program. Choose another: make run PORT={port() + 1}") from None


def next_free() -> int:
    """The first free port above the cockpit's."""
    for number in range(port() + 1, min(port() + REACH, 65536)):
        with contextlib.suppress(OSError), socket.create_server((host(), number)):
            return number
    raise Stop(f"No port above {port()} is free; choose another: make run PORT=8080")


def local(*, scheme: str = "http") -> str:
    return f"{scheme}://localhost:{port()}"


def in_the_network() -> str | None:
    """The address for other machines, if this one has any; asking for the route sends no packet."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return None
        found = str(probe.getsockname()[0])
    return None if found.startswith("127.") or host() == "127.0.0.1" else found
