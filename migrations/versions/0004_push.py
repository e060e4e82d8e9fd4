"""The tables of push."""

from alembic import op

revision = "0004_push"
down_revision = "0003_identity"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
