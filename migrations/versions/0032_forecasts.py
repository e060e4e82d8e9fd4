"""What was expected of an order before its tap, and what became of it: by the way in which people could be reached."""

import sqlalchemy as sa
from alembic import op

revision = "0032_forecasts"
down_revision = "0031_robot_posts"
branch_labels = None
depends_on = None

AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "order_forecast",
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("way", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("expected_share", sa.Double(), nullable=False),
        sa.Column("expected_s", sa.Double(), nullable=False),
        sa.Column("due_at", AT, nullable=False),
        sa.Column("kept_at", AT),
        sa.Column("acknowledged", sa.Integer()),
        sa.Column("median_s", sa.Double()),
        sa.Column("brier", sa.Double()),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name="order_forecast_order_id_fkey", deferrable=True, initially="DEFERRED"
        ),
        sa.PrimaryKeyConstraint("order_id", "way", name="order_forecast_pkey"),
    )
    unkept = sa.text("kept_at IS NULL")
    op.create_index("order_forecast_due_idx", "order_forecast", ["due_at"], postgresql_where=unkept)
    kept = sa.text("kept_at IS NOT NULL")
    op.create_index("order_forecast_kept_idx", "order_forecast", ["way", "status", "kept_at"], postgresql_where=kept)
    op.create_table(
        "forecast_person",
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("way", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("order_id", "person_id", name="forecast_person_pkey"),
    )


def downgrade() -> None:
    op.drop_table("forecast_person")
    op.drop_table("order_forecast")
