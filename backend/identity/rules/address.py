"""Which callers count as one when failures are counted by address."""

from ipaddress import IPv6Address, ip_address


def neighbourhood(address: str) -> str:
    """The address itself, or the /64 that one IPv6 customer holds; unreadable ones count together."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return parsed.exploded[:19]
    return str(parsed)
