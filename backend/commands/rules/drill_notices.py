"""What the planner of a drill is told when it is not held, or its series does not go on."""

from datetime import timedelta

from backend.commands.rules import drill_life
from backend.commands.rules.cap import EXERCISE, LANGUAGES
from backend.commands.rules.texts import BODY_WIDTH, TITLE_WIDTH, marked, shortened

#: how long it is news
LIFE = timedelta(days=1)

Notice = dict[str, dict[str, str]]

TITLES = {
    "called_off": {"zh": "已取消：{name}", "en": "Called off: {name}"},
    "series_ended": {"zh": "系列结束：{name}", "en": "Series ended: {name}"},
}
CAUSES = {
    drill_life.BY_PERSON: {"zh": "{who}取消了它：{reason}", "en": "{who} called it off: {reason}"},
    drill_life.MISSED: {
        "zh": "系统当时没有运行，过了10分钟就不再发出。",
        "en": "The system was down; after 10 minutes nothing is sent.",
    },
    drill_life.GRANT_LOST: {
        "zh": "您已不再指挥它的全部范围。",
        "en": "You no longer command all of its places.",
    },
    drill_life.PLAN_WITHDRAWN: {"zh": "所用预案已停用。", "en": "Its plan has been withdrawn."},
    drill_life.NOBODY_LEFT: {"zh": "名单中已没有可通知的人。", "en": "Nobody on its list is left."},
    drill_life.REFUSED: {"zh": "开始时未通过检查。", "en": "It did not pass the checks at its start."},
}


def told(what: str, name: str, cause: str, *, who: str = "", reason: str = "") -> Notice:
    """`what`: called_off or series_ended."""
    words = {"name": name, "who": who, "reason": reason}
    return {language: _in(language, TITLES[what][language], CAUSES[cause][language], words) for language in LANGUAGES}


def _in(language: str, title: str, body: str, words: dict[str, str]) -> dict[str, str]:
    return {
        "title": shortened(marked(title.format_map(words), EXERCISE, language), TITLE_WIDTH),
        "body": shortened(body.format_map(words), BODY_WIDTH),
    }
