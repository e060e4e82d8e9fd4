"""The secret of an answering link: 24 characters that nobody can guess, and that name nobody."""

import hmac
from base64 import b32decode, b32encode

PURPOSE = b"paging|"
#: Together 24 characters of capitals and digits, as in every network's default alphabet: a single other one
#: ("_" is such) would make two messages of an English one.
_NO, _MAC = 5, 10


def seal(secret: str, no: int) -> str:
    """`no` is below 2⁴⁰; one of 2⁸⁰ words is right for it."""
    number = no.to_bytes(_NO, "big")
    return b32encode(number + _mac(secret, number)).decode()


def opened(secret: str, token: str) -> int | None:
    """The number of the target; None where the link was not made here."""
    try:
        whole = b32decode(token)
    except ValueError:
        return None
    number, mac = whole[:_NO], whole[_NO:]
    if len(whole) != _NO + _MAC or not hmac.compare_digest(mac, _mac(secret, number)):
        return None
    return int.from_bytes(number, "big")


def _mac(secret: str, number: bytes) -> bytes:
    return hmac.digest(secret.encode(), PURPOSE + number, "sha256")[:_MAC]
