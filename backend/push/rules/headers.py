"""The request headers of one push message (RFC 8030, and what single services want besides)."""

from functools import lru_cache


@lru_cache(maxsize=256)
def headers_of(origin: str, authorization: str, *, ttl: int, urgency: str, topic: str) -> tuple[str, ...]:
    """`ttl` in seconds; never 0, which loses phones that are offline and which Edge refuses."""
    headers = [
        f"Authorization: {authorization}",
        "Content-Encoding: aes128gcm",
        "Content-Type: application/octet-stream",
        f"TTL: {max(1, ttl)}",
        f"Urgency: {urgency}",
        f"Topic: {topic}",
        # Else curl says that it takes anything, in each message.
        "Accept:",
    ]
    if origin.endswith(".notify.windows.com"):
        headers.append("X-WNS-Cache-Policy: cache")
    return tuple(headers)
