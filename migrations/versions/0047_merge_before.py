"""A merge by hand keeps both records as they were, so that it can be taken back."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0047_merge_before"
down_revision = "0046_site_hands"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("volunteer_merge", sa.Column("before", JSONB()))


def downgrade() -> None:
    op.drop_column("volunteer_merge", "before")
