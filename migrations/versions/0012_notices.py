"""Notices: personal messages that are no orders, and their way to each device."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0012_notices"
down_revision = "0011_board"
branch_labels = None
depends_on = None

AT = sa.DateTime(timezone=True)
PLANNED = sa.text("state = 'planned'")


def upgrade() -> None:
    op.create_table(
        "notice",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("texts", JSONB(), nullable=False),
        sa.Column("navigate", sa.Text(), nullable=False),
        sa.Column("created_at", AT, nullable=False),
        sa.Column("expires_at", AT, nullable=False),
        sa.Column("withdrawn_at", AT),
    )
    op.create_index("notice_subject_id_index", "notice", ["subject_id", "person_id"])
    op.create_table(
        "notice_delivery",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("notice_id", sa.Uuid(), sa.ForeignKey("notice.id"), nullable=False),
        sa.Column("subscription_id", sa.Uuid(), sa.ForeignKey("subscription.id"), nullable=False),
        sa.Column("state", sa.Text(), nullable=False, server_default="planned"),
        sa.Column("due_at", AT, nullable=False),
        sa.Column("claimed_by", sa.Integer()),
        sa.Column("last_status", sa.Integer()),
        sa.Column("accepted_at", AT),
        sa.CheckConstraint("state IN ('planned', 'accepted', 'failed', 'withdrawn')", name="state"),
    )
    op.create_index("notice_delivery_due_index", "notice_delivery", ["due_at"], postgresql_where=PLANNED)
    op.create_index("notice_delivery_notice_id_index", "notice_delivery", ["notice_id"])


def downgrade() -> None:
    for table in ("notice_delivery", "notice"):
        op.drop_table(table)
