"""Test vectors of the EU Digital COVID Certificate in their published format: a JSON file each, with what it expects.

The format is described in the README of eu-digital-green-certificates/dgc-testdata.
"""

import json
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from cryptography.x509 import load_der_x509_certificate

from backend.health.catalogue.reader import ruleset
from backend.health.providers.base import Trust, TrustedKey
from backend.health.trusted import trusted

#: Folders of the format between a country's and its files.
FRAME = frozenset({"2dcode", "raw"})
EXPECTED = "EXPECTEDRESULTS"


@dataclass(frozen=True)
class Vector:
    id: str
    fields: Mapping[str, Any]

    @property
    def expected(self) -> Mapping[str, Any]:
        """By the name of the step, without the word that all of them begin with."""
        return {name.removeprefix("EXPECTED"): value for name, value in self.fields[EXPECTED].items()}

    @property
    def context(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.fields.get("TESTCTX", {})
        return found

    @cached_property
    def now(self) -> int:
        """Its own clock; one that names no zone is in UTC."""
        at = datetime.fromisoformat(self.context["VALIDATIONCLOCK"])
        return int((at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp())

    @cached_property
    def trust(self) -> Trust:
        """Its certificate is trusted, and no other."""
        key = self._key()
        return Trust(keys=() if key is None else (key,), rules=ruleset(), grace_s=0)

    def has(self, *names: str) -> bool:
        return all(self.fields.get(name) for name in names)

    def text(self, name: str) -> str:
        return str(self.fields[name])

    def bytes(self, name: str) -> bytes:
        return bytes.fromhex(self.fields[name])

    def _key(self) -> TrustedKey | None:
        try:
            return trusted(load_der_x509_certificate(b64decode(self.context.get("CERTIFICATE") or "")))
        except ValueError:
            return None


def in_folder(folder: Path) -> list[Vector]:
    """Whatever lies below it and says what it expects; what is no JSON stops all."""
    vectors = []
    for file in sorted(folder.rglob("*.json")):
        fields = json.loads(file.read_text(encoding="utf-8-sig"))
        if isinstance(fields, dict) and isinstance(fields.get(EXPECTED), dict):
            vectors.append(Vector(_id(folder, file), fields))
    return vectors


def _id(folder: Path, file: Path) -> str:
    """Also where only the folder of one country is looked at."""
    parts = [part for part in file.relative_to(folder).with_suffix("").parts if part.lower() not in FRAME]
    return "/".join(parts if len(parts) > 1 else [folder.name, *parts])
