"""Hand out an order's report as a file; who took it, in which form and under which seal, is a fact."""

from typing import Any, NamedTuple
from uuid import UUID

from backend.commands.queries import order_facts, report
from backend.commands.report import tables
from backend.commands.report.bundle import bundle
from backend.commands.report.pdf import pdf
from backend.commands.rules.report import BUNDLE, CSV, EXPORTED, PDF
from backend.core.facts import record
from backend.core.http.actor import Actor

ENDINGS = {PDF: "pdf", CSV: "csv", BUNDLE: "zip"}


class File(NamedTuple):
    name: str
    data: bytes


def export(actor: Actor, order_id: UUID, *, format: str, language: str) -> File:  # noqa: A002 - the word of the API
    """PDF and bundle carry the same seal for as long as nothing more happens to the order."""
    told = report.report(actor, order_id)
    streets = tables.streets(told)
    data, seal = streets, None
    if format != CSV:
        data, seal = _sealed(actor, order_id, told, streets)
    if format == PDF:
        data = pdf(told, language=language, seal=seal or "")
    known = {"format": format, "seal": seal, "with_names": told["with_names"]}
    record(EXPORTED, ("order", order_id), actor=actor, data=known)
    return File(f"{told['order']['identifier']}.{ENDINGS[format]}", data)


def _sealed(actor: Actor, order_id: UUID, told: dict[str, Any], streets: bytes) -> tuple[bytes, str]:
    people = tables.recipients(report.recipients(actor, order_id))
    files = {"streets.csv": streets, "recipients.csv": people}
    return bundle(told, order_facts.facts(actor, order_id), files)
