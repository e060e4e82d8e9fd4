"""What a case looks like from outside: open or closed, and in which words."""

from backend.incidents.rules import lifecycle

OPEN, CLOSED = "open", "closed"
STATUSES = (OPEN, CLOSED)

#: state → what anybody may read of it, in both languages
NOTES: dict[str, dict[str, str]] = {
    lifecycle.PENDING: {"zh": "已收到，待受理", "en": "Received, waits to be accepted"},
    lifecycle.VERIFIED: {"zh": "已现场核实，待受理", "en": "Verified on the spot, waits to be accepted"},
    lifecycle.ACCEPTED: {"zh": "已受理", "en": "Accepted"},
    lifecycle.REGISTERED: {"zh": "已立案，待派遣", "en": "Registered, waits to be dispatched"},
    lifecycle.DISPATCHED: {"zh": "已派遣处置单位", "en": "Dispatched to a handling unit"},
    lifecycle.HANDLING: {"zh": "处置中", "en": "Being handled"},
    lifecycle.RETURNED: {"zh": "正在重新派遣", "en": "Being dispatched anew"},
    lifecycle.REWORK: {"zh": "核查未通过，重新处置中", "en": "The check failed, being handled again"},
    lifecycle.SUSPENDED: {"zh": "暂缓处理", "en": "Suspended for now"},
    lifecycle.HANDLED: {"zh": "已处置，待核查", "en": "Handled, waits to be checked"},
    lifecycle.CHECKING: {"zh": "待核查", "en": "Waits to be checked"},
    lifecycle.CLOSED: {"zh": "已处理完成并经核查", "en": "Done and checked"},
    lifecycle.NOT_ACCEPTED: {"zh": "不予受理", "en": "Not accepted"},
    lifecycle.NOT_REGISTERED: {"zh": "不予立案", "en": "Not registered"},
    lifecycle.CANCELLED: {"zh": "已作废", "en": "Cancelled"},
    lifecycle.MERGED: {"zh": "已并入同一问题的案件", "en": "Merged into a case of the same thing"},
}


def status_of(state: str) -> str:
    return CLOSED if state in lifecycle.ENDED else OPEN


def notes(state: str, language: str, said: str | None = None) -> str:
    """`said` is the answer to whoever reported it."""
    words = NOTES[state][language]
    return f"{words}: {said}" if said and language == "en" else f"{words}：{said}" if said else words
