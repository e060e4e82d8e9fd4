"""What an application said, as the desk reads it, and what makes two reports the same."""

import hashlib
from collections.abc import Iterable, Mapping


def description(words: str | None, *, address: str | None, answers: Iterable[str], media_url: str | None) -> str:
    """The reporter's own words first; a link is words as well, and is opened by nobody but a person."""
    lines = [words or "", f"地点：{address}" if address else "", *answers]
    lines.append(f"附图链接（未核实）：{media_url}" if media_url else "")
    return "\n".join(line for line in lines if line)


def fingerprint(fields: Mapping[str, object], photos: Iterable[str]) -> bytes:
    """Of everything that was sent: who sends it again sends the same bytes."""
    told = [f"{name}={value}" for name, value in sorted(fields.items()) if value is not None]
    return hashlib.sha256("\x00".join([*told, *photos]).encode("utf-8", "replace")).digest()


def notice(language: str, *, urgent: bool) -> str | None:
    """What whoever reports an emergency here should do as well."""
    if not urgent:
        return None
    return "Call 110, 119 or 120 as well" if language == "en" else "紧急情况请同时拨打110、119或120"
