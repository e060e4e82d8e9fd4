"""The last gate before a connection: the very address that is about to be dialled must be public."""

import socket
from ipaddress import ip_address
from typing import Any, NamedTuple

import pycurl

from backend.push.rules.addresses import is_public
from backend.push.settings import Reach

SOCKET_BAD: int = pycurl.SOCKET_BAD


class Address(NamedTuple):
    """What curl resolved; the address is (host, port, …) or bytes where curl knows no better."""

    family: int
    socktype: int
    protocol: int
    addr: tuple[str, int] | tuple[str, int, int, int] | bytes


class Dialled:
    """curl takes a copy of the descriptor and drops this; the copy lives on, this one closes."""

    def __init__(self, address: Address) -> None:
        self._socket = socket.socket(address.family, address.socktype, address.protocol)

    def fileno(self) -> int:
        return self._socket.fileno()

    def __del__(self) -> None:
        self._socket.close()


class Guard:
    """curl's OPENSOCKETFUNCTION. Called after the name was resolved, so rebinding cannot pass."""

    def __init__(self, reach: Reach) -> None:
        self._reach = reach
        #: whether it refused a connection since somebody last asked
        self.refused = False

    def __call__(self, _purpose: int, given: tuple[Any, ...]) -> Dialled | int:
        address = Address(*given)
        if not self._may_dial(address):
            self.refused = True
            return SOCKET_BAD
        return Dialled(address)

    def _may_dial(self, address: Address) -> bool:
        if address.family not in (socket.AF_INET, socket.AF_INET6) or isinstance(address.addr, bytes):
            return False
        host = address.addr[0]
        if self._reach == "loopback":
            return ip_address(host).is_loopback
        return self._reach == "anywhere" or is_public(host)
