"""What finds the subscriptions that were seen last: keys are prepared for them first."""

import sqlalchemy as sa
from alembic import op

revision = "0027_prepared_keys"
down_revision = "0026_channels"
branch_labels = None
depends_on = None


def upgrade() -> None:
    live = sa.text("gone_at IS NULL")
    op.create_index("subscription_live_seen_index", "subscription", ["last_seen_at", "id"], postgresql_where=live)


def downgrade() -> None:
    op.drop_index("subscription_live_seen_index", "subscription")
