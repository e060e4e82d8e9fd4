"""The quiet hours of an order are its own, frozen when it is issued."""

import sqlalchemy as sa
from alembic import op

revision = "0034_quiet_hours"
down_revision = "0033_person_addresses"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Null: issued before, the setting of the installation holds.
    op.add_column("orders", sa.Column("quiet_hours", sa.Text()))


def downgrade() -> None:
    op.drop_column("orders", "quiet_hours")
