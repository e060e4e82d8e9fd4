"""The keys of applications: made here, shown once, known afterwards by their digest alone."""

import hashlib
import secrets

PREFIX = "palm_"
#: so many characters at the end tell one key from another in a list
HINT = 4


def new() -> str:
    """256 bits of chance: nobody guesses it, so its digest needs neither salt nor delay."""
    return PREFIX + secrets.token_urlsafe(32)


def digest(key: str) -> bytes:
    return hashlib.sha256(key.encode("utf-8", "replace")).digest()


def hint(key: str) -> str:
    return key[-HINT:]
