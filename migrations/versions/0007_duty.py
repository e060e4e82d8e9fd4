"""Who is on duty or standby."""

import sqlalchemy as sa
from alembic import op

revision = "0007_duty"
down_revision = "0006_order_place"
branch_labels = None
depends_on = None

OPEN = sa.text("ended_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "duty_period",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("area_code", sa.Text(), sa.ForeignKey("area.code"), nullable=False),
        sa.Column("area_path", sa.Text(collation="C"), nullable=False),
        sa.Column("via", sa.Text(), nullable=False, server_default="self"),
        sa.Column("started_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("ends_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("ended_at", sa.TIMESTAMP(timezone=True)),
        sa.Column("end_reason", sa.Text()),
        sa.Column("ended_by", sa.Uuid(), sa.ForeignKey("person.id")),
        sa.Column("note", sa.Text()),
        sa.Column("lng_wgs84", sa.Double()),
        sa.Column("lat_wgs84", sa.Double()),
        sa.Column("accuracy_m", sa.Double()),
        sa.Column("device_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("clock_offset_ms", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('duty', 'standby')", name="kind"),
        sa.CheckConstraint("via IN ('self', 'officer')", name="via"),
        sa.CheckConstraint("ends_at > started_at", name="planned"),
        sa.CheckConstraint("ended_at >= started_at", name="ended"),
        sa.CheckConstraint("(ended_at IS NULL) = (end_reason IS NULL)", name="end_reason"),
        sa.CheckConstraint("(lng_wgs84 IS NULL) = (lat_wgs84 IS NULL)", name="position"),
    )
    op.create_index("duty_period_open_person_key", "duty_period", ["person_id"], unique=True, postgresql_where=OPEN)
    op.create_index("duty_period_open_area_index", "duty_period", ["area_path", "id"], postgresql_where=OPEN)
    op.create_index("duty_period_person_index", "duty_period", ["person_id", "started_at"])


def downgrade() -> None:
    op.drop_table("duty_period")
