"""An order keeps its place under the names it had at issue, so that a recipient's phone can draw and say it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0006_order_place"
down_revision = "0005_commands"
branch_labels = None
depends_on = None

NOWHERE = '{"polygon": null, "circle": null, "areas": []}'

# For orders of before, today's names are the best there are.
FILL = """
UPDATE orders SET place = jsonb_build_object(
    'polygon', target -> 'polygon',
    'circle', target -> 'circle',
    'areas', coalesce(
        (SELECT jsonb_agg(jsonb_build_object(
            'code', code, 'name_zh', name_zh, 'name_en', name_en, 'level', level,
            'lng_wgs84', lng_wgs84, 'lat_wgs84', lat_wgs84) ORDER BY path)
        FROM area WHERE target -> 'areas' ? code), '[]'::jsonb))
"""


def upgrade() -> None:
    # With a default, because the version before this one goes on issuing orders beside it.
    op.add_column("orders", sa.Column("place", JSONB(), nullable=False, server_default=sa.text(f"'{NOWHERE}'::jsonb")))
    op.execute("ALTER TABLE orders DISABLE TRIGGER orders_frozen")
    op.execute(FILL)
    op.execute("ALTER TABLE orders ENABLE TRIGGER orders_frozen")


def downgrade() -> None:
    op.drop_column("orders", "place")
