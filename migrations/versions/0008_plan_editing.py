"""Who wrote each version of a plan, and why one was withdrawn."""

import sqlalchemy as sa
from alembic import op

revision = "0008_plan_editing"
down_revision = "0007_duty"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("plan", sa.Column("withdrawn_by", sa.Uuid()))
    op.add_column("plan", sa.Column("withdrawn_reason", sa.Text()))
    op.create_foreign_key("plan_withdrawn_by_fkey", "plan", "person", ["withdrawn_by"], ["id"])
    # Every version so far came from a file. The rows are frozen; a default fills them without an update.
    op.add_column("plan_version", sa.Column("source", sa.Text(), nullable=False, server_default="catalogue"))
    op.alter_column("plan_version", "source", server_default=None)
    op.add_column("plan_version", sa.Column("edited_by", sa.Uuid()))
    op.add_column("plan_version", sa.Column("note", sa.Text()))
    op.create_foreign_key("plan_version_edited_by_fkey", "plan_version", "person", ["edited_by"], ["id"])
    check("source", "source IN ('catalogue', 'editor')")
    check("edited_by", "(source = 'editor') = (edited_by IS NOT NULL)")


def check(name: str, condition: str) -> None:
    op.create_check_constraint(op.f(f"plan_version_{name}_check"), "plan_version", condition)


def downgrade() -> None:
    # The checks and keys go with their columns.
    for column in ("note", "edited_by", "source"):
        op.drop_column("plan_version", column)
    for column in ("withdrawn_reason", "withdrawn_by"):
        op.drop_column("plan", column)
