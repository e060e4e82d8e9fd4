"""The secret of an answering link: 24 characters that nobody can guess, and that name nobody."""

import binascii
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode

PURPOSE = b"paging|"
_NO, _MAC = 6, 12


def seal(secret: str, no: int) -> str:
    number = no.to_bytes(_NO, "big")
    return urlsafe_b64encode(number + _mac(secret, number)).decode()


def opened(secret: str, token: str) -> int | None:
    """The number of the target; None where the link was not made here."""
    try:
        whole = urlsafe_b64decode(token.encode("ascii"))
    except (ValueError, binascii.Error):
        return None
    number, mac = whole[:_NO], whole[_NO:]
    if len(whole) != _NO + _MAC or not hmac.compare_digest(mac, _mac(secret, number)):
        return None
    return int.from_bytes(number, "big")


def _mac(secret: str, number: bytes) -> bytes:
    return hmac.digest(secret.encode(), PURPOSE + number, "sha256")[:_MAC]
