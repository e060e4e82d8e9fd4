"""Filling the pool while a sender is idle: in small steps, the recently seen first, nothing stale."""

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import update

from backend.core import clock as core_clock
from backend.core.db import db as database
from backend.push.actions.retire import retire
from backend.push.channels.webpush.prepared import PreparedKeys, Subscriber
from backend.push.keys import KeyRing
from backend.push.models import Subscription
from backend.push.sender import preparing
from backend.push.sender.preparing import Preparing
from tests.builders import people
from tests.builders.subscriptions import subscription
from tests.cast import Cast


@pytest.fixture
def ring(tmp_path: Path) -> KeyRing:
    keys = KeyRing(tmp_path / "vapid.json")
    keys.newest(core_clock.now())
    return keys


@pytest.fixture
def pool() -> PreparedKeys:
    return PreparedKeys(most=1_000)


@pytest.fixture
def work(pool: PreparedKeys, ring: KeyRing) -> Preparing:
    return Preparing(pool, ring, quiet_s=0)


@pytest.fixture
def phones(db: object) -> list[Subscription]:
    """Five phones, the first one seen last."""
    person = Cast().grid_worker
    made = [subscription(person.id, people.device(person).id) for _ in range(5)]
    for age, one in enumerate(made):
        one.last_seen_at = core_clock.now() - timedelta(days=age)
    database.session.flush()
    return made


def done(work: Preparing) -> None:
    """A whole look."""
    for _ in range(1_000):
        if work.step(database.session()) > preparing.REST_S:
            return
    raise AssertionError("it never rests")


def is_held(pool: PreparedKeys, phone: Subscription) -> bool:
    database.session.refresh(phone)
    return not pool.lacking([Subscriber(phone.id, phone.p256dh, phone.auth, phone.key_id)])


def test_every_live_phone_gets_a_key(work: Preparing, pool: PreparedKeys, phones: list[Subscription]) -> None:
    retire([phones[2].id], "signed_out")
    done(work)
    assert [is_held(pool, phone) for phone in phones] == [True, True, False, True, True]


def test_where_there_is_room_for_a_few_they_are_those_seen_last(ring: KeyRing, phones: list[Subscription]) -> None:
    pool = PreparedKeys(most=2)
    done(Preparing(pool, ring, quiet_s=0))
    assert [is_held(pool, phone) for phone in phones] == [True, True, False, False, False]


def test_a_step_is_small(
    work: Preparing, pool: PreparedKeys, phones: list[Subscription], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preparing, "STEP", 2)
    sizes = []
    for _ in range(5):
        assert work.step(database.session()) <= preparing.REST_S
        sizes.append(len(pool))
    assert sizes == [0, 2, 4, 5, 5]


def test_many_pages_are_turned_and_none_is_read_twice(
    work: Preparing, pool: PreparedKeys, phones: list[Subscription], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preparing, "PAGE", 2)
    done(work)
    assert len(pool) == 5


def test_a_phone_that_goes_loses_its_key_at_the_next_look(
    work: Preparing, pool: PreparedKeys, phones: list[Subscription], monkeypatch: pytest.MonkeyPatch
) -> None:
    done(work)
    retire([phones[0].id], "unsubscribed")
    monkeypatch.setattr(preparing, "LOOK_EVERY_S", 0.0)
    for _ in range(20):
        work.step(database.session())
    assert len(pool) == 4


def test_a_phone_that_subscribes_anew_gets_a_new_key(
    work: Preparing, pool: PreparedKeys, phones: list[Subscription], monkeypatch: pytest.MonkeyPatch
) -> None:
    done(work)
    database.session.execute(update(Subscription).where(Subscription.id == phones[0].id).values(auth="A" * 22))
    assert not is_held(pool, phones[0])
    monkeypatch.setattr(preparing, "LOOK_EVERY_S", 0.0)
    for _ in range(20):
        work.step(database.session())
    assert is_held(pool, phones[0])


def test_new_keys_of_ours_empty_the_pool(
    work: Preparing, pool: PreparedKeys, ring: KeyRing, phones: list[Subscription], monkeypatch: pytest.MonkeyPatch
) -> None:
    done(work)
    assert len(pool) == 5
    ring.rotate(core_clock.now(), still_used=set())
    monkeypatch.setattr(preparing, "STEP", 1)
    work.step(database.session())
    assert len(pool) == 0
    done(work)
    assert len(pool) == 5


def test_what_was_used_is_made_again_once_it_is_quiet(
    work: Preparing, pool: PreparedKeys, phones: list[Subscription]
) -> None:
    done(work)
    pool.asked_at = work._looked_at + 1e-6
    assert not pool.lacking([])
    pool._records.pop(phones[0].id.bytes)
    done(work)
    assert is_held(pool, phones[0])


def test_while_an_order_is_being_answered_nothing_is_prepared(
    pool: PreparedKeys, ring: KeyRing, phones: list[Subscription]
) -> None:
    work = Preparing(pool, ring)
    pool.pop(envelope_of(phones[0]))  # type: ignore[arg-type]  # only its names matter
    assert work.step(database.session()) > 9
    assert len(pool) == 0


def test_turned_off_it_prepares_nothing(ring: KeyRing, phones: list[Subscription]) -> None:
    pool = PreparedKeys(most=0)
    done(Preparing(pool, ring, quiet_s=0))
    assert len(pool) == 0


def test_keys_that_are_no_keys_hold_up_nobody(work: Preparing, pool: PreparedKeys, phones: list[Subscription]) -> None:
    database.session.execute(update(Subscription).where(Subscription.id == phones[0].id).values(p256dh="AAAA"))
    done(work)
    assert len(pool) == 4


class Named:
    def __init__(self, phone: Subscription) -> None:
        self.subscription_id = uuid4()
        self.p256dh, self.auth, self.key_id = phone.p256dh, phone.auth, phone.key_id


def envelope_of(phone: Subscription) -> Named:
    return Named(phone)
