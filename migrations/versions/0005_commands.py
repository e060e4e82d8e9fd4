"""The tables of commands."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0005_commands"
down_revision = "0004_push"
branch_labels = None
depends_on = None

AT = sa.DateTime(timezone=True)
PATH = sa.Text(collation="C")
STAMPED = ("accepted", "shown", "acknowledged", "arrived")
FROZEN = ("orders", "plan_version")
TABLES = (
    "receipt",
    "delivery",
    "delivery_batch",
    "order_serial",
    "order_tally",
    "order_node",
    "order_progress",
    "orders",
    "plan_version",
    "plan",
)

REFUSE_CHANGE = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is frozen: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'integrity_constraint_violation';
END $$
"""

# Every delivery is updated a few times: room in its page keeps those updates out of the indexes (HOT).
MAKE_MONTHS = """
CREATE FUNCTION make_order_months(since date, months int) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    part regclass;
BEGIN
    PERFORM ensure_month_partitions('delivery', since, months);
    PERFORM ensure_month_partitions('receipt', since, months);
    FOR part IN
        SELECT c.oid FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = 'delivery'::regclass AND c.reloptions IS NULL
    LOOP
        EXECUTE format('ALTER TABLE %s SET (fillfactor = 75)', part);
    END LOOP;
END $$
"""


def upgrade() -> None:
    create_plans()
    create_orders()
    create_progress()
    create_deliveries()
    create_receipts()
    freeze()
    partition()


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    op.execute("DROP FUNCTION make_order_months, refuse_change")


def create_plans() -> None:
    op.create_table(
        "plan",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("current_version", sa.Integer(), nullable=False),
        sa.Column("withdrawn_at", AT),
        sa.PrimaryKeyConstraint("code", name="plan_pkey"),
    )
    op.create_table(
        "plan_version",
        sa.Column("plan_code", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", JSONB(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("loaded_at", AT, nullable=False),
        sa.PrimaryKeyConstraint("plan_code", "version", name="plan_version_pkey"),
        sa.ForeignKeyConstraint(["plan_code"], ["plan.code"], name="plan_version_plan_code_fkey"),
    )


def texts(*names: str) -> list[sa.Column]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def create_orders() -> None:
    op.create_table(
        "orders",
        sa.Column("id", sa.Uuid(), nullable=False),
        *texts("identifier", "sender"),
        sa.Column("sent", AT, nullable=False),
        *texts("status", "msg_type", "kind", "scope"),
        sa.Column("references_id", sa.Uuid()),
        sa.Column("root_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.SmallInteger(), nullable=False),
        *texts("event", "event_class", "urgency", "severity", "certainty", "response_level"),
        sa.Column("effective", AT, nullable=False),
        sa.Column("expires", AT, nullable=False),
        sa.Column("area_path", PATH, nullable=False),
        *texts("plan_code"),
        sa.Column("plan_version", sa.Integer(), nullable=False),
        *(sa.Column(name, JSONB(), nullable=False) for name in ("slots", "texts", "target", "assembly_points")),
        *(sa.Column(name, JSONB(), nullable=False) for name in ("checklist", "stamps")),
        sa.Column("ack_minutes", sa.Integer(), nullable=False),
        sa.Column("quorum", sa.Float(), nullable=False),
        sa.Column("issuer_id", sa.Uuid(), nullable=False),
        sa.Column("note", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="orders_pkey"),
        sa.UniqueConstraint("identifier", name="orders_identifier_key"),
        sa.ForeignKeyConstraint(["references_id"], ["orders.id"], name="orders_references_id_fkey"),
        sa.ForeignKeyConstraint(["root_id"], ["orders.id"], name="orders_root_id_fkey"),
        sa.ForeignKeyConstraint(["issuer_id"], ["person.id"], name="orders_issuer_id_fkey"),
        sa.ForeignKeyConstraint(
            ["plan_code", "plan_version"],
            ["plan_version.plan_code", "plan_version.version"],
            name="orders_plan_fkey",
        ),
        check("orders", "status", "status IN ('Actual', 'Exercise')"),
        check("orders", "msg_type", "msg_type IN ('Alert', 'Update', 'Cancel')"),
        check("orders", "kind", "kind IN ('alert', 'update', 'correction', 'all_clear')"),
        check("orders", "references", "(msg_type = 'Alert') = (references_id IS NULL)"),
        check("orders", "expires", "expires > sent"),
    )
    op.create_index("orders_references_id_key", "orders", ["references_id"], unique=True)
    op.create_index("orders_root_id_idx", "orders", ["root_id", "sequence"], unique=True)
    op.create_index("orders_sent_idx", "orders", ["sent"])


def check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"{table}_{name}_check"))


def of_order(table: str, column: str = "order_id") -> sa.ForeignKeyConstraint:
    """Checked at commit: an order's row is written last, once its recipients are known."""
    name = f"{table}_{column}_fkey"
    return sa.ForeignKeyConstraint([column], ["orders.id"], name=name, deferrable=True, initially="DEFERRED")


