"""Did it arrive? A message to the device in hand, answered by its service worker."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select, text

from backend.core import clock
from backend.core.db import db
from backend.core.errors import refuse
from backend.core.http.actor import Actor
from backend.push.models import PushTest
from backend.push.queries import devices
from backend.push.rules.tokens import opens
from backend.push.settings import settings

LIFE = timedelta(minutes=5)
MOST_PER_MINUTE = 5


def start(actor: Actor) -> PushTest:
    """Send a test the way an order goes: a row, and the sender's bell."""
    subscription = devices.live_subscription(actor)
    if subscription is None:
        refuse("push.not_subscribed")
    now = clock.now()
    lately = (PushTest.device_id == actor.device_id, PushTest.created_at > now - timedelta(minutes=1))
    if (db.session.scalar(select(func.count()).where(*lately)) or 0) >= MOST_PER_MINUTE:
        refuse("push.too_many_tests")
    test = PushTest(
        person_id=actor.id,
        device_id=subscription.device_id,
        subscription_id=subscription.id,
        expires_at=now + LIFE,
    )
    db.session.add(test)
    db.session.flush()
    db.session.execute(text("NOTIFY sender"))
    return test


def confirm(test_id: UUID, *, token: str) -> PushTest:
    """The service worker showed it. Whoever has the token has seen the message; again is harmless."""
    if not opens(token, settings().secret, test_id):
        refuse("push.token_bad")
    test = db.session.get(PushTest, test_id, with_for_update=True)
    if test is None:
        refuse("push.test_not_found")
    if test.state != "shown":
        test.state = "shown"
        test.shown_at = clock.now()
    return test
