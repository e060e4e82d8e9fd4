"""Later work of push."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from backend.core.jobs import task
from backend.push.actions import forget_messages as forgetting_messages
from backend.push.actions import forget_notices as forgetting
from backend.push.actions import keys, tell_people
from backend.push.actions import take_back as taking_back
from backend.push.actions.drop_device import drop_device


@task("push.drop_device_subscriptions")
def drop_device_subscriptions(device_id: str, person_id: str, subject_id: str) -> None:
    """Follows `session.ended`; `subject_id` is the session's."""
    drop_device(device_id=UUID(device_id), person_id=UUID(person_id), session_id=UUID(subject_id))


@task("push.prune_keys", cron="17 3 * * *")
def prune_keys() -> None:
    keys.prune()


@task("push.forget_notices", cron="33 * * * *")
def forget_notices() -> None:
    forgetting.forget_notices()


@task("push.forget_messages", cron="41 * * * *")
def forget_messages() -> None:
    forgetting_messages.forget_messages()


@task("push.take_back")
def take_back(references: str, chain: Sequence[str] = ()) -> None:
    """Follows `order.cancelled`; `references` is the order that was wrong, `chain` that and all it had replaced."""
    taking_back.take_back([UUID(one) for one in {references, *chain}])


@task("push.tell_people")
def tell(
    *, people: Sequence[str], notice: str, subject_id: str, texts: dict[str, Any], navigate: str, expires_at: str
) -> None:
    """Follows `activity.told`: who is told by another domain that knows nothing of push."""
    told: dict[str, Any] = {
        "kind": notice,
        "subject_id": subject_id,
        "texts": texts,
        "navigate": navigate,
        "expires_at": expires_at,
    }
    tell_people.tell_people(people, **told)