def create_progress() -> None:
    op.create_table(
        "order_progress",
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("queued_at", AT, nullable=False),
        *(sa.Column(f"{which}_{what}_at", AT) for what in STAMPED for which in ("first", "all")),
        sa.Column("ended_at", AT),
        sa.Column("ended_by_order_id", sa.Uuid()),
        sa.Column("ended_reason", sa.Text()),
        sa.PrimaryKeyConstraint("order_id", name="order_progress_pkey"),
        of_order("order_progress"),
        of_order("order_progress", "ended_by_order_id"),
    )
    op.create_table(
        "order_node",
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("area_code", sa.Text(), nullable=False),
        sa.Column("area_path", PATH, nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("responsible_person_id", sa.Uuid()),
        sa.Column("quorum", sa.Float(), nullable=False),
        sa.Column("deadline_at", AT, nullable=False),
        sa.PrimaryKeyConstraint("order_id", "area_code", name="order_node_pkey"),
        of_order("order_node"),
        sa.ForeignKeyConstraint(["responsible_person_id"], ["person.id"], name="order_node_responsible_person_id_fkey"),
    )
    op.create_index("order_node_area_path_idx", "order_node", ["area_path", "order_id"])
    op.create_table(
        "order_tally",
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("node_code", sa.Text(), nullable=False),
        sa.Column("state", sa.SmallInteger(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("order_id", "node_code", "state", name="order_tally_pkey"),
        of_order("order_tally"),
    )
    op.create_table(
        "order_serial",
        sa.Column("prefix", sa.Text(), nullable=False),
        sa.Column("second", AT, nullable=False),
        sa.Column("serial", sa.SmallInteger(), nullable=False),
        sa.PrimaryKeyConstraint("prefix", name="order_serial_pkey"),
    )


def create_deliveries() -> None:
    op.create_table(
        "delivery_batch",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("severity_rank", sa.SmallInteger(), nullable=False),
        sa.Column("issued_at", AT, nullable=False),
        sa.Column("due_at", AT, nullable=False),
        sa.Column("claimed_by", sa.Integer()),
        sa.Column("claimed_at", AT),
        sa.Column("done_at", AT),
        sa.PrimaryKeyConstraint("id", name="delivery_batch_pkey"),
        of_order("delivery_batch"),
    )
    op.create_index(
        "delivery_batch_open_idx",
        "delivery_batch",
        ["severity_rank", "order_id", "no"],
        postgresql_where=sa.text("done_at IS NULL"),
    )
    op.create_index("delivery_batch_order_id_idx", "delivery_batch", ["order_id", "no"], unique=True)
    op.create_table(
        "delivery",
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=False),
        sa.Column("node_code", sa.Text(), nullable=False),
        sa.Column("node_path", PATH, nullable=False),
        sa.Column("role", sa.Text()),
        sa.Column("state", sa.SmallInteger(), nullable=False, server_default=sa.text("0")),
        sa.Column("answer", sa.SmallInteger()),
        sa.Column("answered_at", AT),
        sa.Column("channel", sa.Text()),
        sa.Column("accepted_at", AT),
        sa.Column("next_try_at", AT),
        sa.Column("remaining", sa.ARRAY(sa.Uuid())),
        sa.Column("tries", sa.SmallInteger(), nullable=False, server_default=sa.text("0")),
        sa.Column("last_status", sa.SmallInteger()),
        sa.PrimaryKeyConstraint("order_id", "person_id", name="delivery_pkey"),
        postgresql_partition_by="RANGE (order_id)",
    )
    op.create_index("delivery_person_id_order_id_idx", "delivery", ["person_id", "order_id"])
    op.create_index("delivery_batch_id_idx", "delivery", ["batch_id"])


def create_receipts() -> None:
    op.create_table(
        "receipt",
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.SmallInteger(), nullable=False),
        sa.Column("device_at", AT, nullable=False),
        sa.Column("server_at", AT, nullable=False),
        sa.Column("clock_offset_ms", sa.Integer(), nullable=False),
        sa.Column("via", sa.Text(), nullable=False),
        sa.Column("device_id", sa.Uuid()),
        sa.Column("note", sa.Text()),
        sa.PrimaryKeyConstraint("order_id", "id", name="receipt_pkey"),
        postgresql_partition_by="RANGE (order_id)",
    )
    op.create_index("receipt_order_id_person_id_idx", "receipt", ["order_id", "person_id"])


def freeze() -> None:
    op.execute(REFUSE_CHANGE)
    for table in FROZEN:
        op.execute(
            f"CREATE TRIGGER {table}_frozen BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )


def partition() -> None:
    op.execute(MAKE_MONTHS)
    op.execute("SELECT make_order_months((now() - interval '1 month')::date, 5)")
