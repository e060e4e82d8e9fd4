"""Messages that were taken back leave the list of those that are to be."""

import sqlalchemy as sa
from alembic import op

revision = "0056_to_be_retracted"
down_revision = "0055_positions_end"
branch_labels = None
depends_on = None

NAME, TABLE, COLUMNS = "channel_message_retract_index", "channel_message", ["retract_at"]


def upgrade() -> None:
    op.drop_index(NAME, TABLE)
    waiting = sa.text("retract_at IS NOT NULL AND retracted_at IS NULL")
    op.create_index(NAME, TABLE, COLUMNS, postgresql_where=waiting)


def downgrade() -> None:
    op.drop_index(NAME, TABLE)
    op.create_index(NAME, TABLE, COLUMNS, postgresql_where=sa.text("retract_at IS NOT NULL"))
