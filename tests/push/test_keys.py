"""The VAPID key file: made once, ours alone, shared by processes, turned over without losing anybody."""

import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from backend.push.channels.webpush.signer import Signer
from backend.push.keys import KeyRing
from backend.push.rules.vapid import key_id_of
from backend.push.settings import settings

NOW = datetime(2026, 7, 1, 8, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=1)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "push" / "vapid.json"


def test_the_first_start_makes_a_key_that_nobody_else_can_read(file: Path) -> None:
    pair = KeyRing(file).newest(NOW)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert pair.id == key_id_of(pair.private.public_key())
    assert [one.name for one in file.parent.iterdir()] == [file.name]


def test_of_many_processes_at_first_start_one_makes_the_key(file: Path) -> None:
    with ThreadPoolExecutor(16) as pool:
        ids = set(pool.map(lambda _: KeyRing(file).newest(NOW).id, range(64)))
    assert len(ids) == 1


def test_a_running_process_sees_what_another_one_rotated(file: Path) -> None:
    running, other = KeyRing(file), KeyRing(file)
    old = running.newest(NOW)
    new = other.rotate(LATER, still_used={old.id})
    assert running.newest(LATER).id == new.id
    assert running.find(old.id) is not None
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_new_key_is_the_newest_even_after_the_clock_was_set_back(file: Path) -> None:
    ring = KeyRing(file)
    first = ring.newest(LATER)
    second = ring.rotate(NOW, still_used={first.id})
    assert KeyRing(file).newest(NOW).id == second.id


def test_a_key_goes_when_no_subscription_uses_it(file: Path) -> None:
    ring = KeyRing(file)
    first = ring.newest(NOW)
    ring.rotate(NOW + timedelta(hours=1), still_used={first.id})
    third = ring.rotate(LATER, still_used={first.id})
    assert ring.prune(LATER, still_used={first.id}) == 1
    assert ring.find(first.id) is not None
    assert ring.prune(LATER, still_used=set()) == 1
    assert ring.find(first.id) is None
    assert ring.newest(LATER).id == third.id


def test_the_command_turns_the_key_over(app: Flask, db: object) -> None:
    before = settings().ring.newest(NOW).id
    reply = app.test_cli_runner().invoke(args=["push", "rotate-keys"])
    assert reply.exit_code == 0, reply.output
    assert reply.output.strip() != before
    assert settings().ring.find(reply.output.strip()) is not None


def test_a_contact_that_a_push_service_would_refuse_stops_the_start(file: Path) -> None:
    with pytest.raises(ValueError, match="VAPID_SUBJECT"):
        Signer(KeyRing(file), "mailto: nobody@localhost")
