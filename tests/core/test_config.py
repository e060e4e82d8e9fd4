"""Settings: secrets made once and kept private, short ones refused, addresses in the spelling that is needed."""

import stat
from pathlib import Path
from urllib.parse import parse_qsl

import pytest

import config


def test_a_secret_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(config, "VAR", tmp_path)
    made = config.secret("jwt")
    assert len(made.encode()) >= config.MIN_SECRET_BYTES
    assert config.secret("jwt") == made
    assert stat.S_IMODE((tmp_path / "secrets" / "jwt").stat().st_mode) == 0o600


def test_a_short_secret_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PALM_JWT_SECRET", "short")
    with pytest.raises(SystemExit, match="shorter than 32 bytes"):
        config.secret("jwt")


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_a_database_address_gets_the_drivers_spelling(scheme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", f"{scheme}://palm:secret@db/palm")
    address, _, _ = config.database_url().partition("?")
    assert address == "postgresql+psycopg://palm:secret@db/palm"


def test_a_line_that_is_cut_counts_as_dead_within_seconds_unless_the_address_says_otherwise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://palm@db/palm?sslmode=require&tcp_user_timeout=60000")
    _, _, query = config.database_url().partition("?")
    said = dict(parse_qsl(query))
    assert said == {**config.LINE, "sslmode": "require", "tcp_user_timeout": "60000"}


def test_without_an_address_the_embedded_servers_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr(config, "VAR", tmp_path)
    assert config.database_url() == ""
    (tmp_path / "database-url").write_text("postgresql://palm@127.0.0.1:5555/palm\n")
    address, _, _ = config.database_url().partition("?")
    assert address == "postgresql+psycopg://palm@127.0.0.1:5555/palm"
