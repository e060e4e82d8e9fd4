"""What work notices and the wrapped app know people by, so that these channels reach somebody."""

import sqlalchemy as sa
from alembic import op

revision = "0033_person_addresses"
down_revision = "0032_forecasts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "person_address",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("device_id", sa.Uuid()),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("channel IN ('work_im', 'app_push')", name="person_address_channel_check"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="person_address_person_id_fkey"),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name="person_address_device_id_fkey"),
        sa.PrimaryKeyConstraint("person_id", "channel", name="person_address_pkey"),
    )
    op.create_index("person_address_key", "person_address", ["channel", "address"], unique=True)


def downgrade() -> None:
    op.drop_table("person_address")
