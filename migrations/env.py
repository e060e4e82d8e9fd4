"""How Alembic reaches the application's database; migrations run online, in one transaction."""

from typing import Any

from alembic import context
from flask import current_app


def ours(_object: Any, name: str | None, kind: str, _reflected: bool, _compare_to: Any) -> bool:
    """Partitions and the job queue's own tables are not models."""
    return not (kind == "table" and name is not None and (name.startswith("procrastinate_") or "_p_" in name))


database = current_app.extensions["migrate"].db
with database.engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=database.metadata,
        include_object=ours,
        compare_type=True,
        compare_server_default=False,
    )
    with context.begin_transaction():
        context.run_migrations()
