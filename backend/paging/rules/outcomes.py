"""How a target can end, over which channels it is asked, and the life of a campaign."""

from typing import Any

from backend.core.errors import refuse

CLOSED, ABNORMAL, NO_ANSWER, REFUSED, WRONG_NUMBER, CALLBACK = (
    "closed", "abnormal", "no_answer", "refused", "wrong_number", "callback",
)  # fmt: skip
OUTCOMES = (CLOSED, ABNORMAL, NO_ANSWER, REFUSED, WRONG_NUMBER, CALLBACK)
#: these reach a person's list
EXCEPTIONS = tuple(outcome for outcome in OUTCOMES if outcome != CLOSED)
#: what somebody can say instead of answering
INSTEAD = (REFUSED, WRONG_NUMBER, CALLBACK)
#: what a person finds by calling: asked for another call, the target stays on the list
FOUND = tuple(outcome for outcome in OUTCOMES if outcome != CALLBACK)

#: `app`: a notice on the phone where somebody is signed in
APP, SMS, VOICE = "app", "sms", "voice"
CHANNELS = (APP, SMS, VOICE)
#: stands where a channel would, behind the last attempt
END = "end"
#: minutes waited for an answer after each
USUAL: list[dict[str, Any]] = [
    {"channel": APP, "wait_min": 60},
    {"channel": SMS, "wait_min": 240},
    {"channel": VOICE, "wait_min": 30},
]
MOST_ATTEMPTS, LONGEST_WAIT_MIN = 6, 3 * 24 * 60

DRAFT, RUNNING, PAUSED, DONE = "draft", "running", "paused", "done"
LIFE: dict[str, dict[str, str]] = {
    DRAFT: {"start": RUNNING, "finish": DONE},
    RUNNING: {"pause": PAUSED, "finish": DONE},
    PAUSED: {"resume": RUNNING, "finish": DONE},
    DONE: {},
}
STATES = tuple(LIFE)


def after(state: str, verb: str) -> str:
    found = LIFE[state].get(verb)
    return found if found is not None else refuse("campaign.cannot_become", state=state)


def channel_of(attempts: list[dict[str, Any]], step: int) -> str:
    """The channel of an attempt, counted from 0; behind the last comes the end."""
    return str(attempts[step]["channel"]) if step < len(attempts) else END
