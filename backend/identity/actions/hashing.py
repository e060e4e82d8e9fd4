"""Password hashes: argon2id, slow on purpose, so never on the event loop."""

from collections.abc import Iterable

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from backend.core.offload import all_off_the_loop, off_the_loop

#: t=2, 19 MiB, p=1: about 24 ms, the floor that OWASP names
HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)

#: What a name that nobody has is checked against, so that it takes as long as one that somebody has.
NOBODY = HASHER.hash("nobody signs in with this")


def hashed(password: str) -> str:
    return off_the_loop(HASHER.hash, password)


def all_hashed(passwords: Iterable[str]) -> list[str]:
    return all_off_the_loop(HASHER.hash, passwords)


def fits(password: str, kept: str) -> bool:
    return off_the_loop(_fits, password, kept)


def _fits(password: str, kept: str) -> bool:
    try:
        return HASHER.verify(kept, password)
    except (VerificationError, InvalidHashError):
        return False
