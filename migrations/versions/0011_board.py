"""Calls for help, and when the unanswered of a place were last told again."""

import sqlalchemy as sa
from alembic import op

revision = "0011_board"
down_revision = "0010_reach"
branch_labels = None
depends_on = None

AT = sa.DateTime(timezone=True)
PATH = sa.Text(collation="C")

# Who asks for help already: his last answer says so, and he has not said since that he acts.
BACKFILL = """
INSERT INTO help_call (id, order_id, root_id, person_id, node_code, node_path, asked_at, note)
SELECT plea.id, delivery.order_id, orders.root_id, delivery.person_id, delivery.node_code, delivery.node_path,
    delivery.answered_at, plea.note
FROM delivery
JOIN orders ON orders.id = delivery.order_id
CROSS JOIN LATERAL (
    SELECT id, note FROM receipt
    WHERE receipt.order_id = delivery.order_id AND receipt.person_id = delivery.person_id AND receipt.state = 42
    ORDER BY server_at DESC LIMIT 1
) AS plea
WHERE delivery.answer = 42 AND NOT EXISTS (
    SELECT FROM receipt
    WHERE receipt.order_id = delivery.order_id AND receipt.person_id = delivery.person_id AND receipt.state >= 50
        AND least(greatest(receipt.device_at - receipt.clock_offset_ms * interval '1 ms', orders.sent),
            receipt.server_at) > delivery.answered_at
)
"""


def upgrade() -> None:
    op.create_table(
        "help_call",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("root_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("node_code", sa.Text(), nullable=False),
        sa.Column("node_path", PATH, nullable=False),
        sa.Column("asked_at", AT, nullable=False),
        sa.Column("note", sa.Text()),
        sa.Column("ended_at", AT),
        sa.Column("ended_by", sa.Uuid()),
        sa.Column("ended_reason", sa.Text()),
        sa.Column("ended_note", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="help_call_pkey"),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name="help_call_order_id_fkey"),
        sa.ForeignKeyConstraint(["root_id"], ["orders.id"], name="help_call_root_id_fkey"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="help_call_person_id_fkey"),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"], name="help_call_ended_by_fkey"),
        sa.CheckConstraint("ended_reason IN ('answered', 'attended')", name=op.f("help_call_ended_reason_check")),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_by IS NULL) AND (ended_at IS NULL) = (ended_reason IS NULL)",
            name=op.f("help_call_ended_check"),
        ),
    )
    still_open = sa.text("ended_at IS NULL")
    op.create_index(
        "help_call_open_key", "help_call", ["order_id", "person_id"], unique=True, postgresql_where=still_open
    )
    op.create_index("help_call_root_id_open_idx", "help_call", ["root_id", "node_path"], postgresql_where=still_open)
    op.create_index("help_call_root_id_idx", "help_call", ["root_id", "asked_at", "id"])
    op.execute(BACKFILL)
    op.add_column("order_node", sa.Column("resent_at", AT))


def downgrade() -> None:
    op.drop_column("order_node", "resent_at")
    op.drop_table("help_call")
