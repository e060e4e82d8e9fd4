"""A word of an order to the groups of its area, once to each."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert

from backend.core import clock
from backend.core.db import db, uuid7
from backend.push.models import RobotPost
from backend.push.sender.life import BELL
from backend.push.settings import settings


def tell_groups(order_id: UUID, *, title: str, words: str, area_path: str, expires_at: datetime) -> None:
    """Plan it for each robot that looks after the area or one above it; a second time changes nothing."""
    robots = [robot for robot in settings().robots if not robot.area or f"{robot.area}." in area_path]
    if not robots:
        return
    shared = {"order_id": order_id, "title": title, "text": words, "expires_at": expires_at, "due_at": clock.now()}
    rows = [{"id": uuid7(), "robot": robot.name, **shared} for robot in robots]
    db.session.execute(insert(RobotPost).values(rows).on_conflict_do_nothing(index_elements=["order_id", "robot"]))
    db.session.execute(text(f"NOTIFY {BELL}"))
