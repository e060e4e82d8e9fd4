"""The bundle of an order's report: its facts as a chain, its figures, and what anybody can check them with."""

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import orjson

from backend.commands.report import verify

FORMAT = "palm-cockpit-report/1"
READ_ME = """\
What happened to an order, as it was written down when it happened.

report.json      the figures of the report
streets.csv      street by street
recipients.csv   person by person
facts.jsonl      every fact of the order, each with the hash of the one before it
manifest.json    the hash of every file, the last hash of the chain, and the seal
verify.py        python3 verify.py THIS.zip [SEAL]

The hash of a fact is SHA-256 over the hash of the fact before it (64 zeros before the first), a line feed, and the
canonical JSON of the fact: keys sorted, no blanks, UTF-8. Use a verify.py that you trust, and the seal that stands in
the PDF: then a bundle that was made anew is found out, too.
"""


def bundle(
    report: Mapping[str, Any], facts: Iterable[Mapping[str, Any]], tables: Mapping[str, bytes]
) -> tuple[bytes, str]:
    """The zip file and its seal."""
    chain, last, count = _chain(facts)
    files = {
        # Without the moment at which it was made: the same facts have the same seal.
        "report.json": orjson.dumps({**report, "made_at": None}, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS),
        **tables,
        verify.FACTS: chain,
        "README.txt": READ_ME.encode(),
        "verify.py": Path(verify.__file__).read_bytes(),
    }
    manifest: dict[str, Any] = {
        "format": FORMAT,
        "order": {name: str(report["order"][name]) for name in ("id", "identifier")},
        "files": {name: hashlib.sha256(data).hexdigest() for name, data in files.items()},
        "facts": {"count": count, "last": last},
    }
    manifest["seal"] = verify.seal_of(manifest)
    return verify.packed({**files, verify.MANIFEST: verify.canonical(manifest)}), manifest["seal"]


def _chain(facts: Iterable[Mapping[str, Any]]) -> tuple[bytes, str, int]:
    lines, previous, number = [], verify.FIRST, 0
    for number, given in enumerate(facts, start=1):
        fact = _plain(given)
        own = verify.hashed(previous, fact)
        lines.append(verify.canonical({"number": number, "fact": fact, "hash": own}) + b"\n")
        previous = own
    return b"".join(lines), previous, number


def _plain(value: Any) -> Any:
    """As JSON has it: ids and times are texts."""
    return orjson.loads(orjson.dumps(value))
