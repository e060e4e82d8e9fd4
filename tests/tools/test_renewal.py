"""A cockpit that runs while its machine moves to another network."""

from pathlib import Path

import pytest

from tools import address, tls
from tools.trust import renewal
from tools.trust.renewal import Renewal


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str | None]:
    """Where the machine is, as its routes say; the last entry counts."""
    where: list[str | None] = ["192.168.1.20"]
    monkeypatch.setattr(address, "in_the_network", lambda: where[-1])
    monkeypatch.setattr(renewal, "LOOK_EVERY_SECONDS", 0)
    for name, file in {"FOLDER": "", "AUTHORITY": "authority.pem", "NAMES": "names"}.items():
        monkeypatch.setattr(tls, name, tmp_path / "tls" / file)
    return where


def test_moving_renews_the_certificate_only_when_the_names_are_others(
    place: list[str | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    running = Renewal(renewed=lambda: told.append("renewed"))
    running.look()
    assert not tls.NAMES.exists(), "nothing has changed, so nothing is asked"
    place.append("10.3.0.8")
    running.look()
    assert told == ["renewed"]
    place.append("192.168.1.20")
    running.look()
    assert told == ["renewed"], "this machine's own addresses are the same as before"


def test_a_run_of_days_asks_again_by_itself(place: list[str | None], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(renewal, "DAY_SECONDS", 0)
    told: list[str] = []
    Renewal(renewed=lambda: told.append("renewed")).look()
    assert told == ["renewed"]
