"""The tables of areas."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0002_areas"
down_revision = "0001_core"
branch_labels = None
depends_on = None

LEVELS = "level IN ('district', 'street', 'community', 'park', 'grid')"
PLACES = ("lng", "lat", "west", "south", "east", "north")


def upgrade() -> None:
    op.create_table(
        "area",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("name_zh", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("parent_code", sa.Text()),
        sa.Column("path", sa.Text(collation="C"), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date()),
        sa.Column("successor_code", sa.Text()),
        sa.Column("geom", JSONB()),
        sa.Column("geom_source", sa.Text()),
        *(sa.Column(f"{place}_wgs84", sa.Float()) for place in PLACES),
        sa.PrimaryKeyConstraint("code", name="area_pkey"),
        sa.CheckConstraint(LEVELS, name=op.f("area_level_check")),
        sa.CheckConstraint("valid_from < valid_to", name=op.f("area_validity_check")),
        sa.CheckConstraint("successor_code IS NULL OR valid_to IS NOT NULL", name=op.f("area_succession_check")),
        *(
            sa.ForeignKeyConstraint(
                [column], ["area.code"], name=f"area_{column}_fkey", deferrable=True, initially="DEFERRED"
            )
            for column in ("parent_code", "successor_code")
        ),
    )
    op.create_index("area_path_index", "area", ["path"], unique=True)
    op.create_index("area_parent_code_index", "area", ["parent_code"])
    op.create_index("area_level_bbox_index", "area", ["level", "west_wgs84", "south_wgs84"])


def downgrade() -> None:
    op.drop_table("area")
