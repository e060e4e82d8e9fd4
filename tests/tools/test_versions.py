"""Which Node.js and which PostgreSQL the commands accept."""

import pytest

from tools import database, node


@pytest.mark.parametrize("version", ["v20.19.0", "v20.20.2\n", "v22.12.0", "v24.19.0", "v26.0.0-nightly"])
def test_a_node_that_vite_runs_on_is_new_enough(version: str) -> None:
    assert node.is_new_enough(version)


@pytest.mark.parametrize("version", ["v20.18.3", "v18.20.8", "v21.7.3", "v22.11.0", "", "20.19.0", "nonsense"])
def test_an_older_or_odd_node_is_not(version: str) -> None:
    assert not node.is_new_enough(version)


@pytest.mark.parametrize("server_version", [150000, 150020, 160004, 180006])
def test_postgresql_15_and_newer_are_taken(server_version: int) -> None:
    assert database.refusal(server_version) is None


def test_an_older_postgresql_is_refused_by_its_number() -> None:
    refused = database.refusal(140012)
    assert refused
    assert "PostgreSQL 14" in refused
    assert "15 or newer" in refused
