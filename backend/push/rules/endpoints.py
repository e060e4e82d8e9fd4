"""Which URLs may be a subscription's endpoint: https on a push service we know, nothing else."""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

#: `*.x` stands for one or more labels before x. A port other than 443 has to be written.
PUSH_SERVICES = (
    "fcm.googleapis.com",
    "*.push.services.mozilla.com",
    "*.notify.windows.com",
    "web.push.apple.com",
    "*.push.apple.com",
)
MAX_LENGTH = 2048
_DEFAULT_PORT = "443"

# One strict pattern instead of a forgiving parser: what curl and Python could read
# differently (backslashes, unicode dots, userinfo, brackets) does not match at all.
_ENDPOINT = re.compile(
    r"https://(?P<host>[a-z0-9]([a-z0-9.-]*[a-z0-9])?)(:(?P<port>[1-9][0-9]{0,4}))?"
    r"(?P<path>/[A-Za-z0-9._~:/?&=+,;@!$%*'()-]*)",
    re.IGNORECASE,
)


#: Named first, because each is a trick of its own.
_FAULTS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("too_long", lambda url: len(url) > MAX_LENGTH),
    ("not_ascii", lambda url: not url.isascii()),
    ("not_https", lambda url: not url.lower().startswith("https://")),
    ("fragment", lambda url: "#" in url),
    ("userinfo", lambda url: "@" in url[len("https://") :].partition("/")[0]),
)


def why_refused(url: str, allowed: Iterable[str] = PUSH_SERVICES) -> str | None:
    """A word for what is wrong with the URL, None when it may be used."""
    match = _matched(url)
    if match is None:
        return next((word for word, is_wrong in _FAULTS if is_wrong(url)), "malformed")
    return _why_host_refused(match["host"], match["port"], tuple(allowed))


def origin_of(url: str) -> str:
    """`https://host` or `https://host:port`, in lower case, of an accepted endpoint."""
    match = _matched(url)
    if match is None:
        raise ValueError("not an endpoint")
    return _origin(match["host"], match["port"])


def accepted_origin(url: str, allowed: tuple[str, ...]) -> str | None:
    """Both at once, for each of a hundred thousand messages: its origin, None where it is refused."""
    match = _matched(url)
    if match is None or _why_host_refused(match["host"], match["port"], allowed):
        return None
    return _origin(match["host"], match["port"])


def _matched(url: str) -> re.Match[str] | None:
    """Not of what is too long or not ASCII: "K" has a twin in Unicode that the pattern would take for it."""
    return _ENDPOINT.fullmatch(url) if len(url) <= MAX_LENGTH and url.isascii() else None


@lru_cache(maxsize=4_096)
def _origin(host: str, port: str | None) -> str:
    port = port or _DEFAULT_PORT
    return f"https://{host.lower()}" + ("" if port == _DEFAULT_PORT else f":{port}")


@lru_cache(maxsize=4_096)
def _why_host_refused(host: str, port: str | None, allowed: tuple[str, ...]) -> str | None:
    host, port = host.lower(), port or _DEFAULT_PORT
    known = [pattern for pattern in allowed if _is_named(host, pattern.partition(":")[0])]
    if ".." in host or not known:
        return "unknown_host"
    ports = {pattern.partition(":")[2] or _DEFAULT_PORT for pattern in known}
    return None if port in ports or "*" in ports else "port"


def _is_named(host: str, pattern: str) -> bool:
    if pattern.startswith("*."):
        return host.endswith(pattern[1:]) and len(host) > len(pattern) - 1
    return host == pattern
