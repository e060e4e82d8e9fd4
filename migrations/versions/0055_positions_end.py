"""Where somebody stood is forgotten when his shift ends: also of the shifts that ended before this was so."""

from alembic import op

revision = "0055_positions_end"
down_revision = "0054_module_lists"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "UPDATE duty_period SET lng_wgs84 = NULL, lat_wgs84 = NULL, accuracy_m = NULL"
        " WHERE ended_at IS NOT NULL AND (lng_wgs84 IS NOT NULL OR accuracy_m IS NOT NULL)"
    )


def downgrade() -> None:
    """What is forgotten stays forgotten."""
