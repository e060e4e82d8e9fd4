"""Finding areas by what people call them: a code, a name, or a name with that of what stands above it."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from backend.areas.rules.paths import codes, covers

#: 刀茅巷社区 / 第1网格, 刀茅巷社区-第1网格: what stands between the names says nothing.
BETWEEN = re.compile(r"[\s/>\\,、·.—–-]")
NUMERAL = re.compile(r"第?([一二三四五六七八九十]{1,3})(?=网格)")
DIGITS = {digit: number for number, digit in enumerate("一二三四五六七八九", start=1)}


@dataclass(frozen=True, slots=True)
class Place:
    """An area as a list may name it."""

    code: str
    path: str
    name_zh: str
    name_en: str


class Places:
    """The areas of the own subtree, to be asked for by name or code."""

    def __init__(self, areas: Iterable[Place]) -> None:
        self.by_code = {area.code: area for area in areas}
        self._named: dict[str, list[Place]] = defaultdict(list)
        for area in self.by_code.values():
            for name in self._names(area):
                self._named[name].append(area)

    def find(self, said: str, within: str = "") -> list[Place]:
        """The areas that it may be: one where all is well, none or several where it is not."""
        if said in self.by_code:
            return [self.by_code[said]]
        found = self._named.get(key(said), [])
        if within:
            above = self.find(within)
            found = [area for area in found if any(covers(place.path, area.path) for place in above)]
        return found

    def _names(self, area: Place) -> set[str]:
        above = [self.by_code[code] for code in codes(area.path)[:-1] if code in self.by_code]
        chains = [above[at:] for at in range(len(above) + 1)]
        return {
            key("".join([*(getattr(place, language) for place in chain), own]))
            for language in ("name_zh", "name_en")
            for own in _short(area, above, language)
            for chain in chains
        }


def _short(area: Place, above: list[Place], language: str) -> set[str]:
    """The name, and what is left of it after the parent's: 刀茅巷社区第1网格, 第1网格."""
    name: str = getattr(area, language)
    parent: str = getattr(above[-1], language) if above else ""
    return {name, name.removeprefix(parent).strip() or name}


@lru_cache(maxsize=50_000)
def key(name: str) -> str:
    """One spelling for 第一网格 and 第 1 网格, 1 and 1, small and capital letters."""
    plain = BETWEEN.sub("", unicodedata.normalize("NFKC", name)).lower()
    return NUMERAL.sub(lambda found: f"第{_number(found[1])}", plain)


def _number(numeral: str) -> int:
    """一 to 九十九."""
    tens, ten, ones = numeral.rpartition("十")
    return (DIGITS.get(tens, 1) * 10 if ten else 0) + DIGITS.get(ones, 0)
