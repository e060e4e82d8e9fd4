"""Applications that report by Open311, and what came with their reports."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0024_open311"
down_revision = "0023_saved_filters"
branch_labels = None
depends_on = None

AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "open311_application",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("area_code", sa.Text(), sa.ForeignKey("area.code"), nullable=False),
        sa.Column("area_path", sa.Text(collation="C"), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("per_minute", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("key_hash", sa.LargeBinary(), nullable=False),
        sa.Column("key_hint", sa.Text(), nullable=False),
        sa.Column("issued_by", sa.Uuid(), sa.ForeignKey("person.id")),
        sa.Column("issued_at", AT, nullable=False),
        sa.Column("revoked_at", AT),
        sa.CheckConstraint("source IN ('resident', 'hotline', 'property', 'camera', 'sensor')", name="source"),
        sa.CheckConstraint("per_minute > 0", name="per_minute"),
    )
    op.create_index("open311_application_key_hash_key", "open311_application", ["key_hash"], unique=True)
    op.create_index("open311_application_area_path_idx", "open311_application", ["area_path"])
    op.create_table(
        "open311_request",
        sa.Column("incident_id", sa.Uuid(), sa.ForeignKey("incident.id"), primary_key=True),
        sa.Column("application_id", sa.Uuid(), sa.ForeignKey("open311_application.id"), nullable=False),
        sa.Column("token", sa.Uuid(), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", AT, nullable=False),
        sa.Column("description", sa.Text()),
        sa.Column("address", sa.Text()),
        sa.Column("media_url", sa.Text()),
        sa.Column("attributes", JSONB(), nullable=False),
        sa.Column("contact", sa.LargeBinary()),
    )
    op.create_index("open311_request_token_key", "open311_request", ["application_id", "token"], unique=True)
    op.create_index("open311_request_tokens_idx", "open311_request", ["token"])
    op.create_index("open311_request_application_id_idx", "open311_request", ["application_id", "received_at"])
    op.create_index("open311_request_received_at_idx", "open311_request", ["received_at", "incident_id"])


def downgrade() -> None:
    for table in ("open311_request", "open311_application"):
        op.drop_table(table)
