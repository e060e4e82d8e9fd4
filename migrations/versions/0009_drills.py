"""The tables of drills."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0009_drills"
down_revision = "0008_plan_editing"
branch_labels = None
depends_on = None

AT = sa.DateTime(timezone=True)
PATH = sa.Text(collation="C")


def upgrade() -> None:
    create_drill()
    op.create_table(
        "drill_place",
        sa.Column("drill_id", sa.Uuid(), nullable=False),
        sa.Column("area_code", sa.Text(), nullable=False),
        sa.Column("area_path", PATH, nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("drill_id", "area_code", name="drill_place_pkey"),
        sa.ForeignKeyConstraint(["drill_id"], ["drill.id"], name="drill_place_drill_id_fkey"),
    )
    op.create_index("drill_place_area_path_idx", "drill_place", ["area_path", "drill_id"])
    op.create_table(
        "drill_audience",
        sa.Column("drill_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("node_code", sa.Text(), nullable=False),
        sa.Column("node_path", PATH, nullable=False),
        sa.Column("role", sa.Text()),
        sa.PrimaryKeyConstraint("drill_id", "person_id", name="drill_audience_pkey"),
        sa.ForeignKeyConstraint(["drill_id"], ["drill.id"], name="drill_audience_drill_id_fkey"),
    )


def downgrade() -> None:
    for table in ("drill_audience", "drill_place", "drill"):
        op.drop_table(table)


def create_drill() -> None:
    op.create_table(
        "drill",
        sa.Column("id", sa.Uuid(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("kind", "name", "plan_code")),
        sa.Column("plan_version", sa.Integer(), nullable=False),
        *(sa.Column(name, JSONB(), nullable=False) for name in ("slots", "target")),
        sa.Column("area_path", PATH, nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("starts_at", AT, nullable=False),
        sa.Column("repeats", sa.Text(), nullable=False),
        sa.Column("planned_by", sa.Uuid(), nullable=False),
        sa.Column("planned_at", AT, nullable=False),
        sa.Column("state", sa.Text(), nullable=False, server_default=sa.text("'planned'")),
        sa.Column("order_id", sa.Uuid()),
        sa.Column("series_id", sa.Uuid(), nullable=False),
        sa.Column("previous_id", sa.Uuid()),
        sa.Column("result", JSONB()),
        sa.PrimaryKeyConstraint("id", name="drill_pkey"),
        sa.ForeignKeyConstraint(["planned_by"], ["person.id"], name="drill_planned_by_fkey"),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name="drill_order_id_fkey"),
        sa.ForeignKeyConstraint(["series_id"], ["drill.id"], name="drill_series_id_fkey"),
        sa.ForeignKeyConstraint(["previous_id"], ["drill.id"], name="drill_previous_id_fkey"),
        sa.ForeignKeyConstraint(
            ["plan_code", "plan_version"],
            ["plan_version.plan_code", "plan_version.version"],
            name="drill_plan_fkey",
        ),
        check("kind", "kind IN ('exercise', 'communication_test')"),
        check("repeats", "repeats IN ('none', 'monthly')"),
        check("state", "state IN ('planned', 'started', 'finished', 'called_off')"),
        check("order", "(state IN ('started', 'finished')) = (order_id IS NOT NULL)"),
        check("result", "(state = 'finished') = (result IS NOT NULL)"),
    )
    open_ones = sa.text("state IN ('planned', 'started')")
    op.create_index("drill_open_idx", "drill", ["state", "starts_at"], postgresql_where=open_ones)
    op.create_index("drill_starts_at_idx", "drill", ["starts_at", "id"])
    op.create_index("drill_series_id_idx", "drill", ["series_id"])
    op.create_index("drill_planned_by_idx", "drill", ["planned_by"])
    op.create_index("drill_previous_id_key", "drill", ["previous_id"], unique=True)
    op.create_index("drill_order_id_key", "drill", ["order_id"], unique=True)


def check(name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"drill_{name}_check"))
