"""Hand out an order's report as a file; who took it, in which form and under which seal, is a fact."""

from typing import NamedTuple
from uuid import UUID

from backend.commands.queries import order_facts, report
from backend.commands.report import tables
from backend.commands.report.bundle import bundle
from backend.commands.report.pdf import pdf
from backend.commands.rules.report import BUNDLE, CSV, EXPORTED, PDF
from backend.commands.rules.report_export import AT_ONCE
from backend.core.errors import refuse
from backend.core.facts import record
from backend.core.http.actor import Actor

ENDINGS = {PDF: "pdf", CSV: "csv", BUNDLE: "zip"}


class File(NamedTuple):
    name: str
    data: bytes


def export(actor: Actor, order_id: UUID, *, format: str, language: str) -> File:  # noqa: A002 - the word of the API
    """At once, where few got it: to hand out a large one is the work of a job."""
    if format != CSV and report.people(actor, order_id) > AT_ONCE:
        refuse("report.too_large", most=AT_ONCE)
    people = b"" if format == CSV else tables.recipients(report.recipients(actor, order_id))
    return made(actor, order_id, format=format, language=language, people=people)


def made(actor: Actor, order_id: UUID, *, format: str, language: str, people: bytes) -> File:  # noqa: A002 - the word of the API
    """PDF and bundle carry the same seal for as long as nothing more happens to the order. `people`: as a table."""
    told = report.report(actor, order_id)
    streets = tables.streets(told)
    data, seal = streets, None
    if format != CSV:
        files = {"streets.csv": streets, "recipients.csv": people}
        data, seal = bundle(told, order_facts.facts(actor, order_id), files)
    if format == PDF:
        data = pdf(told, language=language, seal=seal or "")
    known = {"format": format, "seal": seal, "with_names": told["with_names"]}
    record(EXPORTED, ("order", order_id), actor=actor, data=known)
    return File(f"{told['order']['identifier']}.{ENDINGS[format]}", data)
