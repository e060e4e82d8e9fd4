"""Workers are taken off a site's list by hand; days have photos."""

import sqlalchemy as sa
from alembic import op

revision = "0046_site_hands"
down_revision = "0045_entered_by_hand"
branch_labels = None
depends_on = None

AT = sa.DateTime(timezone=True)
KEY = ["site_id", "name", "phone"]


def upgrade() -> None:
    op.add_column("site_worker", sa.Column("removed_at", AT))
    op.add_column("site_worker", sa.Column("removed_by", sa.Uuid(), sa.ForeignKey("person.id")))
    op.add_column("site_worker", sa.Column("removed_why", sa.Text()))
    op.create_check_constraint("removed", "site_worker", "(removed_at IS NULL) = (removed_why IS NULL)")
    op.drop_index("site_worker_site_name_key", "site_worker")
    there = sa.text("removed_at IS NULL")
    op.create_index("site_worker_site_name_key", "site_worker", KEY, unique=True, postgresql_where=there)
    op.create_table(
        "site_day_photo",
        sa.Column("site_id", sa.Uuid(), primary_key=True),
        sa.Column("day", sa.Date(), primary_key=True),
        sa.Column("sha256", sa.Text(), primary_key=True),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("added_by", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("added_at", AT, nullable=False),
        sa.Column("arrived_at", AT),
        sa.ForeignKeyConstraint(["site_id", "day"], ["site_day.site_id", "site_day.day"], ondelete="CASCADE"),
    )
    op.create_index("site_day_photo_sha256_idx", "site_day_photo", ["sha256"])
    op.create_index("site_day_photo_record_id_idx", "site_day_photo", ["record_id"])
    op.create_index("site_day_photo_day_idx", "site_day_photo", ["day"])


def downgrade() -> None:
    op.drop_table("site_day_photo")
    # Whoever was taken off may be on the list again: only one of them has room in it.
    op.execute("DELETE FROM site_worker WHERE removed_at IS NOT NULL")
    op.drop_index("site_worker_site_name_key", "site_worker")
    op.create_index("site_worker_site_name_key", "site_worker", KEY, unique=True)
    for column in ("removed_why", "removed_by", "removed_at"):
        op.drop_column("site_worker", column)
