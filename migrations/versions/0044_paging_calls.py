"""Campaigns name a number to ask at and may begin later; calls report keys; counts keep the calls that people made."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0044_paging_calls"
down_revision = "0043_health_ends"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("paging_campaign", sa.Column("phone", sa.Text(), nullable=False, server_default=""))
    op.add_column("paging_campaign", sa.Column("starts_at", sa.DateTime(timezone=True)))
    op.create_index(
        "paging_campaign_starts_at_idx",
        "paging_campaign",
        ["starts_at"],
        postgresql_where=sa.text("state = 'draft'"),
    )
    op.add_column("channel_report", sa.Column("pressed", JSONB(), nullable=False, server_default="{}"))
    op.add_column("paging_day", sa.Column("handled", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    op.drop_column("paging_day", "handled")
    op.drop_column("channel_report", "pressed")
    op.drop_column("paging_campaign", "starts_at")
    op.drop_column("paging_campaign", "phone")
