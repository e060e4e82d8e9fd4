"""The tables of commands."""

from alembic import op

revision = "0005_commands"
down_revision = "0004_push"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
