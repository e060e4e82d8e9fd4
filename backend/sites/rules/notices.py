"""What people are told of sites: where to look, and nothing of anybody's health."""

from datetime import timedelta

LIFE = timedelta(hours=24)

#: what happened → language → title and body
TEXTS: dict[str, dict[str, tuple[str, str]]] = {
    "apply": {
        "zh": ("工地申请待核查", "{name}:请街道核查。"),
        "en": ("Site to check", "{name}: please check the application."),
    },
    "check": {
        "zh": ("工地申请待审批", "{name}:街道已核查,请审批。"),
        "en": ("Site to approve", "{name}: checked by the street, please decide."),
    },
    "return": {
        "zh": ("工地申请被退回", "{name}:请查看原因并补正。"),
        "en": ("Application returned", "{name}: see why, and mend it."),
    },
    "approve": {
        "zh": ("工地获准返岗", "{name}:请核验工人。"),
        "en": ("Site approved", "{name}: clear its workers now."),
    },
    "refuse": {"zh": ("工地申请未获批准", "{name}:请查看原因。"), "en": ("Site refused", "{name}: see why.")},
    "suspend": {"zh": ("工地停工", "{name}:请查看原因。"), "en": ("Site suspended", "{name}: see why.")},
    "turned": {
        "zh": ("工人核验有变化", "{name}:请查看工人名单。"),
        "en": ("Clearings have changed", "{name}: see the list of its workers."),
    },
    "missed": {
        "zh": ("工地日报缺失", "{name}:昨日未填日报,请联系工地。"),
        "en": ("Daily log missing", "{name}: nothing was written yesterday, please call."),
    },
}


def notice(what: str, name: str) -> dict[str, dict[str, str]]:
    """A long name is cut: a push has little room."""
    return {
        language: {"title": title, "body": body.format(name=name[:30])}
        for language, (title, body) in TEXTS[what].items()
    }
