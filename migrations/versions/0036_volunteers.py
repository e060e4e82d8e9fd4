"""The register of volunteers: who holds the role today has a record, with nothing said in it yet."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "0036_volunteers"
down_revision = "0035_health"
branch_labels = None
depends_on = None

AT = sa.DateTime(timezone=True)
PATH = sa.Text(collation="C")
TEXTS = ARRAY(sa.Text())
EMPTY, NOTHING, NONE = sa.text("'{}'"), sa.text("'[]'"), sa.text("0")

# Nobody was asked: nothing is agreed to, and what nobody agrees to within a year goes.
HOLDERS = """
INSERT INTO volunteer (person_id, kept_until, source, joined_at, updated_at)
SELECT person_id, (now() + interval '1 year')::date, 'import', min(granted_at), now()
FROM role_grant JOIN person ON person.id = role_grant.person_id AND person.active
WHERE role = 'volunteer' AND revoked_at IS NULL GROUP BY person_id
"""


def upgrade() -> None:
    _register()
    _lists()
    _exports()
    op.execute(HOLDERS)


def _register() -> None:
    op.create_table(
        "volunteer",
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("external_id", sa.Text(), unique=True),
        sa.Column("skills", TEXTS, nullable=False, server_default=EMPTY),
        sa.Column("availability", TEXTS, nullable=False, server_default=EMPTY),
        sa.Column("paused_until", sa.Date()),
        sa.Column("purposes", TEXTS, nullable=False, server_default=EMPTY),
        sa.Column("consented_on", sa.Date()),
        sa.Column("kept_until", sa.Date(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("joined_at", AT, nullable=False),
        sa.Column("updated_at", AT, nullable=False),
    )
    op.create_index("volunteer_skills_idx", "volunteer", ["skills"], postgresql_using="gin")
    op.create_index("volunteer_kept_until_idx", "volunteer", ["kept_until"])
    op.create_table(
        "volunteer_merge",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("kept_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("merged_id", sa.Uuid(), sa.ForeignKey("person.id")),
        sa.Column("import_id", sa.Uuid()),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("said", JSONB(), nullable=False),
        sa.Column("by", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("at", AT, nullable=False),
    )
    op.create_index("volunteer_merge_kept_id_idx", "volunteer_merge", ["kept_id"])
    op.create_table(
        "volunteer_destruction",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("area_path", PATH),
        sa.Column("rows", JSONB(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("at", AT, nullable=False),
    )


def _lists() -> None:
    op.create_table(
        "register_import",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("problem", sa.Text()),
        sa.Column("rows_total", sa.Integer(), nullable=False, server_default=NONE),
        sa.Column("rows_done", sa.Integer(), nullable=False, server_default=NONE),
        sa.Column("counts", JSONB(), nullable=False, server_default=EMPTY),
        sa.Column("similar", sa.Text()),
        sa.Column("sent_at", AT, nullable=False),
        sa.Column("judged_at", AT),
        sa.Column("taken_in_at", AT),
        sa.Column("expires_at", AT, nullable=False),
        sa.CheckConstraint(
            "state IN ('reading', 'judging', 'judged', 'taking_in', 'taken_in', 'failed')", name="state"
        ),
    )
    op.create_index("register_import_person_id_idx", "register_import", ["person_id", "sent_at", "id"])
    op.create_index("register_import_expires_at_idx", "register_import", ["expires_at"])

    op.create_table(
        "register_file",
        sa.Column("import_id", sa.Uuid(), sa.ForeignKey("register_import.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("data", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "register_row",
        sa.Column("import_id", sa.Uuid(), sa.ForeignKey("register_import.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("no", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("external_id", sa.Text()),
        sa.Column("area_code", sa.Text()),
        sa.Column("area_path", PATH),
        sa.Column("skills", TEXTS, nullable=False, server_default=EMPTY),
        sa.Column("availability", TEXTS, nullable=False, server_default=EMPTY),
        sa.Column("consented_on", sa.Date()),
        sa.Column("faults", JSONB(), nullable=False, server_default=NOTHING),
        sa.Column("verdict", sa.Text()),
        sa.Column("person_id", sa.Uuid()),
        sa.Column("found_by", sa.Text()),
        sa.Column("same_as", sa.Integer()),
        sa.Column("changes", TEXTS, nullable=False, server_default=EMPTY),
    )
    op.create_index("register_row_verdict_idx", "register_row", ["import_id", "verdict", "no"])


def _exports() -> None:
    op.create_table(
        "register_export",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("filters", JSONB(), nullable=False),
        sa.Column("reason", sa.Text()),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("rows", sa.Integer()),
        sa.Column("data", sa.LargeBinary()),
        sa.Column("asked_at", AT, nullable=False),
        sa.Column("ready_at", AT),
        sa.Column("expires_at", AT, nullable=False),
        sa.CheckConstraint("format IN ('csv', 'xlsx')", name="format"),
        sa.CheckConstraint("language IN ('zh', 'en')", name="language"),
        sa.CheckConstraint("state IN ('writing', 'ready', 'failed', 'expired')", name="state"),
    )
    op.create_index("register_export_person_id_idx", "register_export", ["person_id", "asked_at", "id"])
    op.create_index("register_export_expires_at_idx", "register_export", ["expires_at"])


def downgrade() -> None:
    for table in (
        *("register_export", "register_row", "register_file", "register_import"),
        *("volunteer_destruction", "volunteer_merge", "volunteer"),
    ):
        op.drop_table(table)
