"""What people are told of submissions, short enough for a notification."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from backend.commands.rules.cap import LANGUAGES
from backend.commands.rules.submission import APPROVED
from backend.commands.rules.texts import BODY_WIDTH, TITLE_WIDTH, marked, shortened

#: how long a decision is news
LIFE = timedelta(hours=1)

Notice = dict[str, dict[str, str]]

ASKING = {
    "zh": ("请审批：{plan}", "{who}送审，将发给{people}人，15分钟内有效。点开查看并批准或退回。"),
    "en": ("Approve: {plan}", "{who} asks you; it goes to {people} people. Open it within 15 minutes."),
}
SETTLED = {
    "approved": {
        "zh": ("已批准：{plan}", "{who}已批准，指令已发出。"),
        "en": ("Approved: {plan}", "{who} approved it; the order is out."),
    },
    "refused": {
        "zh": ("已退回：{plan}", "{who}退回：{reason}"),
        "en": ("Refused: {plan}", "{who} refused it: {reason}"),
    },
    "expired": {
        "zh": ("送审超时：{plan}", "15分钟内无人审批，指令没有发出。"),
        "en": ("Not decided: {plan}", "Nobody decided within 15 minutes; the order is not out."),
    },
}


def asking(plan: Mapping[str, str], status: str, *, who: str, people: int) -> Notice:
    return _filled(ASKING, plan, status, who=who, people=str(people))


def settled(plan: Mapping[str, str], status: str, *, state: str, who: str, reason: str | None) -> Notice:
    return _filled(SETTLED[state], plan, status, who=who, reason=reason or "")


def page_of(submission_id: UUID, state: str) -> str:
    """An approved one is an order by now."""
    return f"/command/orders/{submission_id}" if state == APPROVED else f"/command/submissions/{submission_id}"


def _filled(texts: Mapping[str, tuple[str, str]], plan: Mapping[str, str], status: str, **words: str) -> Notice:
    return {
        language: _in(language, *texts[language], {**words, "plan": plan[language]}, status) for language in LANGUAGES
    }


def _in(language: str, title: str, body: str, words: Mapping[str, str], status: str) -> dict[str, str]:
    return {
        "title": shortened(marked(title.format_map(words), status, language), TITLE_WIDTH),
        "body": shortened(body.format_map(words), BODY_WIDTH),
    }
