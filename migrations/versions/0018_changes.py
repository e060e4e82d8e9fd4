"""Two indexes by which the feed of changes finds what is new."""

import sqlalchemy as sa
from alembic import op

revision = "0018_changes"
down_revision = "0017_case_loop"
branch_labels = None
depends_on = None


def upgrade() -> None:
    told = sa.text("subject_type IN ('order', 'incident')")
    op.create_index("fact_feed_idx", "fact", ["xid", "seq"], postgresql_where=told)
    own = sa.text("subject_type = 'order_receipts'")
    op.create_index("fact_own_receipts_idx", "fact", ["actor_id", "xid", "seq"], postgresql_where=own)


def downgrade() -> None:
    op.drop_index("fact_own_receipts_idx", "fact")
    op.drop_index("fact_feed_idx", "fact")
