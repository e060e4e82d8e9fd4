"""Whose code is green now: a building block to join to, for any number of people."""

from sqlalchemy import Select, select

from backend.core import clock
from backend.health.models.state import HealthState
from backend.health.rules.colours import GREEN


def green() -> Select[*tuple[object, ...]]:
    """One row per person: person_id. Join its `.subquery()`."""
    return select(HealthState.person_id).where(HealthState.colour == GREEN, HealthState.valid_until > clock.now())
