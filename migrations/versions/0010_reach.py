"""What a heartbeat says of the app, and indexes for asking who is reached."""

import sqlalchemy as sa
from alembic import op

revision = "0010_reach"
down_revision = "0009_drills"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("push_device", sa.Column("app_version", sa.Text()))
    op.add_column("push_device", sa.Column("display_mode", sa.Text()))
    op.add_column("push_device", sa.Column("storage_persisted", sa.Boolean()))
    op.create_check_constraint("display_mode", "push_device", "display_mode IN ('browser', 'standalone')")
    op.create_index("push_device_person_index", "push_device", ["person_id"])
    shown = sa.text("shown_at IS NOT NULL")
    op.create_index("subscription_person_index", "subscription", ["person_id"])
    op.create_index("push_test_shown_index", "push_test", ["shown_at", "person_id"], postgresql_where=shown)


def downgrade() -> None:
    op.drop_index("push_test_shown_index", "push_test")
    op.drop_index("subscription_person_index", "subscription")
    op.drop_index("push_device_person_index", "push_device")
    op.drop_constraint("display_mode", "push_device", type_="check")
    for column in ("storage_persisted", "display_mode", "app_version"):
        op.drop_column("push_device", column)
