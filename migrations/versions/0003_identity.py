"""The tables of identity."""

from alembic import op

revision = "0003_identity"
down_revision = "0002_areas"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
