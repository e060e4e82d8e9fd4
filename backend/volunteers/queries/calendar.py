"""Somebody's activities as an iCalendar (RFC 5545), for whoever holds its secret address."""

from datetime import timedelta
from typing import Any

from icalendar import Alarm, Calendar, Event
from sqlalchemy import select

from backend.core import clock
from backend.core.db import db
from backend.core.errors import refuse
from backend.volunteers.models.activity import Activity, CalendarFeed, Signup
from backend.volunteers.rules import activity_life as life
from backend.volunteers.rules import sealed

#: What was is there for so long.
BACK = timedelta(days=90)
SHOWN = (life.SIGNED_UP, life.WAITING, life.CHECKED_IN, life.CHECKED_OUT, life.CONFIRMED)


def feed(token: str) -> bytes:
    """Called-off ones stay as called off, so that they vanish from calendars that have them already."""
    kept = db.session.scalar(select(CalendarFeed).where(CalendarFeed.token_hash == sealed.hashed(token)))
    if kept is None:
        refuse("calendar.not_found")
    calendar = Calendar()
    calendar.add("prodid", "-//Palm Cockpit//volunteers//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "志愿活动")
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    query = (
        select(Signup.state, Signup.signed_at, Activity)
        .join(Activity, Activity.id == Signup.activity_id)
        .where(Signup.person_id == kept.person_id, Signup.state.in_(SHOWN), Activity.ends_at > clock.now() - BACK)
        .order_by(Activity.starts_at, Activity.id)
    )
    for state, signed_at, activity in db.session.execute(query):
        calendar.add_component(_event(state, signed_at, activity))
    made: bytes = calendar.to_ical()
    return made


def _event(state: str, signed_at: Any, activity: Activity) -> Event:
    event = Event()
    event.add("uid", f"{activity.id}@palm-cockpit")
    event.add("dtstamp", signed_at)
    event.add("dtstart", activity.starts_at)
    event.add("dtend", activity.ends_at)
    event.add("summary", activity.title if state != life.WAITING else f"(候补) {activity.title}")
    event.add("location", activity.place)
    event.add("description", activity.description)
    event.add("status", _status(state, activity))
    if activity.state == life.PUBLISHED and state == life.SIGNED_UP:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", activity.title)
        alarm.add("trigger", -timedelta(hours=1))
        event.add_component(alarm)
    return event


def _status(state: str, activity: Activity) -> str:
    if activity.state == life.CANCELLED:
        return "CANCELLED"
    return "TENTATIVE" if state == life.WAITING else "CONFIRMED"
