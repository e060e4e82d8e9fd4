"""Musters: volunteers who were called together one by one, and who stands by as the next."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0037_musters"
down_revision = "0036_volunteers"
branch_labels = None
depends_on = None

AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "muster",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("area_path", sa.Text(collation="C"), nullable=False),
        sa.Column("criteria", JSONB(), nullable=False),
        sa.Column("wanted", sa.Integer(), nullable=False),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("lng_wgs84", sa.Double()),
        sa.Column("lat_wgs84", sa.Double()),
        sa.Column("issued_by", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("issued_at", AT, nullable=False),
        sa.ForeignKeyConstraint(["id"], ["orders.id"], deferrable=True, initially="DEFERRED"),
    )
    op.create_index("muster_area_path_idx", "muster", ["area_path", "issued_at", "id"])
    op.create_table(
        "muster_member",
        sa.Column("muster_id", sa.Uuid(), sa.ForeignKey("muster.id"), primary_key=True),
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("distance_m", sa.Double()),
        sa.Column("load", sa.SmallInteger(), nullable=False),
        sa.Column("called_at", AT),
        sa.Column("for_person_id", sa.Uuid(), sa.ForeignKey("person.id")),
        sa.CheckConstraint("for_person_id IS NULL OR called_at IS NOT NULL", name="called"),
    )
    op.create_index("muster_member_rank_idx", "muster_member", ["muster_id", "rank"])
    op.create_index("muster_member_for_key", "muster_member", ["muster_id", "for_person_id"], unique=True)
    op.create_index(
        "muster_member_person_id_idx",
        "muster_member",
        ["person_id", "called_at"],
        postgresql_where=sa.text("called_at IS NOT NULL"),
    )


def downgrade() -> None:
    for table in ("muster_member", "muster"):
        op.drop_table(table)
