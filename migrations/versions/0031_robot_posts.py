"""Words to groups: one for each order and robot."""

import sqlalchemy as sa
from alembic import op

revision = "0031_robot_posts"
down_revision = "0030_ladder"
branch_labels = None
depends_on = None

AT = sa.DateTime(timezone=True)
PLANNED = sa.text("state = 'planned'")


def upgrade() -> None:
    op.create_table(
        "robot_post",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("robot", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False, server_default="planned"),
        sa.Column("due_at", AT, nullable=False),
        sa.Column("expires_at", AT, nullable=False),
        sa.Column("claimed_by", sa.Integer()),
        sa.Column("posted_at", AT),
        sa.CheckConstraint("state IN ('planned', 'posting', 'posted', 'failed')", name="state"),
        sa.UniqueConstraint("order_id", "robot"),
    )
    op.create_index("robot_post_due_index", "robot_post", ["due_at"], postgresql_where=PLANNED)


def downgrade() -> None:
    op.drop_table("robot_post")
