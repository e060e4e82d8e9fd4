"""Rows of a module may be of another domain's records."""

import sqlalchemy as sa
from alembic import op

revision = "0049_module_sources"
down_revision = "0048_module_photos"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("module_entity", sa.Column("source_id", sa.Uuid()))
    of_a_record = sa.text("source_id IS NOT NULL")
    op.create_index(
        "module_entity_source_key",
        "module_entity",
        ["source_id", "module", "kind"],
        unique=True,
        postgresql_where=of_a_record,
    )


def downgrade() -> None:
    op.drop_index("module_entity_source_key", "module_entity")
    op.drop_column("module_entity", "source_id")
