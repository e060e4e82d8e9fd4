"""The tables of core: facts, idempotency keys, life signs, the job queue, and the maker of monthly partitions."""

import sqlalchemy as sa
from alembic import op
from procrastinate.schema import SchemaManager
from sqlalchemy.dialects import postgresql

revision = "0001_core"
down_revision = None
branch_labels = None
depends_on = None

#: Partitions by a timestamp column have timestamps as bounds, those by a UUIDv7 the smallest id of the moment.
PARTITIONS = """
CREATE FUNCTION uuid7_floor(moment timestamptz) RETURNS uuid IMMUTABLE LANGUAGE sql AS $$
    SELECT (lpad(to_hex((extract(epoch FROM moment) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid
$$;
CREATE FUNCTION ensure_month_partitions(parent regclass, first date, months int) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    month date := date_trunc('month', first);
    by_id boolean := (SELECT atttypid = 'uuid'::regtype FROM pg_partitioned_table p
        JOIN pg_attribute a ON a.attrelid = p.partrelid AND a.attnum = p.partattrs[0] WHERE p.partrelid = parent);
    child text;
    low text;
    high text;
BEGIN
    FOR i IN 1..months LOOP
        child := format('%s_p_%s', parent, to_char(month, 'YYYY_MM'));
        low := month::timestamp AT TIME ZONE 'UTC';
        high := (month + interval '1 month') AT TIME ZONE 'UTC';
        IF by_id THEN
            low := uuid7_floor(low::timestamptz);
            high := uuid7_floor(high::timestamptz);
        END IF;
        IF to_regclass(child) IS NULL THEN
            EXECUTE format('CREATE TABLE %I PARTITION OF %s FOR VALUES FROM (%L) TO (%L)', child, parent, low, high);
        END IF;
        month := month + interval '1 month';
    END LOOP;
    child := format('%s_p_default', parent);
    IF to_regclass(child) IS NULL THEN
        EXECUTE format('CREATE TABLE %I PARTITION OF %s DEFAULT', child, parent);
    END IF;
END $$;
"""

DROP_QUEUE = """
DO $$ DECLARE it record; BEGIN
    FOR it IN SELECT c.oid::regclass AS name FROM pg_class c
        WHERE c.relname LIKE 'procrastinate\\_%' AND c.relkind = 'r'
        LOOP EXECUTE format('DROP TABLE IF EXISTS %s CASCADE', it.name); END LOOP;
    FOR it IN SELECT p.oid::regprocedure AS name FROM pg_proc p WHERE p.proname LIKE 'procrastinate\\_%'
        LOOP EXECUTE format('DROP FUNCTION IF EXISTS %s CASCADE', it.name); END LOOP;
    FOR it IN SELECT t.oid::regtype AS name FROM pg_type t
        WHERE t.typname LIKE 'procrastinate\\_%' AND t.typtype IN ('e', 'c')
        LOOP EXECUTE format('DROP TYPE IF EXISTS %s CASCADE', it.name); END LOOP;
END $$;
"""


def upgrade() -> None:
    op.execute(PARTITIONS)
    _make_fact()
    op.create_table(
        "idempotency_key",
        sa.Column("actor_id", sa.Uuid(), primary_key=True),
        sa.Column("key", sa.Uuid(), primary_key=True),
        sa.Column("request_hash", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.Integer()),
        sa.Column("body", sa.LargeBinary()),
        sa.Column("created_at", sa.TIMESTAMP(timezone=True), nullable=False),
    )
    op.create_index("idempotency_key_created_at_index", "idempotency_key", ["created_at"])
    op.create_table(
        "process_beat",
        sa.Column("kind", sa.Text(), primary_key=True),
        sa.Column("instance", sa.Text(), primary_key=True),
        sa.Column("at", sa.TIMESTAMP(timezone=True), nullable=False),
    )
    op.get_bind().exec_driver_sql(SchemaManager.get_schema().replace("%", "%%"))


def _make_fact() -> None:
    op.create_table(
        "fact",
        sa.Column("at", sa.TIMESTAMP(timezone=True), primary_key=True),
        sa.Column("seq", sa.BigInteger(), sa.Identity(), primary_key=True),
        sa.Column(
            "xid", sa.BigInteger(), nullable=False, server_default=sa.text("(pg_current_xact_id()::text::bigint)")
        ),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject_type", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Uuid()),
        sa.Column("area_path", sa.Text(collation="C")),
        sa.Column("data", postgresql.JSONB(), nullable=False, server_default=sa.text("'{}'")),
        postgresql_partition_by="RANGE (at)",
    )
    op.create_index("fact_subject_index", "fact", ["subject_type", "subject_id"])
    op.create_index("fact_area_path_index", "fact", ["area_path", "xid"])
    op.create_index("fact_xid_index", "fact", ["xid"])
    op.execute("SELECT ensure_month_partitions('fact', current_date, 4)")


def downgrade() -> None:
    op.execute(DROP_QUEUE)
    for table in ("process_beat", "idempotency_key", "fact"):
        op.drop_table(table)
    op.execute("DROP FUNCTION ensure_month_partitions(regclass, date, int); DROP FUNCTION uuid7_floor(timestamptz)")
