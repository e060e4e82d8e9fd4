"""What somebody is told when a place has climbed to him, or when he stands in for somebody else."""

from collections.abc import Mapping

from backend.commands.rules.cap import LANGUAGES
from backend.commands.rules.texts import BODY_WIDTH, TITLE_WIDTH, marked, shortened

Notice = dict[str, dict[str, str]]

CLIMBED = {
    "zh": ("未叫应：{place}", "{place}到时仍未叫应，请点开并接手。"),
    "en": ("No answer: {place}", "{place} has not answered in time. Open it and take it over."),
}
STANDS_IN = {
    "zh": ("请您替补：{place}", "{who}不能担任，{place}由您替补，请尽快签收。"),
    "en": ("Stand in: {place}", "{who} cannot; you stand in for {place}. Please acknowledge."),
}


def climbed(place: Mapping[str, str], status: str) -> Notice:
    return _filled(CLIMBED, place, status, who="")


def stands_in(place: Mapping[str, str], status: str, *, who: str) -> Notice:
    return _filled(STANDS_IN, place, status, who=who)


def _filled(texts: Mapping[str, tuple[str, str]], place: Mapping[str, str], status: str, *, who: str) -> Notice:
    return {
        language: _in(language, texts[language], {"place": place[language], "who": who}, status)
        for language in LANGUAGES
    }


def _in(language: str, texts: tuple[str, str], words: Mapping[str, str], status: str) -> dict[str, str]:
    title, body = texts
    return {
        "title": shortened(marked(title.format_map(words), status, language), TITLE_WIDTH),
        "body": shortened(body.format_map(words), BODY_WIDTH),
    }
