"""Who is told what when an entity comes into another state."""

from typing import Any, NamedTuple

from backend.modules.rules import spec as specs
from backend.modules.rules.spec import Spec
from backend.modules.rules.states import LANGUAGES, fill

#: What every vendor's push shows whole (Chinese characters).
TITLE, BODY = 20, 50


class Told(NamedTuple):
    id: str
    roles: tuple[str, ...]
    #: language → title and body
    texts: dict[str, dict[str, str]]


def entered(spec: Spec, kind: str, *, was: str | None, is_now: str | None, seen: dict[str, Any]) -> list[Told]:
    """Staying in a state tells nobody anything."""
    if was == is_now:
        return []
    return [
        Told(one["id"], tuple(one["to"]), {language: _text(one["say"][language], seen) for language in LANGUAGES})
        for one in specs.of_entity(spec, kind, "notifications")
        if is_now in one["states"]
    ]


def together(told: Told, count: int) -> Told:
    """The message of the first stands for many that came at once, and says how many."""
    more = {"zh": f"等共 {count:,} 项", "en": f" (and {count - 1:,} more)"}
    # How many it is stands at the end, so that nothing is cut there.
    most = {"zh": BODY, "en": 2 * BODY}
    texts = {
        language: {**said, "body": said["body"][: most[language] - len(more[language])] + more[language]}
        for language, said in told.texts.items()
    }
    return told._replace(texts=texts)


def _text(said: Spec, seen: dict[str, Any]) -> dict[str, str]:
    # What is filled in may be long: it is cut, the rest is one tap away.
    return {"title": fill(said["title"], seen)[: 2 * TITLE], "body": fill(said["body"], seen)[: 2 * BODY]}
