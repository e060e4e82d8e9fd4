"""Construction sites: their steps, their workers with clearings, and their days."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0040_sites"
down_revision = "0039_activities"
branch_labels = None
depends_on = None

AT = sa.DateTime(timezone=True)
STATES = "'draft', 'applied', 'returned', 'checked', 'approved', 'refused', 'working', 'suspended', 'finished'"


def upgrade() -> None:
    op.create_table(
        "site",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("builder", sa.Text(), nullable=False),
        sa.Column("responsible", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("headcount", sa.Integer(), nullable=False),
        sa.Column("measures", JSONB(), nullable=False),
        sa.Column("area_code", sa.Text(), sa.ForeignKey("area.code"), nullable=False),
        sa.Column("area_path", sa.Text(collation="C"), nullable=False),
        sa.Column("state", sa.Text(), nullable=False, server_default="draft"),
        sa.Column("created_by", sa.Uuid(), sa.ForeignKey("person.id")),
        sa.Column("created_at", AT, nullable=False),
        sa.Column("working_from", sa.Date()),
        sa.CheckConstraint(f"state IN ({STATES})", name="state"),
    )
    op.create_index("site_area_path_idx", "site", ["area_path", "id"])
    op.create_table(
        "site_step",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("site_id", sa.Uuid(), sa.ForeignKey("site.id", ondelete="CASCADE"), nullable=False),
        sa.Column("verb", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text()),
        sa.Column("by", sa.Uuid(), sa.ForeignKey("person.id")),
        sa.Column("at", AT, nullable=False),
    )
    op.create_index("site_step_site_idx", "site_step", ["site_id", "at", "id"])
    _workers()
    op.create_table(
        "site_day",
        sa.Column("site_id", sa.Uuid(), sa.ForeignKey("site.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("day", sa.Date(), primary_key=True),
        sa.Column("present", sa.Integer()),
        sa.Column("abnormal", sa.Integer()),
        sa.Column("disinfected", sa.Boolean()),
        sa.Column("note", sa.Text()),
        sa.Column("submitted_by", sa.Uuid(), sa.ForeignKey("person.id")),
        sa.Column("submitted_at", AT),
        sa.Column("late", sa.Boolean()),
        sa.Column("missed_at", AT),
        sa.CheckConstraint("submitted_at IS NOT NULL OR missed_at IS NOT NULL", name="said"),
    )


def _workers() -> None:
    op.create_table(
        "site_worker",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("site_id", sa.Uuid(), sa.ForeignKey("site.id", ondelete="CASCADE"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("trade", sa.Text(), nullable=False, server_default=""),
        sa.Column("passed", sa.Boolean()),
        sa.Column("colour", sa.Text()),
        sa.Column("why", sa.Text()),
        sa.Column("source", sa.Text()),
        sa.Column("code_hash", sa.LargeBinary()),
        sa.Column("cleared_until", AT),
        sa.Column("decided_at", AT),
        sa.Column("decided_by", sa.Uuid(), sa.ForeignKey("person.id")),
        sa.Column("listed_at", AT, nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("purge_after", AT, nullable=False),
        sa.CheckConstraint("colour IN ('unknown', 'green', 'yellow', 'red')", name="colour"),
        sa.CheckConstraint("source IN ('code', 'record')", name="source"),
        sa.CheckConstraint("(decided_at IS NULL) = (passed IS NULL)", name="decided"),
    )
    op.create_index("site_worker_site_name_key", "site_worker", ["site_id", "name", "phone"], unique=True)
    coded = sa.text("code_hash IS NOT NULL")
    op.create_index("site_worker_code_idx", "site_worker", ["code_hash"], postgresql_where=coded)
    op.create_index("site_worker_purge_after_idx", "site_worker", ["purge_after"])


def downgrade() -> None:
    for table in ("site_day", "site_worker", "site_step", "site"):
        op.drop_table(table)
