"""Incidents, their steps and their photos."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0014_incidents"
down_revision = "0013_two_people"
branch_labels = None
depends_on = None

AT = sa.DateTime(timezone=True)
STATES = (
    "'pending', 'verified', 'accepted', 'registered', 'dispatched', 'handling', 'returned', 'rework', 'suspended', "
    "'handled', 'checking', 'closed', 'not_accepted', 'not_registered', 'cancelled', 'merged'"
)
SOURCES = "'grid_worker', 'resident', 'hotline', 'property', 'camera', 'leader', 'sensor'"
#: both of a point or neither
POINTS = {
    "position": ("lng_wgs84", "lat_wgs84"),
    "measured": ("measured_lng_wgs84", "measured_lat_wgs84"),
    "pin": ("pin_lng_wgs84", "pin_lat_wgs84"),
}


def upgrade() -> None:
    op.execute(sa.schema.CreateSequence(sa.Sequence("incident_serial")))
    make_incidents()
    make_steps()
    make_photos()


def downgrade() -> None:
    for table in ("incident_photo", "incident_step", "incident"):
        op.drop_table(table)
    op.execute(sa.schema.DropSequence(sa.Sequence("incident_serial")))


def make_incidents() -> None:
    op.create_table(
        "incident",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("number", sa.Text(), nullable=False, unique=True),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("state", "category_code", "description", "source")),
        sa.Column("reporter_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("area_code", sa.Text(), sa.ForeignKey("area.code"), nullable=False),
        sa.Column("area_path", sa.Text(collation="C"), nullable=False),
        sa.Column("unit_grid_code", sa.Text(), sa.ForeignKey("area.code")),
        sa.Column("duty_grid_code", sa.Text(), sa.ForeignKey("area.code")),
        *(sa.Column(name, sa.Double()) for pair in POINTS.values() for name in pair),
        sa.Column("accuracy_m", sa.Double()),
        sa.Column("age_s", sa.Double()),
        sa.Column("position_source", sa.Text()),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("self_handled", sa.Boolean(), nullable=False),
        sa.Column("device_at", AT, nullable=False),
        sa.Column("clock_offset_ms", sa.BigInteger(), nullable=False),
        sa.Column("happened_at", AT, nullable=False),
        sa.Column("recorded_at", AT, nullable=False),
        sa.CheckConstraint(f"state IN ({STATES})", name="state"),
        sa.CheckConstraint(f"source IN ({SOURCES})", name="source"),
        sa.CheckConstraint("position_source IN ('gnss', 'network', 'pin')", name="position_source"),
        *(sa.CheckConstraint(f"({lng} IS NULL) = ({lat} IS NULL)", name=name) for name, (lng, lat) in POINTS.items()),
    )
    op.create_index("incident_area_path_idx", "incident", ["area_path", "recorded_at", "id"])
    op.create_index("incident_reporter_id_idx", "incident", ["reporter_id", "recorded_at", "id"])
    op.create_index("incident_category_code_idx", "incident", ["category_code", "happened_at"])


def make_steps() -> None:
    op.create_table(
        "incident_step",
        sa.Column("no", sa.BigInteger(), sa.Identity(always=True), primary_key=True),
        sa.Column("id", sa.Uuid()),
        sa.Column("incident_id", sa.Uuid(), sa.ForeignKey("incident.id"), nullable=False),
        sa.Column("verb", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("at", AT, nullable=False),
        sa.Column("happened_at", AT, nullable=False),
        sa.Column("device_at", AT),
        sa.Column("clock_offset_ms", sa.BigInteger()),
        sa.Column("by_id", sa.Uuid(), sa.ForeignKey("person.id")),
        sa.Column("note", sa.Text()),
        sa.Column("data", JSONB(), nullable=False),
    )
    op.create_index("incident_step_incident_id_idx", "incident_step", ["incident_id", "no"])
    op.create_index("incident_step_id_key", "incident_step", ["id"], unique=True)


def make_photos() -> None:
    op.create_table(
        "incident_photo",
        sa.Column("incident_id", sa.Uuid(), sa.ForeignKey("incident.id"), primary_key=True),
        sa.Column("sha256", sa.Text(), primary_key=True),
        sa.Column("use", sa.Text(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("added_by", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("added_at", AT, nullable=False),
        sa.Column("arrived_at", AT),
        sa.CheckConstraint("use IN ('report', 'handle', 'check')", name="use"),
    )
    op.create_index("incident_photo_incident_id_idx", "incident_photo", ["incident_id", "added_at"])
