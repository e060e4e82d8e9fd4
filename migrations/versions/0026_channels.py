"""Messages on the channels that lead outside, and what comes back on them."""

import sqlalchemy as sa
from alembic import op

revision = "0026_channels"
down_revision = "0025_purge"
branch_labels = None
depends_on = None

AT = sa.DateTime(timezone=True)
STATES = "state IN ('sending', 'waiting', 'accepted', 'refused', 'delivered', 'undelivered')"


def upgrade() -> None:
    op.create_table(
        "channel_message",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False, server_default="sending"),
        sa.Column("reference", sa.Text()),
        sa.Column("created_at", AT, nullable=False),
        sa.Column("accepted_at", AT),
        sa.Column("reported_at", AT),
        sa.Column("answer", sa.Text()),
        sa.Column("answered_at", AT),
        sa.Column("expires_at", AT, nullable=False),
        sa.Column("retract_at", AT),
        sa.Column("retracted_at", AT),
        sa.CheckConstraint(STATES, name="state"),
        sa.UniqueConstraint("channel", "subject_id", "person_id", "attempt"),
    )
    op.create_index("channel_message_reference_index", "channel_message", ["channel", "reference"])
    op.create_index("channel_message_address_index", "channel_message", ["channel", "address", "created_at"])
    op.create_index("channel_message_subject_index", "channel_message", ["subject_id"])
    op.create_index("channel_message_expires_at_index", "channel_message", ["expires_at"])
    retracted = sa.text("retract_at IS NOT NULL")
    op.create_index("channel_message_retract_index", "channel_message", ["retract_at"], postgresql_where=retracted)
    op.create_table(
        "channel_report",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("at", AT, nullable=False),
        sa.Column("received_at", AT, nullable=False),
        sa.Column("due_at", AT, nullable=False),
    )
    op.create_index("channel_report_due_at_index", "channel_report", ["due_at"])


def downgrade() -> None:
    op.drop_table("channel_report")
    op.drop_table("channel_message")
