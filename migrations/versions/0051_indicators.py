"""Indicators: readings by year with the trace of corrections, feeds, subscriptions, and the modes of cockpits."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0051_indicators"
down_revision = "0050_module_drafts"
branch_labels = None
depends_on = None

AT = sa.DateTime(timezone=True)
PATH = sa.Text(collation="C")
NUMBER = sa.Numeric(24, 6)

#: Years of Beijing. There is no default partition: with one, the newest figures could not be read by walking back.
YEARS = """
CREATE FUNCTION ensure_year_partitions(parent regclass, first int, years int) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    child text;
BEGIN
    FOR year IN first..first + years - 1 LOOP
        child := format('%s_p_%s', parent, year);
        IF to_regclass(child) IS NULL THEN
            EXECUTE format('CREATE TABLE %I PARTITION OF %s FOR VALUES FROM (%L) TO (%L)', child, parent,
                format('%s-01-01 00:00+08', year), format('%s-01-01 00:00+08', year + 1));
        END IF;
    END LOOP;
END $$;
"""


def upgrade() -> None:
    op.execute(YEARS)
    _readings()
    op.create_table(
        "indicator_feed",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("area_code", sa.Text(), sa.ForeignKey("area.code"), nullable=False),
        sa.Column("area_path", PATH, nullable=False),
        sa.Column("indicators", JSONB(), nullable=False),
        sa.Column("key_hash", sa.LargeBinary(), nullable=False),
        sa.Column("key_hint", sa.Text(), nullable=False),
        sa.Column("issued_by", sa.Uuid(), sa.ForeignKey("person.id")),
        sa.Column("issued_at", AT, nullable=False),
        sa.Column("heard_at", AT),
        sa.Column("revoked_at", AT),
    )
    op.create_index("indicator_feed_key_hash_key", "indicator_feed", ["key_hash"], unique=True)
    op.create_index("indicator_feed_area_path_idx", "indicator_feed", ["area_path"])
    _watches()


def _figure() -> list[sa.Column]:
    return [
        sa.Column("value", NUMBER),
        sa.Column("numerator", NUMBER),
        sa.Column("denominator", NUMBER),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("taken_at", AT, nullable=False),
        sa.Column("received_at", AT, nullable=False),
    ]


def _readings() -> None:
    op.create_table(
        "reading",
        # Neither names its area by a foreign key: the writer has found it, and millions of rows would look it up again.
        sa.Column("area_code", sa.Text(), primary_key=True),
        sa.Column("indicator", sa.Text(), primary_key=True),
        sa.Column("starts_at", AT, primary_key=True),
        *_figure(),
        sa.Column("is_demo", sa.Boolean(), nullable=False, server_default=sa.text("false")),
        sa.Column("revision", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("parts_in", sa.Integer()),
        sa.Column("parts_of", sa.Integer()),
        postgresql_partition_by="RANGE (starts_at)",
    )
    op.create_table(
        "reading_trace",
        sa.Column("superseded_at", AT, primary_key=True),
        sa.Column("seq", sa.BigInteger(), sa.Identity(), primary_key=True),
        sa.Column("area_code", sa.Text(), nullable=False),
        sa.Column("indicator", sa.Text(), nullable=False),
        sa.Column("starts_at", AT, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        *_figure(),
        sa.Column("by_value", NUMBER),
        sa.Column("by_source", sa.Text(), nullable=False),
        sa.Column("by_person", sa.Uuid(), sa.ForeignKey("person.id")),
        sa.Column("reason", sa.Text()),
        postgresql_partition_by="RANGE (superseded_at)",
    )
    op.create_index("reading_trace_list_idx", "reading_trace", ["area_code", "indicator", "superseded_at", "seq"])
    op.execute("SELECT ensure_year_partitions('reading', 2010, 30), ensure_year_partitions('reading_trace', 2020, 20)")


def _watches() -> None:
    op.create_table(
        "indicator_subscription",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("area_code", sa.Text(), sa.ForeignKey("area.code"), nullable=False),
        sa.Column("indicator", sa.Text(), nullable=False),
        sa.Column("operator", sa.Text(), nullable=False),
        sa.Column("threshold", NUMBER, nullable=False),
        sa.Column("margin", NUMBER, nullable=False),
        sa.Column("quiet_from", sa.Time()),
        sa.Column("quiet_until", sa.Time()),
        sa.Column("crossed_at", AT),
        sa.Column("told_at", AT),
        sa.Column("created_at", AT, nullable=False),
        sa.CheckConstraint("operator IN ('above', 'below')", name="operator"),
        sa.CheckConstraint("margin >= 0", name="margin"),
        sa.CheckConstraint("(quiet_from IS NULL) = (quiet_until IS NULL)", name="quiet"),
    )
    op.create_index("indicator_subscription_person_idx", "indicator_subscription", ["person_id", "id"])
    op.create_index("indicator_subscription_place_idx", "indicator_subscription", ["area_code", "indicator"])
    op.create_table(
        "cockpit_mode",
        sa.Column("seq", sa.BigInteger(), sa.Identity(), primary_key=True),
        sa.Column("area_code", sa.Text(), sa.ForeignKey("area.code"), nullable=False),
        sa.Column("area_path", PATH, nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("at", AT, nullable=False),
        sa.CheckConstraint("mode IN ('normal', 'epidemic', 'flood')", name="mode"),
    )
    op.create_index("cockpit_mode_area_path_idx", "cockpit_mode", ["area_path", "seq"])


def downgrade() -> None:
    for table in ("cockpit_mode", "indicator_subscription", "indicator_feed", "reading_trace", "reading"):
        op.drop_table(table)
    op.execute("DROP FUNCTION ensure_year_partitions(regclass, int, int)")
