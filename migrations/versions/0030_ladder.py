"""The ladder of those who stay silent: steps, who was told by which, doors to knock at, answers for somebody else."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0030_ladder"
down_revision = "0029_climbs"
branch_labels = None
depends_on = None

AT = sa.DateTime(timezone=True)
PATH = sa.Text(collation="C")
STATES = "state IN ('waiting', 'claimed', 'accepted', 'delivered', 'failed', 'stopped')"
TABLES = ("door_knock", "step_tally", "delivery_step", "ladder_batch", "order_step")

# As 0005 has it, and one table more.
MAKE_MONTHS = """
CREATE OR REPLACE FUNCTION make_order_months(since date, months int) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    part regclass;
BEGIN
    PERFORM ensure_month_partitions('delivery', since, months);
    PERFORM ensure_month_partitions('receipt', since, months);
    {more}
    FOR part IN
        SELECT c.oid FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = 'delivery'::regclass AND c.reloptions IS NULL
    LOOP
        EXECUTE format('ALTER TABLE %s SET (fillfactor = 75)', part);
    END LOOP;
END $$
"""
STEPS_TOO = "PERFORM ensure_month_partitions('delivery_step', since, months);"


def upgrade() -> None:
    op.add_column("orders", sa.Column("ladder", JSONB(), nullable=False, server_default=sa.text("'[]'")))
    op.add_column("receipt", sa.Column("by_id", sa.Uuid()))
    create_steps()
    create_delivery_step()
    create_door_knock()
    op.execute(MAKE_MONTHS.format(more=STEPS_TOO))
    op.execute("SELECT make_order_months((now() - interval '1 month')::date, 5)")


def downgrade() -> None:
    op.execute(MAKE_MONTHS.format(more=""))
    for table in TABLES:
        op.drop_table(table)
    op.drop_column("receipt", "by_id")
    op.drop_column("orders", "ladder")


def of_order(table: str) -> sa.ForeignKeyConstraint:
    name = f"{table}_order_id_fkey"
    return sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=name, deferrable=True, initially="DEFERRED")


def create_steps() -> None:
    op.create_table(
        "order_step",
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("step", sa.SmallInteger(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("due_at", AT, nullable=False),
        sa.Column("began_at", AT),
        sa.PrimaryKeyConstraint("order_id", "step", name="order_step_pkey"),
        of_order("order_step"),
    )
    op.create_table(
        "ladder_batch",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("step", sa.SmallInteger(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=False),
        sa.Column("severity_rank", sa.SmallInteger(), nullable=False),
        sa.Column("due_at", AT, nullable=False),
        sa.Column("done_at", AT),
        sa.PrimaryKeyConstraint("id", name="ladder_batch_pkey"),
        of_order("ladder_batch"),
    )
    still_open = sa.text("done_at IS NULL")
    due = ["channel", "severity_rank", "due_at"]
    op.create_index("ladder_batch_due_idx", "ladder_batch", due, postgresql_where=still_open)
    op.create_index("ladder_batch_order_id_idx", "ladder_batch", ["order_id", "step", "batch_id"], unique=True)
    op.create_table(
        "step_tally",
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("node_code", sa.Text(), nullable=False),
        sa.Column("step", sa.SmallInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("order_id", "node_code", "step", "state", name="step_tally_pkey"),
        of_order("step_tally"),
    )


def create_delivery_step() -> None:
    op.create_table(
        "delivery_step",
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("step", sa.SmallInteger(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("node_code", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("claimed_by", sa.Integer()),
        sa.Column("claimed_at", AT),
        sa.Column("accepted_at", AT),
        sa.Column("next_try_at", AT),
        sa.Column("tries", sa.SmallInteger(), nullable=False, server_default=sa.text("0")),
        sa.Column("last_status", sa.Integer()),
        sa.PrimaryKeyConstraint("order_id", "person_id", "step", name="delivery_step_pkey"),
        sa.CheckConstraint(STATES, name=op.f("delivery_step_state_check")),
        postgresql_partition_by="RANGE (order_id)",
    )
    under_way = sa.text("state IN ('waiting', 'claimed')")
    columns = ["channel", "state", "next_try_at"]
    op.create_index("delivery_step_open_idx", "delivery_step", columns, postgresql_where=under_way)
    op.create_index("delivery_step_person_id_idx", "delivery_step", ["person_id", "order_id"])


def create_door_knock() -> None:
    op.create_table(
        "door_knock",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("node_code", sa.Text(), nullable=False),
        sa.Column("node_path", PATH, nullable=False),
        sa.Column("worker_id", sa.Uuid()),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("from_code", sa.Text()),
        sa.Column("created_at", AT, nullable=False),
        sa.Column("ended_at", AT),
        sa.Column("ended_by", sa.Uuid()),
        sa.Column("outcome", sa.Text()),
        sa.Column("note", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="door_knock_pkey"),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name="door_knock_order_id_fkey"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="door_knock_person_id_fkey"),
        sa.ForeignKeyConstraint(["worker_id"], ["person.id"], name="door_knock_worker_id_fkey"),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"], name="door_knock_ended_by_fkey"),
        sa.CheckConstraint(
            "reason IN ('same_grid', 'nearest_grid', 'duty_officer', 'nobody')", name=op.f("door_knock_reason_check")
        ),
        sa.CheckConstraint("(reason = 'nobody') = (worker_id IS NULL)", name=op.f("door_knock_worker_check")),
        sa.CheckConstraint("outcome IN ('safe', 'needs_help', 'not_home')", name=op.f("door_knock_outcome_check")),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (outcome IS NULL) AND (ended_at IS NULL) = (ended_by IS NULL)",
            name=op.f("door_knock_ended_check"),
        ),
    )
    op.create_index("door_knock_person_key", "door_knock", ["order_id", "person_id"], unique=True)
    still_open = sa.text("ended_at IS NULL")
    columns = ["worker_id", "created_at"]
    op.create_index("door_knock_worker_id_idx", "door_knock", columns, postgresql_where=still_open)
