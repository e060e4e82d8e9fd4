"""People are told what another domain has to say, in the words of its fact."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.push.actions.notices import notify


def tell_people(
    people: Sequence[str], *, kind: str, subject_id: str, texts: dict[str, Any], navigate: str, expires_at: str
) -> None:
    """Safe to run twice: what was unsent of the first time is not sent."""
    notify(
        [UUID(one) for one in people],
        kind=kind,
        subject_id=UUID(subject_id),
        texts=texts,
        navigate=navigate,
        expires_at=datetime.fromisoformat(expires_at),
    )
