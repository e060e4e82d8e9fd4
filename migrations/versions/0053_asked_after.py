"""Messages whose gateway tells only when it is asked: when that is next, and how often it was."""

import sqlalchemy as sa
from alembic import op

revision = "0053_asked_after"
down_revision = "0051_indicators"
branch_labels = None
depends_on = None


#: Until now a sender knew them by heart; this one is a new one.
UNDER_WAY = """
UPDATE channel_message SET ask_at = now()
WHERE channel = 'work_im' AND state = 'accepted' AND accepted_at > now() - interval '1 day'
"""


def upgrade() -> None:
    op.add_column("channel_message", sa.Column("ask_at", sa.DateTime(timezone=True)))
    op.add_column("channel_message", sa.Column("asked", sa.SmallInteger(), nullable=False, server_default="0"))
    asked_for = sa.text("ask_at IS NOT NULL")
    op.create_index("channel_message_ask_index", "channel_message", ["channel", "ask_at"], postgresql_where=asked_for)
    op.execute(UNDER_WAY)


def downgrade() -> None:
    op.drop_column("channel_message", "asked")
    op.drop_column("channel_message", "ask_at")
