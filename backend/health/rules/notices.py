"""What people are told of codes and isolation: where to look, and nothing of anybody's health."""

from datetime import timedelta

#: how long it is news
LIFE = timedelta(hours=24)

#: what happened → language → title and body
TEXTS: dict[str, dict[str, tuple[str, str]]] = {
    "opened": {
        "zh": ("新的居家隔离", "{area}：请安排照护小组。"),
        "en": ("New isolation at home", "{area}: please name who looks after it."),
    },
    "climbed": {
        "zh": ("隔离登记缺失", "{area}：有半天未登记，请联系本人。"),
        "en": ("Isolation entry missing", "{area}: a half-day was not filled, please call."),
    },
    "appealed": {
        "zh": ("新的纠错申请", "{area}：请核实后处理。"),
        "en": ("New appeal", "{area}: please look into it and decide."),
    },
    "decided": {
        "zh": ("您的申请有结果", "纠错申请已处理，请打开查看。"),
        "en": ("Your appeal was decided", "Open the app to see the outcome."),
    },
}


def notice(what: str, *, zh: str = "", en: str = "") -> dict[str, dict[str, str]]:
    area = {"zh": zh, "en": en}
    return {
        language: {"title": title, "body": body.format(area=area[language])}
        for language, (title, body) in TEXTS[what].items()
    }
