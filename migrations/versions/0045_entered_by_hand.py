"""A place in an activity says who wrote it down by hand, and why."""

import sqlalchemy as sa
from alembic import op

revision = "0045_entered_by_hand"
down_revision = "0044_paging_calls"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("signup", sa.Column("entered_by", sa.Uuid(), sa.ForeignKey("person.id")))
    op.add_column("signup", sa.Column("entered_why", sa.Text()))


def downgrade() -> None:
    op.drop_column("signup", "entered_why")
    op.drop_column("signup", "entered_by")
