"""Orders keep what caused them, in words that only whoever gave them understands."""

import sqlalchemy as sa
from alembic import op

revision = "0019_order_cause"
down_revision = "0018_changes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("orders", "submission"):
        op.add_column(table, sa.Column("cause", sa.Text()))
    is_caused = sa.text("cause IS NOT NULL")
    op.create_index("orders_cause_idx", "orders", ["cause", "sent"], postgresql_where=is_caused)


def downgrade() -> None:
    op.drop_index("orders_cause_idx", "orders")
    for table in ("submission", "orders"):
        op.drop_column(table, "cause")
