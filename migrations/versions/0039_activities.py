"""Activities, places in them with hours, and the secret addresses of calendars."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0039_activities"
down_revision = "0038_report_exports"
branch_labels = None
depends_on = None

AT = sa.DateTime(timezone=True)
TEXTS, EMPTY = ARRAY(sa.Text()), sa.text("'{}'")
STATES = "'signed_up', 'waiting', 'withdrawn', 'checked_in', 'checked_out', 'confirmed', 'refused', 'missed'"


def upgrade() -> None:
    op.create_table(
        "activity",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("area_code", sa.Text(), sa.ForeignKey("area.code"), nullable=False),
        sa.Column("area_path", sa.Text(collation="C"), nullable=False),
        sa.Column("skills", TEXTS, nullable=False, server_default=EMPTY),
        sa.Column("host_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("starts_at", AT, nullable=False),
        sa.Column("ends_at", AT, nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text()),
        sa.Column("reminded", TEXTS, nullable=False, server_default=EMPTY),
        sa.Column("made_at", AT, nullable=False),
        sa.CheckConstraint("state IN ('draft', 'published', 'cancelled')", name="state"),
        sa.CheckConstraint("starts_at < ends_at", name="time"),
    )
    op.create_index("activity_area_path_idx", "activity", ["area_path", "starts_at", "id"])
    op.create_index("activity_starts_at_idx", "activity", ["starts_at", "id"])
    op.create_table(
        "signup",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("activity_id", sa.Uuid(), sa.ForeignKey("activity.id"), nullable=False),
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("signed_at", AT, nullable=False),
        sa.Column("in_at", AT),
        sa.Column("out_at", AT),
        sa.Column("flags", TEXTS, nullable=False, server_default=EMPTY),
        sa.Column("minutes", sa.SmallInteger()),
        sa.Column("confirmed_by", sa.Uuid(), sa.ForeignKey("person.id")),
        sa.Column("confirmed_at", AT),
        sa.Column("note", sa.Text()),
        sa.CheckConstraint(f"state IN ({STATES})", name="state"),
    )
    op.create_index("signup_activity_id_key", "signup", ["activity_id", "person_id"], unique=True)
    op.create_index("signup_person_id_idx", "signup", ["person_id", "signed_at", "id"])
    op.create_table(
        "calendar_feed",
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("token_hash", sa.Text(), nullable=False, unique=True),
        sa.Column("made_at", AT, nullable=False),
    )


def downgrade() -> None:
    for table in ("calendar_feed", "signup", "activity"):
        op.drop_table(table)
