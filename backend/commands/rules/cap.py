"""CAP's words (and ours beside them) as closed lists; anything else is refused by name."""

from typing import NamedTuple

from backend.core.errors import refuse

ACTUAL = "Actual"
EXERCISE = "Exercise"
STATUSES = (ACTUAL, EXERCISE)
#: the graver, the earlier it is sent
SEVERITIES = ("Extreme", "Severe", "Moderate", "Minor", "Unknown")
#: A false alarm does harm for as long as it stands.
RETRACTION = -1
URGENCIES = ("Immediate", "Expected", "Future", "Past", "Unknown")
CERTAINTIES = ("Observed", "Likely", "Possible", "Unlikely", "Unknown")
#: only the recipients may know it
SCOPE = "Restricted"
#: never mixed with warning levels (colours) or event grades
RESPONSE_LEVELS = ("I", "II", "III", "IV")
EVENT_CLASSES = ("natural_disaster", "accident", "public_health", "public_security")
LANGUAGES = ("zh", "en")


class Message(NamedTuple):
    """What kind of order a verb makes."""

    msg_type: str
    kind: str


#: verb → message; "issue" stands alone, the others refer to one order
MESSAGES: dict[str, Message] = {
    "issue": Message("Alert", "alert"),
    "update": Message("Update", "update"),
    "cancel": Message("Cancel", "correction"),
    "all_clear": Message("Cancel", "all_clear"),
}
MSG_TYPES = frozenset(message.msg_type for message in MESSAGES.values())


def rank(severity: str, kind: str) -> int:
    """The lowest goes first: a retraction before everything, else the graver before the milder."""
    return RETRACTION if kind == MESSAGES["cancel"].kind else SEVERITIES.index(severity)


def check_message(msg_type: str, references: object | None) -> None:
    """A system that did not know Cancel once broadcast it as a new alert: what is not known is refused."""
    if msg_type not in MSG_TYPES:
        refuse("order.unknown_msg_type", msg_type=msg_type)
    if (msg_type == "Alert") != (references is None):
        refuse("order.references_one", msg_type=msg_type)
