"""The faults by name, and what a phone does until its line is good again."""

from datetime import timedelta
from typing import Any

from backend.core import clock
from tests.builders import incidents, photos
from tests.builders.jobs import run_jobs
from tests.faults import middleware as line
from tests.faults.phone import Item, Phone

PICTURE = photos.jpeg(160, 120)
#: Without any of these, a phone is done in as many steps.
PATIENCE = 200


def pass_time(seconds: float) -> None:
    clock.move(seconds)


#: The write is not settled by any of them: it comes again, and counts once.
COMES_AGAIN: dict[str, line.Fault] = {
    "lost before commit": line.lost_before_commit,
    "lost after commit": line.lost_after_commit,
    "truncated body": line.truncated(),
    "nothing but headers": line.truncated(0),
    "duplicate delivery": line.duplicate,
    "arrives late": line.late,
    "slow body": line.slow(2, pass_time),
    "signed out": line.signed_out,
    "429 with Retry-After": line.too_many,
    "408": line.timed_out,
    "423": line.locked,
    "500": line.broken,
    "502": line.bad_gateway,
    "503 during restart": line.unavailable,
    "504": line.gateway_timeout,
    "captive portal": line.captive_portal,
}


def report(phone: Phone, *, pictures: tuple[bytes, ...] = (), **changes: Any) -> Item:
    """Sealed with the place and the time of the tap."""
    said = [{"sha256": photos.sha256(one), "size_bytes": len(one), "use": "report"} for one in pictures]
    body = incidents.body(incidents.IN_WEST, photos=said, **{**phone.tap(), **changes})
    return phone.seal("/api/incidents", body, record=str(body["id"]), pictures=pictures)


def settle_all(phone: Phone) -> None:
    """Good network at last: everything goes out, and late requests come in as well."""
    for _ in range(PATIENCE):
        phone.faults.plan.clear()
        phone.hand_over_held()
        if all(item.is_done for item in phone.items):
            break
        step(phone)
    run_jobs()
    assert [item.id for item in phone.items if not item.is_done and not _has_refused_photo(item)] == []


def step(phone: Phone) -> None:
    """One thing: sign in, the next write, the next photo, or wait."""
    if any(item.state == "sign_in" for item in phone.items):
        phone.sign_in()
    elif (item := phone.turn()) is not None:
        phone.send(item)
    elif (waiting := phone.next_photo()) is not None:
        phone.send_photo(*waiting)
    else:
        clock.move(timedelta(seconds=31).total_seconds())


def _has_refused_photo(item: Item) -> bool:
    return any(one.refusal for one in item.photos)
