"""The tables of identity."""

import sqlalchemy as sa
from alembic import op

revision = "0003_identity"
down_revision = "0002_areas"
branch_labels = None
depends_on = None

LIVE = sa.text("revoked_at IS NULL")


def upgrade() -> None:
    create_person()
    create_account()
    create_role_grant()
    create_sessions()


def create_person() -> None:
    op.create_table(
        "person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("area_code", sa.Text(), nullable=False),
        sa.Column("area_path", sa.Text(collation="C"), nullable=False),
        sa.Column("lng_wgs84", sa.Double()),
        sa.Column("lat_wgs84", sa.Double()),
        sa.Column("language", sa.Text(), nullable=False, server_default="zh-CN"),
        sa.Column("active", sa.Boolean(), nullable=False, server_default=sa.text("true")),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="person_pkey"),
        sa.ForeignKeyConstraint(["area_code"], ["area.code"], name="person_area_code_fkey"),
        sa.CheckConstraint("language IN ('zh-CN', 'en')", name=op.f("person_language_check")),
        sa.CheckConstraint("(lng_wgs84 IS NULL) = (lat_wgs84 IS NULL)", name=op.f("person_position_check")),
    )
    op.create_index("person_area_path_idx", "person", ["area_path", "id"])
    op.create_index("person_lat_lng_idx", "person", ["lat_wgs84", "lng_wgs84"])
    op.create_index("person_phone_idx", "person", ["phone"], postgresql_ops={"phone": "text_pattern_ops"})


def create_account() -> None:
    op.create_table(
        "account",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("username", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("must_change_password", sa.Boolean(), nullable=False, server_default=sa.text("false")),
        sa.Column("failed_count", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("locked_until", sa.DateTime(timezone=True)),
        sa.Column("password_changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name="account_pkey"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="account_person_id_fkey"),
    )
    op.create_index("account_username_key", "account", [sa.text("lower(username)")], unique=True)
    op.create_table(
        "attempt",
        sa.Column("bucket", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("bucket", name="attempt_pkey"),
        prefixes=["UNLOGGED"],
    )
    op.create_index("attempt_expires_at_idx", "attempt", ["expires_at"])


def create_role_grant() -> None:
    op.create_table(
        "role_grant",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("area_code", sa.Text(), nullable=False),
        sa.Column("area_path", sa.Text(collation="C"), nullable=False),
        sa.Column("is_lead", sa.Boolean(), nullable=False, server_default=sa.text("false")),
        sa.Column("granted_by", sa.Uuid()),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="role_grant_pkey"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="role_grant_person_id_fkey"),
        sa.ForeignKeyConstraint(["area_code"], ["area.code"], name="role_grant_area_code_fkey"),
        sa.ForeignKeyConstraint(["granted_by"], ["person.id"], name="role_grant_granted_by_fkey"),
    )
    op.create_index(
        "role_grant_live_area_idx",
        "role_grant",
        ["area_path", "role", "person_id"],
        postgresql_where=LIVE,
    )
    op.create_index(
        "role_grant_live_person_idx",
        "role_grant",
        ["person_id", "role", "area_code"],
        unique=True,
        postgresql_where=LIVE,
    )


def create_sessions() -> None:
    op.create_table(
        "device",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="device_pkey"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="device_person_id_fkey"),
    )
    op.create_index("device_person_id_idx", "device", ["person_id"])
    op.create_table(
        "session_family",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True)),
        sa.Column("reason", sa.Text()),
        sa.Column("current_jti", sa.Uuid(), nullable=False),
        sa.Column("previous_jti", sa.Uuid()),
        sa.Column("rotated_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="session_family_pkey"),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name="session_family_device_id_fkey"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="session_family_person_id_fkey"),
    )
    op.create_index(
        "session_family_live_device_idx",
        "session_family",
        ["device_id"],
        unique=True,
        postgresql_where=LIVE,
    )
    op.create_index("session_family_person_id_idx", "session_family", ["person_id"])


def downgrade() -> None:
    for table in ("session_family", "device", "role_grant", "attempt", "account", "person"):
        op.drop_table(table)
