"""What a follow-up waits for: batches of its chain that a sender still has in its hands."""

import sqlalchemy as sa
from alembic import op

revision = "0028_waits_for"
down_revision = "0027_prepared_keys"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("delivery_batch", sa.Column("waits_for", sa.ARRAY(sa.BigInteger())))


def downgrade() -> None:
    op.drop_column("delivery_batch", "waits_for")
