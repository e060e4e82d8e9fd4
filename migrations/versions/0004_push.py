"""The tables of push: subscriptions, what devices report, tests; and the numbers of senders."""

import sqlalchemy as sa
from alembic import op

revision = "0004_push"
down_revision = "0003_identity"
branch_labels = None
depends_on = None

LIVE = sa.text("gone_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "subscription",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("device_id", sa.Uuid(), sa.ForeignKey("device.id"), nullable=False),
        sa.Column("endpoint", sa.Text(), nullable=False, unique=True),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("p256dh", sa.Text(), nullable=False),
        sa.Column("auth", sa.Text(), nullable=False),
        sa.Column("key_id", sa.Text(), nullable=False),
        sa.Column("created_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("gone_at", sa.TIMESTAMP(timezone=True)),
        sa.Column("gone_reason", sa.Text()),
    )
    op.create_index("subscription_live_person_index", "subscription", ["person_id"], postgresql_where=LIVE)
    op.create_index("subscription_live_device_index", "subscription", ["device_id"], postgresql_where=LIVE)
    _make_push_device()
    _make_push_test()
    # A sender's number is the second key of its advisory lock: never given out twice while in use.
    op.execute("CREATE SEQUENCE sender_number AS integer CYCLE")


def _make_push_device() -> None:
    op.create_table(
        "push_device",
        sa.Column("device_id", sa.Uuid(), sa.ForeignKey("device.id"), primary_key=True),
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("permission", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.CheckConstraint("permission IN ('granted', 'denied', 'default', 'unsupported')", name="permission"),
    )
    op.create_index("push_device_seen_at_index", "push_device", ["seen_at"])


def _make_push_test() -> None:
    op.create_table(
        "push_test",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("device_id", sa.Uuid(), sa.ForeignKey("device.id"), nullable=False),
        sa.Column("subscription_id", sa.Uuid(), sa.ForeignKey("subscription.id"), nullable=False),
        sa.Column("state", sa.Text(), nullable=False, server_default="planned"),
        sa.Column("created_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("due_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("expires_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("claimed_by", sa.Integer()),
        sa.Column("last_status", sa.Integer()),
        sa.Column("accepted_at", sa.TIMESTAMP(timezone=True)),
        sa.Column("shown_at", sa.TIMESTAMP(timezone=True)),
        sa.CheckConstraint("state IN ('planned', 'accepted', 'shown', 'failed')", name="state"),
    )
    planned = sa.text("state = 'planned'")
    op.create_index("push_test_due_index", "push_test", ["due_at"], postgresql_where=planned)
    op.create_index("push_test_device_id_index", "push_test", ["device_id", "created_at"])


def downgrade() -> None:
    op.execute("DROP SEQUENCE sender_number")
    for table in ("push_test", "push_device", "subscription"):
        op.drop_table(table)
