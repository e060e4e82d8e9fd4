"""Deliveries keep half of each page free: room for one newer version of every row in it."""

from alembic import op

revision = "0057_room_in_pages"
down_revision = "0056_to_be_retracted"
branch_labels = None
depends_on = None

# As 0030 has it, but for the room. Nearly all rows of a page are changed by the same few statements as they are
# accepted: with a quarter free, two of three found no place there, and each went into all three indexes.
MAKE_MONTHS = """
CREATE OR REPLACE FUNCTION make_order_months(since date, months int) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    part regclass;
BEGIN
    PERFORM ensure_month_partitions('delivery', since, months);
    PERFORM ensure_month_partitions('receipt', since, months);
    PERFORM ensure_month_partitions('delivery_step', since, months);
    FOR part IN
        SELECT c.oid FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = 'delivery'::regclass AND c.reloptions IS DISTINCT FROM ARRAY['fillfactor={taken}']
    LOOP
        EXECUTE format('ALTER TABLE %s SET (fillfactor = {taken})', part);
    END LOOP;
END $$
"""


def upgrade() -> None:
    fill(50)


def downgrade() -> None:
    fill(75)


def fill(taken: int) -> None:
    """Per cent of a page; pages that are full already stay as they are."""
    op.execute(MAKE_MONTHS.format(taken=taken))
    op.execute("SELECT make_order_months((now() - interval '1 month')::date, 5)")
