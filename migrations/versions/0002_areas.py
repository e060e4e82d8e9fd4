"""The tables of areas."""

from alembic import op

revision = "0002_areas"
down_revision = "0001_core"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
