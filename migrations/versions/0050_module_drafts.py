"""Modules are written, checked and published over the air: drafts, and whose a version is."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0050_module_drafts"
down_revision = "0049_module_sources"
branch_labels = None
depends_on = None

AT = sa.DateTime(timezone=True)
PATH = sa.Text(collation="C")
OWNERS = ("area_code", "area_path", "published_by", "approved_by")


def person(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.Uuid(), sa.ForeignKey("person.id"), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "module_draft",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("area_code", sa.Text(), sa.ForeignKey("area.code"), nullable=False),
        sa.Column("area_path", PATH, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("module", sa.Text(), nullable=False),
        sa.Column("title", JSONB(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("notes", JSONB(), nullable=False),
        person("made_by", nullable=False),
        sa.Column("made_at", AT, nullable=False),
        person("changed_by", nullable=False),
        sa.Column("changed_at", AT, nullable=False),
        person("submitted_by"),
        sa.Column("submitted_at", AT),
        person("decided_by"),
        sa.Column("decided_at", AT),
        sa.Column("reason", sa.Text()),
        sa.Column("version", sa.Integer()),
        sa.CheckConstraint("state IN ('draft', 'submitted', 'refused', 'published', 'withdrawn')", name="state"),
        sa.CheckConstraint("(state = 'published') = (version IS NOT NULL)", name="published"),
    )
    op.create_index("module_draft_area_path_idx", "module_draft", ["area_path", "id"])
    op.add_column("module_version", sa.Column("area_code", sa.Text(), sa.ForeignKey("area.code")))
    op.add_column("module_version", sa.Column("area_path", PATH))
    op.add_column("module_version", person("published_by"))
    op.add_column("module_version", person("approved_by"))


def downgrade() -> None:
    for column in OWNERS:
        op.drop_column("module_version", column)
    op.drop_table("module_draft")
