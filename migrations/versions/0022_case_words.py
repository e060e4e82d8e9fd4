"""The coded words of a case are kept, so that comparing them costs nothing; and queues have their order ready."""

import sqlalchemy as sa
from alembic import op

revision = "0022_case_words"
down_revision = "0021_case_exports"
branch_labels = None
depends_on = None

OPEN = "state NOT IN ('closed', 'not_accepted', 'not_registered', 'cancelled', 'merged')"
RANK = "(NOT urgent)"
CODED = "searchable((number || ' '::text) || description)"


def upgrade() -> None:
    op.execute("DROP INDEX incident_search_idx")
    op.add_column("incident", sa.Column("words", sa.Text(), sa.Computed(CODED, persisted=True), nullable=False))
    op.execute("ALTER TABLE incident ALTER COLUMN words SET STATISTICS 1000")
    op.execute("CREATE INDEX incident_words_idx ON incident USING gin (words gin_trgm_ops)")
    op.execute(f"CREATE INDEX incident_due_idx ON incident ({RANK}, due_at, id) WHERE {OPEN}")


def downgrade() -> None:
    op.execute("DROP INDEX incident_due_idx")
    op.execute("DROP INDEX incident_words_idx")
    op.drop_column("incident", "words")
    op.execute(f"CREATE INDEX incident_search_idx ON incident USING gin ({CODED} gin_trgm_ops)")
