"""What a version of the rules says, as it stands in its file."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Recovery:
    """How a colour is left."""

    isolate_days: int
    clean_days: int


@dataclass(frozen=True, slots=True)
class Kept:
    """What a record is for, and how long after its last use it is kept."""

    days: int
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class RuleSet:
    version: str
    valid_for: timedelta
    #: what a declaration may say → the colour it brings
    causes: Mapping[str, str]
    #: by name, in the order of the file
    symptoms: Mapping[str, Words]
    recovery: Mapping[str, Recovery]
    #: of a cause or a reason: its sentence in both languages
    sentences: Mapping[str, Words]
    isolation_days: int
    late_after: timedelta
    climb_after: timedelta
    kept: Mapping[str, Kept]
    fresh_s: int
    grace_s: int
    skew_s: int
    double_use: timedelta
    dcc: Mapping[str, Any]

    def keep_until(self, what: str) -> timedelta:
        return timedelta(days=self.kept[what].days)


def read(file: Mapping[str, Any]) -> RuleSet:
    words = {name: {"zh": said["zh"], "en": said["en"]} for name, said in {**file["causes"], **file["reasons"]}.items()}
    isolation, code = file["isolation"], file["code"]
    return RuleSet(
        version=file["version"],
        valid_for=timedelta(days=file["valid_days"]),
        causes={name: said["colour"] for name, said in file["causes"].items()},
        symptoms=file["symptoms"],
        recovery={colour: Recovery(**said) for colour, said in file["recovery"].items()},
        sentences=words,
        isolation_days=isolation["days"],
        late_after=timedelta(minutes=isolation["late_after_min"]),
        climb_after=timedelta(minutes=isolation["climb_after_min"]),
        kept={name: Kept(**said) for name, said in file["retention"].items()},
        fresh_s=code["fresh_s"],
        grace_s=code["grace_s"],
        skew_s=code["skew_s"],
        double_use=timedelta(seconds=file["double_use_s"]),
        dcc=file["dcc"],
    )
