"""Places that climb while they have not answered, and who stands in for a responsible person that falls out."""

import sqlalchemy as sa
from alembic import op

revision = "0029_climbs"
down_revision = "0028_waits_for"
branch_labels = None
depends_on = None

AT = sa.DateTime(timezone=True)
PATH = sa.Text(collation="C")
DUE = sa.text("climbed_at IS NULL AND ended_at IS NULL")


def upgrade() -> None:
    create_climbs()
    create_substitutes()


def downgrade() -> None:
    op.drop_table("substitute")
    op.drop_table("node_climb")


def create_climbs() -> None:
    op.create_table(
        "node_climb",
        sa.Column("id", sa.Uuid(), primary_key=True, server_default=sa.text("gen_random_uuid()")),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("area_code", sa.Text(), nullable=False),
        sa.Column("area_path", PATH, nullable=False),
        sa.Column("step", sa.SmallInteger(), nullable=False),
        sa.Column("to_code", sa.Text(), nullable=False),
        sa.Column("to_path", PATH, nullable=False),
        sa.Column("due_at", AT, nullable=False),
        sa.Column("climbed_at", AT),
        sa.Column("to_person_id", sa.Uuid(), sa.ForeignKey("person.id")),
        sa.Column("taken_by", sa.Uuid(), sa.ForeignKey("person.id")),
        sa.Column("taken_at", AT),
        sa.Column("ended_at", AT),
        sa.Column("ended_reason", sa.Text()),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name="node_climb_order_id_fkey", deferrable=True, initially="DEFERRED"
        ),
        sa.CheckConstraint("ended_reason IN ('answered', 'taken', 'order_ended')", name="ended_reason"),
        sa.CheckConstraint("(taken_by IS NULL) = (taken_at IS NULL)", name="taken"),
    )
    op.create_index("node_climb_order_id_key", "node_climb", ["order_id", "area_code", "step"], unique=True)
    op.create_index("node_climb_due_idx", "node_climb", ["due_at"], postgresql_where=DUE)


def create_substitutes() -> None:
    op.create_table(
        "substitute",
        sa.Column("order_id", sa.Uuid(), sa.ForeignKey("orders.id"), primary_key=True),
        sa.Column("area_code", sa.Text(), primary_key=True),
        sa.Column("for_person_id", sa.Uuid(), sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("person.id")),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("chosen", sa.Text()),
        sa.Column("was_recipient", sa.Boolean(), nullable=False, server_default=sa.text("false")),
        sa.Column("at", AT, nullable=False),
        sa.CheckConstraint("reason IN ('declined', 'needs_help')", name="reason"),
        sa.CheckConstraint("chosen IN ('standby', 'duty', 'lead', 'role')", name="chosen"),
        sa.CheckConstraint("(person_id IS NULL) = (chosen IS NULL)", name="found"),
    )
    op.create_index("substitute_person_id_key", "substitute", ["order_id", "person_id"], unique=True)
