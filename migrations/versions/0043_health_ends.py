"""Every appeal and every isolation says when it is destroyed, also those that nobody decides or ends."""

from alembic import op

revision = "0043_health_ends"
down_revision = "0042_modules"
branch_labels = None
depends_on = None

#: table → from when on it is kept for thirty days
KEPT_FROM = {"health_appeal": "coalesce(decided_at, filed_at)", "isolation_case": "coalesce(ended_at, until)"}


def upgrade() -> None:
    for table, since in KEPT_FROM.items():
        op.execute(f"UPDATE {table} SET purge_after = {since} + interval '30 days' WHERE purge_after IS NULL")
        op.alter_column(table, "purge_after", nullable=False)


def downgrade() -> None:
    for table in KEPT_FROM:
        op.alter_column(table, "purge_after", nullable=True)
