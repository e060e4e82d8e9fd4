"""One signed VAPID header per push service and key, used until it has an hour left."""

from datetime import datetime

from backend.push.keys import KeyRing
from backend.push.rules.vapid import SIGN_AGAIN_BEFORE, authorization, is_clean_subject

#: Wildcards on the allow-list let a stranger name many hosts; the cache does not grow with them.
_MOST_HEADERS = 10_000


class Signer:
    def __init__(self, ring: KeyRing, subject: str) -> None:
        if not is_clean_subject(subject):
            raise ValueError("VAPID_SUBJECT must be a plain mailto: or https address")
        self._ring = ring
        self._subject = subject
        #: each with the moment until which it is used
        self._headers: dict[tuple[str, str], tuple[str, datetime]] = {}

    def header(self, origin: str, key_id: str, now: datetime) -> str | None:
        """None when we no longer have the key that the subscription was made with."""
        known = self._headers.get((origin, key_id))
        if known is not None and now <= known[1]:
            return known[0]
        pair = self._ring.find(key_id)
        if pair is None:
            return None
        if len(self._headers) >= _MOST_HEADERS:
            self._headers.clear()
        said, expires = authorization(origin, self._subject, pair.private, now)
        self._headers[origin, key_id] = said, expires - SIGN_AGAIN_BEFORE
        return said

    def forget(self, origin: str) -> None:
        """Sign anew for a service that refused the signature."""
        for known in [key for key in self._headers if key[0] == origin]:
            del self._headers[known]
