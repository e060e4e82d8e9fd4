"""Reports of large orders as files: asked for, written page by page, ready for a day."""

import sqlalchemy as sa
from alembic import op

revision = "0038_report_exports"
down_revision = "0037_musters"
branch_labels = None
depends_on = None

AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "report_export",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("order_id", sa.Uuid(), sa.ForeignKey("orders.id"), nullable=False),
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("rows_total", sa.Integer(), nullable=False),
        sa.Column("rows_done", sa.Integer(), nullable=False),
        sa.Column("after_path", sa.Text(collation="C")),
        sa.Column("after_person", sa.Uuid()),
        sa.Column("file_name", sa.Text()),
        sa.Column("size_bytes", sa.BigInteger()),
        sa.Column("asked_at", AT, nullable=False),
        sa.Column("ready_at", AT),
        sa.Column("expires_at", AT, nullable=False),
        sa.CheckConstraint("format IN ('pdf', 'csv', 'bundle')", name="format"),
        sa.CheckConstraint("language IN ('zh', 'en')", name="language"),
        sa.CheckConstraint("state IN ('writing', 'ready', 'failed', 'expired')", name="state"),
    )
    op.create_index("report_export_person_id_idx", "report_export", ["person_id", "asked_at", "id"])
    op.create_index("report_export_expires_at_idx", "report_export", ["expires_at"])
    op.create_table(
        "report_export_part",
        sa.Column("export_id", sa.Uuid(), sa.ForeignKey("report_export.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("no", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
    )


def downgrade() -> None:
    for table in ("report_export_part", "report_export"):
        op.drop_table(table)
