"""Uploads on their way, their bytes until they are finished, and photos."""

import sqlalchemy as sa
from alembic import op

revision = "0015_uploads"
down_revision = "0014_incidents"
branch_labels = None
depends_on = None

AT = sa.TIMESTAMP(timezone=True)
RECEIVING = sa.text("state = 'receiving'")


def upgrade() -> None:
    op.create_table(
        "upload",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("arrived", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("state", sa.Text(), nullable=False, server_default="receiving"),
        sa.Column("refusal", sa.Text()),
        sa.Column("created_at", AT, nullable=False),
        sa.Column("expires_at", AT, nullable=False),
        sa.CheckConstraint("state IN ('receiving', 'finished', 'refused', 'expired')", name="state"),
        sa.CheckConstraint("arrived BETWEEN 0 AND length", name="arrived"),
        sa.CheckConstraint("state <> 'receiving' OR arrived < length", name="receiving"),
        sa.CheckConstraint("(state = 'refused') = (refusal IS NOT NULL)", name="refusal"),
    )
    op.create_index("upload_person_receiving_idx", "upload", ["person_id"], postgresql_where=RECEIVING)
    op.create_index("upload_expires_at_idx", "upload", ["expires_at"])
    op.create_index("upload_record_id_idx", "upload", ["record_id"])
    op.create_table(
        "upload_part",
        sa.Column("upload_id", sa.Uuid(), sa.ForeignKey("upload.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("at", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
    )
    # Photos are packed already: trying to pack them again costs time and gains nothing.
    op.execute("ALTER TABLE upload_part ALTER COLUMN data SET STORAGE EXTERNAL")
    op.create_table(
        "photo",
        sa.Column("sha256", sa.Text(), primary_key=True),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("created_at", AT, nullable=False),
        sa.Column("thumb_at", AT),
    )


def downgrade() -> None:
    for table in ("photo", "upload_part", "upload"):
        op.drop_table(table)
