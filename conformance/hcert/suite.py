"""The EU Digital COVID Certificate: what its published vectors expect, beside what our verifiers say."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from conformance.hcert import client, steps, vectors
from conformance.outcomes import Outcome

NAME = "hcert"
TITLE = "EU Digital COVID Certificate (HCERT)"
STEPS = steps.ALL_STEPS


@dataclass(frozen=True, slots=True)
class Found:
    outcomes: Sequence[Outcome]
    #: what is worth saying besides
    notes: Sequence[str]
    #: how the browser's verifier differs from the server's; empty where it does not
    apart: str


def run(folder: Path, *, with_client: bool) -> Found | None:
    """None where there are no such vectors."""
    some = vectors.in_folder(folder)
    if not some:
        return None
    with_client = with_client and client.is_installed()
    read = client.pictures(some) if with_client else {}
    outcomes = [outcome for one in some for outcome in steps.outcomes(one, read)]
    notes = (
        [] if with_client else ["Without the client (make install): no picture was read, its verifier was not asked."]
    )
    if unknown := sorted({name for one in some for name in one.expected} - set(STEPS)):
        notes.append(f"What the format does not know is not judged: {', '.join(unknown)}.")
    return Found(outcomes, notes, client.difference(some) if with_client else "")
