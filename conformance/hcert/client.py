"""What the client says of the same vectors: its reader of the pictures, its verifier of the texts."""

import base64
import json
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from backend.health.providers import registry
from backend.health.providers.base import Answer, Trust
from backend.health.queries.trust import key_shown
from conformance.hcert.vectors import Vector
from tools import node, paths

#: Some vectors hide their picture behind another name.
PICTURES = ("2DCODE", "_2DCODE")


def is_installed() -> bool:
    return (paths.PWA / "node_modules" / "zxing-wasm").exists()


def pictures(vectors: Sequence[Vector]) -> dict[str, str | None]:
    """By the id of the vector: what the gate's reader finds in its picture."""
    given = {one.id: one.text(name) for one in vectors for name in PICTURES if one.has(name)}
    if not given:
        return {}
    done = subprocess.run(
        ["node", "scripts/read-pictures.mjs"],
        check=True,
        cwd=paths.PWA,
        env=node.settings(),
        input=json.dumps(given),
        capture_output=True,
        text=True,
    )
    found: dict[str, str | None] = json.loads(done.stdout)
    return found


def difference(vectors: Sequence[Vector]) -> str:
    """Empty where the browser's verifier says of every text what the server's says; else what it says."""
    codes = [_asked(one) for one in vectors if one.has("PREFIX")]
    with tempfile.TemporaryDirectory(prefix="palm-conformance-") as folder:
        file = Path(folder) / "codes.json"
        file.write_text(json.dumps({"now": 0, "trust": {}, "codes": codes}))
        done = subprocess.run(
            ["npx", "vitest", "run", "tests/agreement.test.ts"],
            check=False,
            cwd=paths.PWA,
            env={**node.settings(), "VITE_CODES_FILE": str(file)},
            capture_output=True,
            text=True,
        )
    said = done.stdout + done.stderr
    return "" if done.returncode == 0 and f"agreed on {len(codes)}" in said else said[-4_000:]


def _asked(vector: Vector) -> dict[str, Any]:
    text = vector.text("PREFIX")
    answer = registry.verify(text, vector.trust, vector.now)
    return {"text": text, "now": vector.now, "trust": shown(vector.trust), "answer": told(answer)}


def shown(trust: Trust) -> Mapping[str, Any]:
    """As phones take it along."""
    rules = trust.rules
    assert isinstance(trust.revoked, frozenset)
    return {
        "keys": [key_shown(key) for key in trust.keys],
        "revoked_keys": [kid.hex() for kid in trust.revoked_keys],
        "revoked": base64.b64encode(b"".join(sorted(trust.revoked))).decode(),
        "fresh_s": rules.fresh_s, "grace_s": trust.grace_s, "skew_s": rules.skew_s, "dcc": dict(rules.dcc),
    }  # fmt: skip


def told(answer: Answer) -> dict[str, Any]:
    """In the words of the browser's verifier."""
    subject = answer.subject
    said = subject.hex() if subject is not None and answer.provider == "palm" else subject and subject.decode()
    names = ("why", "provider", "colour", "issued_at", "expires_at", "aged")
    return {**{name: getattr(answer, name) for name in names}, "subject": said}
