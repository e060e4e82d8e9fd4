"""Finding cases by their words, also by one Chinese character, on any server's locale; and the newest of very many.

pg_trgm takes three letters at a time, and in the locale C, which the embedded server has, it takes no Chinese
character for a letter. So each of them is written as three letters and digits: one character is one trigram.
"""

from alembic import op

revision = "0020_case_search"
down_revision = "0019_order_cause"
branch_labels = None
depends_on = None

#: Collisions do no harm: what the index finds is compared with the text itself.
SEARCHABLE = """
CREATE FUNCTION searchable(said text) RETURNS text IMMUTABLE STRICT PARALLEL SAFE LANGUAGE sql AS $$
    SELECT coalesce(string_agg(
        CASE
            WHEN one ~ '[a-z0-9]' THEN one
            WHEN ascii(one) < 128 THEN ' '
            ELSE substr(digits, 1 + ascii(one) / 1296 % 36, 1) || substr(digits, 1 + ascii(one) / 36 % 36, 1)
                || substr(digits, 1 + ascii(one) % 36, 1)
        END, '' ORDER BY at), '')
    FROM (SELECT '0123456789abcdefghijklmnopqrstuvwxyz' AS digits) AS known,
        unnest(string_to_array(lower(said), NULL)) WITH ORDINALITY AS letter (one, at)
$$
"""


def upgrade() -> None:
    op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    op.execute(SEARCHABLE)
    op.execute(
        "CREATE INDEX incident_search_idx ON incident USING gin (searchable(number || ' ' || description) gin_trgm_ops)"
    )
    op.create_index("incident_recorded_at_idx", "incident", ["recorded_at", "id"])


def downgrade() -> None:
    op.drop_index("incident_recorded_at_idx", "incident")
    op.execute("DROP INDEX incident_search_idx")
    op.execute("DROP FUNCTION searchable(text)")
    op.execute("DROP EXTENSION pg_trgm")
