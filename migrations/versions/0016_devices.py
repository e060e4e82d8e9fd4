"""The numbers heard of each device, what waits on it, and what was handed to the duty desk."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import INT8MULTIRANGE, JSONB

revision = "0016_devices"
down_revision = "0015_uploads"
branch_labels = None
depends_on = None

AT = sa.TIMESTAMP(timezone=True)
PATH = sa.Text(collation="C")


def upgrade() -> None:
    op.create_table(
        "device_sequence",
        sa.Column("device_id", sa.Uuid(), primary_key=True),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("high", sa.BigInteger(), nullable=False),
        sa.Column("missing", INT8MULTIRANGE(), nullable=False),
        sa.Column("gap_at", AT),
        sa.Column("told", INT8MULTIRANGE(), nullable=False, server_default=sa.text("'{}'")),
        sa.Column("heard_at", AT, nullable=False),
    )
    is_open = sa.text("gap_at IS NOT NULL")
    op.create_index("device_sequence_gap_at_idx", "device_sequence", ["gap_at"], postgresql_where=is_open)
    op.add_column("push_device", sa.Column("queue_depth", sa.Integer()))
    op.add_column("push_device", sa.Column("oldest_unsent_at", AT))
    op.create_table(
        "handed_over",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("device_id", sa.Uuid()),
        sa.Column("area_path", PATH, nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("photos", JSONB(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("device_at", AT, nullable=False),
        sa.Column("clock_offset_ms", sa.BigInteger(), nullable=False),
        sa.Column("received_at", AT, nullable=False),
        sa.Column("settled_at", AT),
        sa.Column("settled_by", sa.Uuid(), sa.ForeignKey("person.id")),
        sa.Column("outcome", sa.Text()),
        sa.Column("note", sa.Text()),
        sa.CheckConstraint("outcome IN ('entered', 'dropped')", name="outcome"),
        sa.CheckConstraint("(settled_at IS NULL) = (outcome IS NULL)", name="settled"),
    )
    op.create_index("handed_over_area_path_idx", "handed_over", ["area_path", "received_at"])
    op.create_index("handed_over_person_id_idx", "handed_over", ["person_id", "received_at"])


def downgrade() -> None:
    op.drop_table("handed_over")
    op.drop_column("push_device", "oldest_unsent_at")
    op.drop_column("push_device", "queue_depth")
    op.drop_table("device_sequence")
