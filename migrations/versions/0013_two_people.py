"""Submissions, and on orders who agreed to them or why nobody was waited for."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0013_two_people"
down_revision = "0012_notices"
branch_labels = None
depends_on = None

AT = sa.DateTime(timezone=True)
PATH = sa.Text(collation="C")
PENDING = sa.text("state = 'pending'")


def upgrade() -> None:
    create_submissions()
    op.add_column("orders", sa.Column("approved_by", sa.Uuid()))
    op.add_column("orders", sa.Column("approved_at", AT))
    op.add_column("orders", sa.Column("override_reason", sa.Text()))
    op.create_foreign_key("orders_approved_by_fkey", "orders", "person", ["approved_by"], ["id"])


def downgrade() -> None:
    for column in ("approved_by", "approved_at", "override_reason"):
        op.drop_column("orders", column)
    for table in ("submission_step", "submission"):
        op.drop_table(table)


def create_submissions() -> None:
    states = "state IN ('pending', 'approved', 'refused', 'withdrawn', 'overridden', 'expired')"
    op.create_table(
        "submission",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("submitter_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("area_path", PATH, nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("plan_code", sa.Text(), nullable=False),
        sa.Column("plan_version", sa.Integer(), nullable=False),
        *(sa.Column(name, JSONB(), nullable=False) for name in ("slots", "texts", "target", "stamps")),
        sa.Column("order_expires_at", AT),
        sa.Column("sent_at", AT, nullable=False),
        sa.Column("expires_at", AT, nullable=False),
        sa.ForeignKeyConstraint(
            ["plan_code", "plan_version"],
            ["plan_version.plan_code", "plan_version.version"],
            name="submission_plan_fkey",
        ),
        sa.CheckConstraint(states, name="state"),
        sa.CheckConstraint("status IN ('Actual', 'Exercise')", name="status"),
    )
    op.create_index("submission_area_path_idx", "submission", ["area_path", "sent_at"])
    op.create_index("submission_submitter_id_idx", "submission", ["submitter_id", "sent_at"])
    op.create_index("submission_pending_idx", "submission", ["expires_at"], postgresql_where=PENDING)
    op.create_table(
        "submission_step",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), primary_key=True),
        sa.Column("submission_id", sa.Uuid(), sa.ForeignKey("submission.id"), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("at", AT, nullable=False),
        sa.Column("by_id", sa.Uuid(), sa.ForeignKey("person.id")),
        sa.Column("reason", sa.Text()),
    )
    op.create_index("submission_step_submission_id_idx", "submission_step", ["submission_id", "id"])
