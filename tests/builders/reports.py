"""Makes the report of an order as a file."""

from uuid import UUID

from backend.commands.actions.report_exports import ask, write
from backend.core.db import uuid7
from backend.identity.models import Person
from tests.builders import people


def exported(by: Person, order_id: UUID) -> UUID:
    """A table of his, written to the end."""
    export_id = uuid7()
    ask.ask(people.actor(by), order_id, id=export_id, format="csv", language="zh")
    write.write(export_id)
    return export_id
