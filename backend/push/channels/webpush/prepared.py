"""Content keys made before there is a message: in this process's memory only, one record per subscription."""

import time
from collections.abc import Iterable
from typing import NamedTuple, NoReturn
from uuid import UUID

from backend.push.channels.envelope import Envelope
from backend.push.rules.encryption import ContentKey, decode_keys, new_content_key

#: What a record takes of a sender's memory, measured (tests/push/test_prepared.py).
BYTES_PER_KEY = 400
_MARK = 8
_KEY = _MARK + 16
_NONCE = _KEY + 12


class Subscriber(NamedTuple):
    """Whom a key is for. With other keys of his own, or another of ours, he is somebody else."""

    id: UUID
    p256dh: str
    auth: str
    key_id: str


class PreparedKeys:
    """Each key is taken out before it is used, so that no two messages ever share one."""

    def __init__(self, most: int = 0) -> None:
        self.most = most
        #: when one was last asked for, by the monotonic clock
        self.asked_at = float("-inf")
        self._records: dict[bytes, bytes] = {}
        #: those that the look under way has not come to yet; the least recently seen at the end
        self._earlier: dict[bytes, bytes] = {}

    def __len__(self) -> int:
        return len(self._records) + len(self._earlier)

    def __reduce__(self) -> NoReturn:
        raise TypeError("prepared keys are never written down")

    def pop(self, envelope: Envelope) -> ContentKey | None:
        """The key for this subscription as it is now; what was made for its former keys is dropped."""
        self.asked_at = time.monotonic()
        name = envelope.subscription_id.bytes
        record = self._records.pop(name, None) or self._earlier.pop(name, None)
        if record is None or record[:_MARK] != _mark(envelope.p256dh, envelope.auth, envelope.key_id):
            return None
        return ContentKey(record[_MARK:_KEY], record[_KEY:_NONCE], record[_NONCE:])

    def begin(self) -> None:
        """A look at all subscriptions begins: what it does not come to is gone by its end."""
        self._earlier = {**self._records, **self._earlier}
        self._records = {}

    def lacking(self, subscribers: Iterable[Subscriber]) -> list[Subscriber]:
        """Those of a look without a key; the keys of the others stay."""
        return [one for one in subscribers if not self._stays(one)]

    def prepare(self, subscriber: Subscriber) -> None:
        """Raises BadKeys or ValueError where a browser's keys are no keys."""
        key = new_content_key(decode_keys(subscriber.p256dh, subscriber.auth))
        if len(self) >= self.most:
            self._make_room()
        mark = _mark(subscriber.p256dh, subscriber.auth, subscriber.key_id)
        self._records[subscriber.id.bytes] = mark + key.key + key.nonce + key.header

    def end(self) -> None:
        self._earlier.clear()

    def is_full(self) -> bool:
        """Whether the look has come to as many as are kept."""
        return len(self._records) >= self.most

    def clear(self) -> None:
        self._records.clear()
        self._earlier.clear()

    def _stays(self, subscriber: Subscriber) -> bool:
        name = subscriber.id.bytes
        record = self._records.pop(name, None) or self._earlier.pop(name, None)
        if record is None or record[:_MARK] != _mark(subscriber.p256dh, subscriber.auth, subscriber.key_id):
            return False
        self._records[name] = record
        return True

    def _make_room(self) -> None:
        (self._earlier or self._records).popitem()


def _mark(*of: str) -> bytes:
    """Short for whatever a key was made for; it means nothing outside this process."""
    return hash(of).to_bytes(_MARK, "little", signed=True)
