"""When photos are looked at for being thrown away, and what finds them, dropped cases and old notices."""

import sqlalchemy as sa
from alembic import op

revision = "0025_purge"
down_revision = "0024_open311"
branch_labels = None
depends_on = None

DROPPED = sa.text("state IN ('not_accepted', 'not_registered', 'cancelled')")


def upgrade() -> None:
    op.add_column("photo", sa.Column("kept_until", sa.DateTime(timezone=True)))
    op.execute("UPDATE photo SET kept_until = created_at + interval '90 days'")
    # A process of the version before writes rows without it.
    op.alter_column("photo", "kept_until", nullable=False, server_default=sa.text("now() + interval '90 days'"))
    op.create_index("photo_kept_until_idx", "photo", ["kept_until"])
    op.create_index("incident_photo_sha256_idx", "incident_photo", ["sha256"])
    op.create_index("incident_dropped_idx", "incident", ["ended_at"], postgresql_where=DROPPED)
    op.create_index("notice_expires_at_index", "notice", ["expires_at"])


def downgrade() -> None:
    op.drop_index("notice_expires_at_index", "notice")
    op.drop_index("incident_dropped_idx", "incident")
    op.drop_index("incident_photo_sha256_idx", "incident_photo")
    op.drop_column("photo", "kept_until")
