"""From the text of a QR code to bytes: prefix, Base45, zlib; each step refuses by name, and none eats the memory."""

import re
import zlib

import base45

#: More than a code may hold: a QR code of version 40 has room for 4,296 such characters.
MOST_TEXT = 4_296
#: A certificate of the EU unpacks to about 400 bytes; what unpacks to more is an attack.
MOST_BYTES = 16 * 1024
_ALPHABET = re.compile(r"[0-9A-Z $%*+\-./:]+\Z")


class Unreadable(ValueError):
    """`step`: prefix, base45, zlib, cbor or cose."""

    def __init__(self, step: str) -> None:
        super().__init__(step)
        self.step = step


def without(prefix: str, text: str) -> str:
    if not text.startswith(prefix) or len(text) > MOST_TEXT:
        raise Unreadable("prefix")
    return text.removeprefix(prefix)


def from_base45(text: str) -> bytes:
    if not _ALPHABET.match(text):
        raise Unreadable("base45")
    try:
        found: bytes = base45.b45decode(text)
    except ValueError as error:
        raise Unreadable("base45") from error
    return found


def inflated(data: bytes) -> bytes:
    """The whole of one stream, and nothing behind it."""
    stream = zlib.decompressobj()
    try:
        found = stream.decompress(data, MOST_BYTES)
    except zlib.error as error:
        raise Unreadable("zlib") from error
    if not stream.eof or stream.unused_data or stream.unconsumed_tail:
        raise Unreadable("zlib")
    return found


def packed(prefix: str, data: bytes) -> str:
    """The text for an alphanumeric QR code."""
    coded: bytes = base45.b45encode(zlib.compress(data, 9))
    return prefix + coded.decode()
