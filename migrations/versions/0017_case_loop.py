"""The case loop: handling units, deadlines over the working calendar, and how far each case is."""

import sqlalchemy as sa
from alembic import op

revision = "0017_case_loop"
down_revision = "0016_devices"
branch_labels = None
depends_on = None

AT = sa.DateTime(timezone=True)
PATH = sa.Text(collation="C")
ENDED = "'closed', 'not_accepted', 'not_registered', 'cancelled', 'merged'"
KINDS = "'working_hours', 'working_days', 'natural_hours', 'urgent_hours'"

TIMES = ("registered_at", "dispatched_at", "deadline_at", "handled_at", "ended_at", "urged_at", "supervised_at")
COUNTERS = ("climb_level", "returns", "reworks")


def upgrade() -> None:
    make_units()
    op.create_table(
        "work_day",
        sa.Column("day", sa.Date(), primary_key=True),
        sa.Column("works", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("set_by", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("set_at", AT, nullable=False),
    )
    widen_incidents()


def downgrade() -> None:
    op.drop_index("incident_queue_idx", "incident")
    op.drop_index("incident_unit_id_idx", "incident")
    op.drop_index("incident_next_climb_at_idx", "incident")
    op.drop_index("incident_merged_into_id_idx", "incident")
    op.drop_index("incident_lat_lng_idx", "incident")
    columns = ("unit_id", "register_by", "due_at", "deadline_kind", "deadline_figure", "remaining_s", "suspended_from")
    later = ("next_climb_at", "extension_figure", "extension_asked_at", "merged_into_id", "rating")
    for column in (*columns, *later, *TIMES, *COUNTERS):
        op.drop_column("incident", column)
    for table in ("work_day", "unit_member", "handling_unit"):
        op.drop_table(table)


def make_units() -> None:
    op.create_table(
        "handling_unit",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("name_zh", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("area_code", sa.Text(), sa.ForeignKey("area.code"), nullable=False),
        sa.Column("area_path", PATH, nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False, server_default=sa.text("true")),
        sa.Column("created_at", AT, nullable=False),
    )
    op.create_index("handling_unit_area_path_idx", "handling_unit", ["area_path"])
    op.create_table(
        "unit_member",
        sa.Column("unit_id", sa.Uuid(), sa.ForeignKey("handling_unit.id"), primary_key=True),
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("added_by", sa.Uuid(), sa.ForeignKey("person.id")),
        sa.Column("added_at", AT, nullable=False),
    )
    op.create_index("unit_member_person_id_idx", "unit_member", ["person_id"])


def widen_incidents() -> None:
    for column in (
        sa.Column("unit_id", sa.Uuid()),
        sa.Column("register_by", AT),
        sa.Column("due_at", AT),
        sa.Column("deadline_kind", sa.Text()),
        sa.Column("deadline_figure", sa.Integer()),
        sa.Column("remaining_s", sa.BigInteger()),
        sa.Column("suspended_from", sa.Text()),
        sa.Column("next_climb_at", AT),
        sa.Column("extension_figure", sa.Integer()),
        sa.Column("extension_asked_at", AT),
        sa.Column("merged_into_id", sa.Uuid()),
        sa.Column("rating", sa.SmallInteger()),
        *(sa.Column(name, AT) for name in TIMES),
        *(sa.Column(name, sa.SmallInteger(), nullable=False, server_default=sa.text("0")) for name in COUNTERS),
    ):
        op.add_column("incident", column)
    # Cases of before count as due from a day after they came in.
    op.execute("UPDATE incident SET register_by = recorded_at + interval '1 day'")
    op.execute(f"UPDATE incident SET due_at = register_by, next_climb_at = register_by WHERE state NOT IN ({ENDED})")
    op.execute("UPDATE incident SET due_at = register_by WHERE due_at IS NULL")
    op.alter_column("incident", "register_by", nullable=False)
    op.alter_column("incident", "due_at", nullable=False)
    op.create_foreign_key("incident_unit_id_fkey", "incident", "handling_unit", ["unit_id"], ["id"])
    op.create_foreign_key("incident_merged_into_id_fkey", "incident", "incident", ["merged_into_id"], ["id"])
    op.create_check_constraint("deadline_kind", "incident", f"deadline_kind IN ({KINDS})")
    op.create_check_constraint("rating", "incident", "rating BETWEEN 1 AND 5")
    op.create_check_constraint("merged", "incident", "(state = 'merged') = (merged_into_id IS NOT NULL)")
    op.create_check_constraint("suspended", "incident", "(state = 'suspended') = (suspended_from IS NOT NULL)")
    is_open = sa.text(f"state NOT IN ({ENDED})")
    op.create_index("incident_queue_idx", "incident", ["area_path", "due_at", "id"], postgresql_where=is_open)
    op.create_index("incident_unit_id_idx", "incident", ["unit_id", "due_at", "id"])
    op.create_index(
        "incident_next_climb_at_idx",
        "incident",
        ["next_climb_at"],
        postgresql_where=sa.text("next_climb_at IS NOT NULL"),
    )
    op.create_index(
        "incident_merged_into_id_idx",
        "incident",
        ["merged_into_id"],
        postgresql_where=sa.text("merged_into_id IS NOT NULL"),
    )
    op.create_index("incident_lat_lng_idx", "incident", ["lat_wgs84", "lng_wgs84"])
