"""The VAPID key pairs: one file outside the repository, made at first start, readable by us alone."""

import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import orjson
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from backend.push.rules.vapid import key_id_of, public_text


@dataclass(frozen=True, slots=True)
class KeyPair:
    id: str
    private: EllipticCurvePrivateKey
    made_at: datetime

    @property
    def public_key(self) -> str:
        return public_text(self.private.public_key())


class KeyRing:
    """The newest pair signs new subscriptions; older ones stay until no subscription needs them."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._read_at: tuple[int, int] | None = None
        self._pairs: dict[str, KeyPair] = {}

    def newest(self, now: datetime) -> KeyPair:
        """The pair for new subscriptions; made here when there is none yet."""
        if not self._file.exists():
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._write_first(_new_pair(now))
        return max(self._current().values(), key=lambda pair: pair.made_at)

    def find(self, key_id: str) -> KeyPair | None:
        return self._current().get(key_id)

    def rotate(self, now: datetime, still_used: set[str]) -> KeyPair:
        """Add a new pair and drop those that are neither used nor newest."""
        newest = self.newest(now)
        # Newest also when the clock has been set back since.
        added = _new_pair(max(now, newest.made_at + timedelta(microseconds=1)))
        self._replace([pair for pair in self._pairs.values() if pair.id in still_used | {newest.id}] + [added])
        return added

    def prune(self, now: datetime, still_used: set[str]) -> int:
        """Drop pairs that no subscription needs; returns how many."""
        newest = self.newest(now)
        kept = [pair for pair in self._pairs.values() if pair.id in still_used | {newest.id}]
        dropped = len(self._pairs) - len(kept)
        if dropped:
            self._replace(kept)
        return dropped

    def _current(self) -> dict[str, KeyPair]:
        """Read again only when another process wrote the file."""
        if not self._file.exists():
            return {}
        seen = self._file.stat()
        if self._read_at != (seen.st_mtime_ns, seen.st_ino):
            self._pairs = {pair.id: pair for pair in map(_loaded, orjson.loads(self._file.read_bytes()))}
            self._read_at = (seen.st_mtime_ns, seen.st_ino)
        return self._pairs

    def _write_first(self, pair: KeyPair) -> None:
        draft = self._draft([pair])
        try:
            # A link fails where another process was first; then its key counts, not ours.
            os.link(draft, self._file)
        except FileExistsError:
            pass
        finally:
            draft.unlink()

    def _replace(self, pairs: list[KeyPair]) -> None:
        self._draft(pairs).replace(self._file)

    def _draft(self, pairs: list[KeyPair]) -> Path:
        draft = self._file.with_name(f".{self._file.name}.{uuid4().hex}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(orjson.dumps([_kept(pair) for pair in pairs], option=orjson.OPT_INDENT_2))
        return draft


def _new_pair(now: datetime) -> KeyPair:
    private = generate_private_key(SECP256R1())
    return KeyPair(key_id_of(private.public_key()), private, now)


def _kept(pair: KeyPair) -> dict[str, str]:
    pem = pair.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return {"id": pair.id, "made_at": pair.made_at.isoformat(), "private": pem.decode()}


def _loaded(row: dict[str, str]) -> KeyPair:
    private = load_pem_private_key(row["private"].encode(), password=None)
    if not isinstance(private, EllipticCurvePrivateKey):
        raise TypeError("the VAPID key file holds a key that is not on a curve")
    return KeyPair(row["id"], private, datetime.fromisoformat(row["made_at"]))
