"""The health code: declarations, colours, codes and their keys, gates, isolation at home, and what was destroyed."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0035_health"
down_revision = "0034_quiet_hours"
branch_labels = None
depends_on = None

AT = sa.DateTime(timezone=True)
TABLES = (
    "isolation_member",
    "isolation_errand",
    "isolation_entry",
    "isolation_case",
    "health_state",
    "health_place",
    "health_declaration",
    "health_code",
    "health_appeal",
    "health_signing_key",
    "health_destruction",
    "health_check_in",
)


def upgrade() -> None:
    op.create_table(
        "health_check_in",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("area_path", sa.Text(collation="C"), nullable=False),
        sa.Column("provider", sa.Text()),
        sa.Column("subject_hash", sa.LargeBinary()),
        sa.Column("colour", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("said_passed", sa.Boolean()),
        sa.Column("verified_at", AT, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("operator_id", sa.Uuid()),
        sa.Column("happened_at", AT, nullable=False),
        sa.Column("device_at", AT, nullable=False),
        sa.Column("clock_offset_ms", sa.BigInteger(), nullable=False),
        sa.Column("received_at", AT, nullable=False),
        sa.Column("repeats_id", sa.Uuid()),
        sa.Column("double_use_of", sa.Uuid()),
        sa.Column("purpose", sa.Text(), server_default="check_in", nullable=False),
        sa.Column("purge_after", AT, nullable=False),
        sa.CheckConstraint("colour IN ('unknown', 'green', 'yellow', 'red')", name="health_check_in_colour_check"),
        sa.CheckConstraint("source IN ('scan', 'manual', 'place')", name="health_check_in_source_check"),
        sa.PrimaryKeyConstraint("id", name="health_check_in_pkey"),
        postgresql_partition_by="RANGE (id)",
    )
    op.create_index("health_check_in_place_idx", "health_check_in", ["place_id", "happened_at"])
    op.create_index("health_check_in_purge_after_idx", "health_check_in", ["purge_after"])
    op.create_index("health_check_in_subject_idx", "health_check_in", ["subject_hash", "happened_at"])
    op.create_table(
        "health_destruction",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", AT, nullable=False),
        sa.Column("counts", postgresql.JSONB(), nullable=False),
        sa.Column("previous", sa.LargeBinary()),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="health_destruction_pkey"),
    )
    op.create_table(
        "health_signing_key",
        sa.Column("kid", sa.LargeBinary(), nullable=False),
        sa.Column("public_pem", sa.Text(), nullable=False),
        sa.Column("private_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", AT, nullable=False),
        sa.Column("signs_from", AT, nullable=False),
        sa.Column("revoked_at", AT),
        sa.PrimaryKeyConstraint("kid", name="health_signing_key_pkey"),
    )
    op.create_table(
        "health_appeal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("area_path", sa.Text(collation="C"), nullable=False),
        sa.Column("colour", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("filed_at", AT, nullable=False),
        sa.Column("decided_at", AT),
        sa.Column("decided_by", sa.Uuid()),
        sa.Column("outcome", sa.Text()),
        sa.Column("note", sa.Text()),
        sa.Column("purpose", sa.Text(), server_default="appeal", nullable=False),
        sa.Column("purge_after", AT),
        sa.CheckConstraint("colour IN ('unknown', 'green', 'yellow', 'red')", name="health_appeal_colour_check"),
        sa.CheckConstraint("outcome IN ('granted', 'refused')", name="health_appeal_outcome_check"),
        sa.CheckConstraint("(decided_at IS NULL) = (outcome IS NULL)", name="health_appeal_decided_check"),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name="health_appeal_decided_by_fkey"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="health_appeal_person_id_fkey"),
        sa.PrimaryKeyConstraint("id", name="health_appeal_pkey"),
    )
    op.create_index("health_appeal_area_path_idx", "health_appeal", ["area_path", "id"])
    op.create_index(
        "health_appeal_open_person_key",
        "health_appeal",
        ["person_id"],
        unique=True,
        postgresql_where=sa.text("decided_at IS NULL"),
    )
    op.create_index("health_appeal_purge_after_idx", "health_appeal", ["purge_after"])
    op.create_table(
        "health_code",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.LargeBinary(), nullable=False),
        sa.Column("short", sa.Text(), nullable=False),
        sa.Column("kid", sa.LargeBinary(), nullable=False),
        sa.Column("colour", sa.Text(), nullable=False),
        sa.Column("issued_at", AT, nullable=False),
        sa.Column("expires_at", AT, nullable=False),
        sa.Column("grace_until", AT, nullable=False),
        sa.Column("revoked_at", AT),
        sa.Column("revoked_for", sa.Text()),
        sa.Column("purpose", sa.Text(), server_default="code", nullable=False),
        sa.Column("purge_after", AT, nullable=False),
        sa.CheckConstraint("colour IN ('unknown', 'green', 'yellow', 'red')", name="health_code_colour_check"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="health_code_person_id_fkey"),
        sa.PrimaryKeyConstraint("id", name="health_code_pkey"),
    )
    op.create_index("health_code_person_id_idx", "health_code", ["person_id", "issued_at"])
    op.create_index("health_code_purge_after_idx", "health_code", ["purge_after"])
    op.create_index(
        "health_code_revoked_idx", "health_code", ["grace_until"], postgresql_where=sa.text("revoked_at IS NOT NULL")
    )
    op.create_index("health_code_short_idx", "health_code", ["short"], unique=True)
    op.create_index("health_code_subject_idx", "health_code", ["subject"])
    op.create_table(
        "health_declaration",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("area_path", sa.Text(collation="C"), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("half", sa.Text(), nullable=False),
        sa.Column("symptoms", postgresql.JSONB(), nullable=False),
        sa.Column("risk_area", sa.Boolean(), nullable=False),
        sa.Column("contact", sa.Boolean(), nullable=False),
        sa.Column("declared_at", AT, nullable=False),
        sa.Column("device_at", AT, nullable=False),
        sa.Column("clock_offset_ms", sa.BigInteger(), nullable=False),
        sa.Column("received_at", AT, nullable=False),
        sa.Column("purpose", sa.Text(), server_default="declaration", nullable=False),
        sa.Column("purge_after", AT, nullable=False),
        sa.CheckConstraint("half IN ('morning', 'afternoon')", name="health_declaration_half_check"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="health_declaration_person_id_fkey"),
        sa.PrimaryKeyConstraint("id", name="health_declaration_pkey"),
    )
    op.create_index(
        "health_declaration_person_slot_key", "health_declaration", ["person_id", "day", "half"], unique=True
    )
    op.create_index("health_declaration_purge_after_idx", "health_declaration", ["purge_after"])
    op.create_table(
        "health_place",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("area_code", sa.Text(), nullable=False),
        sa.Column("area_path", sa.Text(collation="C"), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Uuid()),
        sa.Column("created_at", AT, nullable=False),
        sa.Column("closed_at", AT),
        sa.ForeignKeyConstraint(["area_code"], ["area.code"], name="health_place_area_code_fkey"),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name="health_place_created_by_fkey"),
        sa.PrimaryKeyConstraint("id", name="health_place_pkey"),
    )
    op.create_index("health_place_area_path_idx", "health_place", ["area_path", "id"])
    op.create_index("health_place_code_key", "health_place", ["code"], unique=True)
    op.create_table(
        "health_state",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("colour", sa.Text(), nullable=False),
        sa.Column("since", AT),
        sa.Column("verified_at", AT, nullable=False),
        sa.Column("valid_until", AT),
        sa.Column("reasons", postgresql.JSONB(), nullable=False),
        sa.Column("rule_version", sa.Text(), nullable=False),
        sa.Column("clean_days", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("cleared_at", AT),
        sa.Column("purpose", sa.Text(), server_default="state", nullable=False),
        sa.Column("purge_after", AT, nullable=False),
        sa.CheckConstraint("colour IN ('unknown', 'green', 'yellow', 'red')", name="health_state_colour_check"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="health_state_person_id_fkey"),
        sa.PrimaryKeyConstraint("person_id", name="health_state_pkey"),
    )
    op.create_index("health_state_purge_after_idx", "health_state", ["purge_after"])
    op.create_table(
        "isolation_case",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("area_code", sa.Text(), nullable=False),
        sa.Column("area_path", sa.Text(collation="C"), nullable=False),
        sa.Column("reasons", postgresql.JSONB(), nullable=False),
        sa.Column("opened_at", AT, nullable=False),
        sa.Column("until", AT, nullable=False),
        sa.Column("ended_at", AT),
        sa.Column("ended_by", sa.Uuid()),
        sa.Column("outcome", sa.Text()),
        sa.Column("note", sa.Text()),
        sa.Column("purpose", sa.Text(), server_default="isolation", nullable=False),
        sa.Column("purge_after", AT),
        sa.CheckConstraint("outcome IN ('released', 'cleared')", name="isolation_case_outcome_check"),
        sa.CheckConstraint("(ended_at IS NULL) = (outcome IS NULL)", name="isolation_case_ended_check"),
        sa.ForeignKeyConstraint(["area_code"], ["area.code"], name="isolation_case_area_code_fkey"),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"], name="isolation_case_ended_by_fkey"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="isolation_case_person_id_fkey"),
        sa.PrimaryKeyConstraint("id", name="isolation_case_pkey"),
    )
    op.create_index("isolation_case_area_path_idx", "isolation_case", ["area_path", "id"])
    op.create_index(
        "isolation_case_open_person_key",
        "isolation_case",
        ["person_id"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index("isolation_case_purge_after_idx", "isolation_case", ["purge_after"])
    op.create_table(
        "isolation_entry",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("half", sa.Text(), nullable=False),
        sa.Column("due_at", AT, nullable=False),
        sa.Column("entered_at", AT),
        sa.Column("entered_by", sa.Uuid()),
        sa.Column("temperature", sa.Double()),
        sa.Column("symptoms", postgresql.JSONB()),
        sa.Column("note", sa.Text()),
        sa.Column("climb_level", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("next_climb_at", AT),
        sa.CheckConstraint("half IN ('morning', 'afternoon')", name="isolation_entry_half_check"),
        sa.ForeignKeyConstraint(
            ["case_id"], ["isolation_case.id"], name="isolation_entry_case_id_fkey", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["entered_by"], ["person.id"], name="isolation_entry_entered_by_fkey"),
        sa.PrimaryKeyConstraint("case_id", "day", "half", name="isolation_entry_pkey"),
    )
    op.create_index(
        "isolation_entry_climb_idx",
        "isolation_entry",
        ["next_climb_at"],
        postgresql_where=sa.text("next_climb_at IS NOT NULL"),
    )
    op.create_table(
        "isolation_errand",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", AT, nullable=False),
        sa.Column("done_at", AT),
        sa.Column("done_by", sa.Uuid()),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name="isolation_errand_asked_by_fkey"),
        sa.ForeignKeyConstraint(
            ["case_id"], ["isolation_case.id"], name="isolation_errand_case_id_fkey", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["done_by"], ["person.id"], name="isolation_errand_done_by_fkey"),
        sa.PrimaryKeyConstraint("id", name="isolation_errand_pkey"),
    )
    op.create_index("isolation_errand_case_idx", "isolation_errand", ["case_id", "id"])
    op.create_table(
        "isolation_member",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["isolation_case.id"], name="isolation_member_case_id_fkey", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="isolation_member_person_id_fkey"),
        sa.PrimaryKeyConstraint("case_id", "person_id", name="isolation_member_pkey"),
    )
    # ### end Alembic commands ###
    op.execute("SELECT ensure_month_partitions('health_check_in', (now() - interval '1 month')::date, 6)")


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
