"""Who can be reached by what, in one query; and which channels an installation opens."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

import config
from backend.core import clock as core_clock
from backend.core.db import db as database
from backend.identity.actions import sessions
from backend.identity.models import Person, SessionFamily
from backend.push import settings as push_settings
from backend.push.channels.assembled import assembled
from backend.push.channels.outside.channel import OutsideChannel
from backend.push.channels.webpush.prepared import PreparedKeys
from backend.push.models import PushDevice
from backend.push.queries.reach import reachable_people
from tests.builders import people
from tests.builders.subscriptions import subscription
from tests.cast import Cast

CONFIG = {
    "VAR": Path("var"), "DEMO": False, "CHANNELS": ("webpush", "live"), "PUSH_HOSTS": (), "PUSH_CA_FILE": "",
    "PUSH_ALLOW_PRIVATE": False, "VAPID_SUBJECT": "mailto:duty@example.cn", "RECEIPT_SECRET": "x" * 32,
    "GATEWAYS": {}, "ROBOTS": (), "PUSH_PREPARED_KEYS": 0,
}  # fmt: skip


@pytest.fixture
def bound() -> Any:
    """Settings made of CONFIG and changes; the application's own come back afterwards."""
    kept = list(push_settings._bound)

    def bind(**changes: Any) -> push_settings.Settings:
        push_settings.bind(CONFIG | changes)
        return push_settings.settings()

    yield bind
    push_settings._bound[:] = kept


def ways() -> dict[str, tuple[bool, bool]]:
    reach = reachable_people()
    query = (
        select(Person.name, func.coalesce(reach.c.webpush, False), func.coalesce(reach.c.live, False))
        .outerjoin(reach, reach.c.person_id == Person.id)
        .order_by(Person.id)
    )
    return {name: (webpush, live) for name, webpush, live in database.session.execute(query)}


def seen(person: Person, device_id: Any) -> None:
    row = PushDevice(device_id=device_id, person_id=person.id, permission="granted", seen_at=core_clock.now())
    database.session.add(row)
    database.session.flush()


def phone_of(person: Person) -> Any:
    """The id of a new device that he is signed in on."""
    device_id = people.device(person).id
    people.signed_in(person, device_id)
    return device_id


def test_each_person_is_counted_once_by_what_reaches_him(db: object, clock: Any) -> None:
    cast = Cast()
    for _ in range(2):
        device_id = phone_of(cast.grid_worker)
        subscription(cast.grid_worker.id, device_id)
        seen(cast.grid_worker, device_id)
    seen(cast.volunteer, phone_of(cast.volunteer))
    gone = subscription(cast.commander.id, people.device(cast.commander).id)
    gone.gone_at = core_clock.now()
    database.session.flush()
    now = ways()
    assert now[cast.grid_worker.name] == (True, True)
    assert now[cast.volunteer.name] == (False, True)
    assert now[cast.commander.name] == (False, False)
    clock.move(301)
    later = ways()
    assert later[cast.grid_worker.name] == (True, False)
    assert later[cast.volunteer.name] == (False, False)


def test_a_screen_whose_session_has_ended_is_not_open(db: object, clock: Any) -> None:
    cast = Cast()
    device_id = phone_of(cast.volunteer)
    seen(cast.volunteer, device_id)
    assert ways()[cast.volunteer.name] == (False, True)
    sessions.end([SessionFamily.device_id == device_id], "signed_out")
    assert ways()[cast.volunteer.name] == (False, False)


def test_the_demo_world_opens_no_channel_that_leads_outside(bound: Any) -> None:
    assert bound(DEMO=True).channels == ("live",)
    on_this_machine = bound(DEMO=True, PUSH_ALLOW_PRIVATE=True)
    assert on_this_machine.channels == ("webpush", "live")
    assert on_this_machine.reach == "loopback"
    assert bound().reach == "public"
    assert bound(PUSH_ALLOW_PRIVATE=True).reach == "anywhere"


def test_the_channels_of_the_settings_are_opened_and_no_others(bound: Any, tmp_path: Path) -> None:
    assert assembled(bound(VAR=tmp_path), lambda _hint: None, PreparedKeys()).names() == ["live", "webpush"]
    assert assembled(bound(CHANNELS=("console",)), lambda _hint: None, PreparedKeys()).names() == ["console"]
    with pytest.raises(ValueError, match="pigeon"):
        assembled(bound(CHANNELS=("pigeon",)), lambda _hint: None, PreparedKeys())


SMPP = {"smpp": {"host": "smsc.example.cn", "system_id": "palm", "password": "secret", "number": "10690330103"}}


def test_a_channel_outside_is_open_only_with_its_keys_and_never_in_the_demo_world(bound: Any) -> None:
    named = ("live", "sms")
    assert bound(CHANNELS=named).channels == ("live",)
    assert bound(CHANNELS=named, GATEWAYS=SMPP).channels == ("live", "sms")
    assert bound(CHANNELS=named, GATEWAYS=SMPP, DEMO=True).channels == ("live", "console")
    # Reaching services on this machine is for pushes; it opens no gateway.
    on_this_machine = bound(CHANNELS=named, GATEWAYS=SMPP, DEMO=True, PUSH_ALLOW_PRIVATE=True)
    assert "sms" not in on_this_machine.channels


def test_the_environment_describes_gateways(bound: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = {"APP_ID": "a", "APP_KEY": "k", "MASTER_SECRET": "m", "RATE": "12.5", "BATCH": "200", "URL": ""}
    for name, value in told.items():
        monkeypatch.setenv(f"PALM_GETUI_{name}", value)
    monkeypatch.setenv("PALM_STORAGE", "folder")
    settings = bound(VAR=tmp_path, CHANNELS=("app_push",), GATEWAYS=config.gateways())
    assert settings.gateways.rate("app_push") == 12.5
    assert settings.gateways.app_push is not None
    assert (settings.gateways.app_push.batch, settings.gateways.sms) == (200, None)
    # What is empty is not said.
    assert settings.gateways.app_push.url == "https://restapi.getui.com/v2"
    (channel,) = assembled(settings, lambda _hint: None, PreparedKeys())
    assert (channel.name, channel.room) == ("app_push", 200)
    assert isinstance(channel, OutsideChannel)
    channel.close()


@pytest.mark.parametrize("changes", [{"password": None}, {"port": "2775", "prot": "1"}])
def test_half_a_description_of_a_gateway_stops_the_start(bound: Any, changes: dict[str, str | None]) -> None:
    said = {key: value for key, value in {**SMPP["smpp"], **changes}.items() if value is not None}
    with pytest.raises(ValueError, match="PALM_SMPP_"):
        bound(GATEWAYS={"smpp": said})


def test_no_secret_of_a_gateway_is_ever_printed(bound: Any) -> None:
    assert "secret" not in repr(bound(GATEWAYS=SMPP).gateways)
    with pytest.raises(ValueError, match="live"):
        assembled(bound(CHANNELS=("live", "live")), lambda _hint: None, PreparedKeys())


def test_push_hosts_are_added_to_the_known_ones(bound: Any) -> None:
    allowed = bound(PUSH_HOSTS=("push.example.cn:8443",)).allowed
    assert "push.example.cn:8443" in allowed
    assert "fcm.googleapis.com" in allowed


def test_a_person_without_any_row_is_simply_not_listed(db: object) -> None:
    assert database.session.execute(select(reachable_people())).all() == []
