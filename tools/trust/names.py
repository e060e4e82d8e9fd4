"""What this machine is called and where it is found: the names that a certificate for it carries."""

from __future__ import annotations

import re
import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address

import psutil

Address = IPv4Address | IPv6Address
LOOPBACK = (ip_address("127.0.0.1"), ip_address("::1"))
HOST = re.compile(r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*")


@dataclass(frozen=True, slots=True)
class Names:
    hosts: frozenset[str]
    addresses: frozenset[Address]

    def texts(self) -> list[str]:
        return sorted(self.hosts) + sorted(map(str, self.addresses))


def of_this_machine() -> Names:
    """Every name and address under which a browser may look for it today."""
    return Names(hosts_of(socket.gethostname()), frozenset(LOOPBACK) | _addresses())


def hosts_of(hostname: str) -> frozenset[str]:
    """The name with and without .local, by which a network without a name server finds it."""
    name = hostname.lower().removesuffix(".local")
    # A name with a space or an underscore is none that a certificate could carry.
    if not HOST.fullmatch(name):
        return frozenset({"localhost"})
    return frozenset({"localhost", name} | (set() if "." in name else {f"{name}.local"}))


def _addresses() -> frozenset[Address]:
    found = set()
    for entries in psutil.net_if_addrs().values():
        for entry in entries:
            if entry.family in {socket.AF_INET, socket.AF_INET6}:
                address = ip_address(entry.address.partition("%")[0])
                # An address that needs the name of an interface behind it opens in no browser.
                if not (address.version == 6 and address.is_link_local):
                    found.add(address)
    return frozenset(found)
