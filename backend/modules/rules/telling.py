"""The difference of two versions as a clerk reads it: parts by their titles, in both languages."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from backend.modules.rules import difference
from backend.modules.rules.difference import Token
from backend.modules.rules.spec import Spec
from backend.modules.rules.states import LANGUAGES

#: What the parts of a module are called.
PARTS: dict[str, tuple[str, str]] = {
    "version": ("版本", "version"),
    "accepts": ("仍接受的旧版本", "older versions still taken"),
    "title": ("标题", "title"),
    "owner": ("主管部门", "owner"),
    "about": ("说明", "about"),
    "icon": ("图标", "icon"),
    "limits": ("参数", "limits"),
    "entities": ("对象", "entities"),
    "fields": ("字段", "fields"),
    "values": ("计算值", "values"),
    "forms": ("表单", "forms"),
    "pages": ("页", "pages"),
    "widgets": ("填写项", "what is asked"),
    "states": ("状态", "states"),
    "rules": ("规则", "rules"),
    "because": ("原因", "reasons"),
    "tasks": ("任务", "tasks"),
    "indicators": ("指标", "indicators"),
    "permissions": ("权限", "permissions"),
    "retention": ("留存", "retention"),
    "notifications": ("通知", "notifications"),
    "migrations": ("数据迁移", "migrations"),
    "tests": ("测试", "tests"),
    "label": ("名称", "label"),
    "value": ("取值", "value"),
    "min": ("最小", "least"),
    "max": ("最大", "most"),
    "unit": ("单位", "unit"),
    "schema": ("取值范围", "values allowed"),
    "personal": ("个人信息类别", "personal data"),
    "index": ("列入清单", "in lists"),
    "required": ("必填", "required"),
    "words": ("选项文字", "words"),
    "items": ("明细", "items"),
    "as": ("填写方式", "widget"),
    "hint": ("提示", "hint"),
    "show_if": ("显示条件", "shown if"),
    "require_if": ("必填条件", "needed if"),
    "prefill": ("预填", "prefilled with"),
    "sets": ("自动填写", "sets"),
    "when": ("条件", "when"),
    "say": ("说法", "words"),
    "state": ("状态", "state"),
    "colour": ("颜色", "colour"),
    "level": ("严重程度", "level"),
    "due": ("期限", "due"),
    "from": ("起算", "from"),
    "days": ("天数", "days"),
    "window": ("提前天数", "days before"),
    "assign": ("责任人", "whose"),
    "escalate": ("升级", "climbs"),
    "goal": ("目标", "goal"),
    "read": ("查看", "read"),
    "write": ("填写", "write"),
    "by_hand": ("人工调整", "by hand"),
    "zh": ("中文", "Chinese"),
    "en": ("英文", "English"),
}


class Line(NamedTuple):
    sign: str
    path: str
    #: where it is, in words
    zh: str
    en: str
    was: str | None
    now: str | None


def lines(old: Spec, new: Spec) -> list[Line]:
    return [
        Line(
            change.sign,
            change.path,
            _where(change.tokens, old, new, "zh"),
            _where(change.tokens, old, new, "en"),
            _plain(change.was),
            _plain(change.now),
        )
        for change in difference.changes(old, new)
    ]


def _where(tokens: tuple[Token, ...], old: Spec, new: Spec, language: str) -> str:
    """Of what is there now, else of what was."""
    said, here = [], [new, old]
    for depth, token in enumerate(tokens):
        here = [_step(value, token) for value in here]
        said.append(_called(token, here, new if depth else {}, language))
    return " › ".join(said)


def _step(value: Any, token: Token) -> Any:
    if isinstance(value, Mapping):
        return value.get(token)
    if isinstance(value, list):
        return next((one for at, one in enumerate(value) if difference.name_of(one, at) == token), None)
    return None


def _called(token: Token, here: list[Any], spec: Spec, language: str) -> str:
    for value in here:
        for name in ("label", "title", "words"):
            if isinstance(value, Mapping) and isinstance(value.get(name), Mapping) and language in value[name]:
                return str(value[name][language])
        if isinstance(value, Mapping) and "colour" in value:
            return str(value[language])
    if isinstance(token, int):
        return f"{token + 1}"
    if difference.is_item(token):
        return _label(token, spec, language) or str(token)
    part = PARTS.get(token)
    return part[LANGUAGES.index(language)] if part else _label(token, spec, language) or token


def _label(name: str, spec: Spec, language: str) -> str | None:
    """A widget names a field, and the field has a label."""
    fields = [entity["fields"].get(name) for entity in spec.get("entities", {}).values()]
    return next((str(field["label"][language]) for field in fields if field), None)


def _plain(said: str | None) -> str | None:
    """A text without its quotes."""
    return said[1:-1] if said is not None and len(said) > 1 and said[0] == said[-1] == '"' else said
