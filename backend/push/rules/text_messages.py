"""A text as a phone network carries it: one message where it fits, else parts that the phone joins again."""

from dataclasses import dataclass

#: The characters that are the same in ASCII and in the networks' default alphabet.
_PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 !\"#%&'()*+,-./:;<=>?\n\r")
#: Characters in a message alone, and in a part of a long one.
_OF_PLAIN = (160, 153)
_OF_UCS2 = (70, 67)
UCS2 = 8
DEFAULT_ALPHABET = 0


@dataclass(frozen=True, slots=True)
class Part:
    """What goes over the line; `is_long`: it opens with the header that says which part of how many it is."""

    body: bytes
    coding: int
    is_long: bool


def parts_of(text: str, number: int) -> list[Part]:
    """`number` (0–255) is the same for all parts of one message and different for the next to the same phone."""
    if _PLAIN.issuperset(text):
        return _parts(text.encode(), DEFAULT_ALPHABET, _OF_PLAIN, 1, number)
    return _parts(text.encode("utf-16-be"), UCS2, _OF_UCS2, 2, number)


def segments(text: str) -> int:
    """How many messages it costs."""
    return len(parts_of(text, 0))


def _parts(raw: bytes, coding: int, fits: tuple[int, int], width: int, number: int) -> list[Part]:
    alone, part = (count * width for count in fits)
    if len(raw) <= alone:
        return [Part(raw, coding, is_long=False)]
    pieces = []
    while raw:
        end = part - width if width == 2 and _opens_pair(raw[part - 2 : part]) and len(raw) > part else part
        pieces.append(raw[:end])
        raw = raw[end:]
    total = len(pieces)
    header = bytes((5, 0, 3, number % 256, total))
    return [Part(header + bytes((at,)) + piece, coding, is_long=True) for at, piece in enumerate(pieces, 1)]


def _opens_pair(last: bytes) -> bool:
    """A character outside the first plane takes two places; between them is no place to cut."""
    return len(last) == 2 and 0xD8 <= last[0] <= 0xDB
