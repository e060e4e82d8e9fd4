"""Street modules: versions, switches, entities with their tasks, and the forms that were filled in."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0042_modules"
down_revision = "0041_paging"
branch_labels = None
depends_on = None

AT = sa.DateTime(timezone=True)
PATH = sa.Text(collation="C")


def upgrade() -> None:
    op.create_table(
        "module_version",
        sa.Column("module", sa.Text(), primary_key=True),
        sa.Column("version", sa.Integer(), primary_key=True, autoincrement=False),
        # Neither sorts what it keeps: values are worked out in the order of the file.
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("loaded_at", AT, nullable=False),
    )
    op.create_table(
        "module_switch",
        sa.Column("module", sa.Text(), primary_key=True),
        sa.Column("area_code", sa.Text(), sa.ForeignKey("area.code"), primary_key=True),
        sa.Column("area_path", PATH, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("adjustment", sa.JSON(), nullable=False),
        sa.Column("changed_at", AT, nullable=False),
        sa.Column("changed_by", sa.Uuid(), sa.ForeignKey("person.id")),
        sa.ForeignKeyConstraint(["module", "version"], ["module_version.module", "module_version.version"]),
    )
    op.create_index("module_switch_area_path_idx", "module_switch", ["area_path"])
    _entities()
    op.create_table(
        "module_task",
        sa.Column("entity_id", sa.Uuid(), sa.ForeignKey("module_entity.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("task", sa.Text(), primary_key=True),
        sa.Column("area_path", PATH, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("assign", sa.Text(), nullable=False),
        sa.Column("climbs_on", sa.Date()),
        sa.Column("climbs_to", sa.Text()),
        sa.Column("dismissed_at", AT),
        sa.Column("dismissed_why", sa.Text()),
        sa.Column("dismissed_by", sa.Uuid(), sa.ForeignKey("person.id")),
        sa.CheckConstraint("(dismissed_at IS NULL) = (dismissed_why IS NULL)", name="dismissed"),
    )
    waiting = sa.text("dismissed_at IS NULL")
    op.create_index(
        "module_task_due_idx", "module_task", ["area_path", "due_on", "entity_id"], postgresql_where=waiting
    )
    op.create_table(
        "module_form",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("entity_id", sa.Uuid(), sa.ForeignKey("module_entity.id", ondelete="CASCADE"), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("data", JSONB(), nullable=False),
        sa.Column("by", sa.Uuid(), sa.ForeignKey("person.id")),
        sa.Column("filled_at", AT, nullable=False),
        sa.Column("saved_at", AT, nullable=False),
        sa.CheckConstraint("version > 0", name="version"),
    )
    op.create_index("module_form_entity_idx", "module_form", ["entity_id", "saved_at"])


def _entities() -> None:
    op.create_table(
        "module_entity",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("module", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("area_code", sa.Text(), sa.ForeignKey("area.code"), nullable=False),
        sa.Column("area_path", PATH, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("data", JSONB(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("state", sa.Text()),
        sa.Column("state_since", sa.Date()),
        sa.Column("rule_state", sa.Text()),
        sa.Column("rule_since", sa.Date()),
        sa.Column("rule", sa.Text()),
        sa.Column("why", JSONB(), nullable=False),
        sa.Column("figures", JSONB(), nullable=False),
        sa.Column("computed_on", sa.Date(), nullable=False),
        sa.Column("hand_state", sa.Text()),
        sa.Column("hand_reason", sa.Text()),
        sa.Column("hand_until", AT),
        sa.Column("hand_by", sa.Uuid(), sa.ForeignKey("person.id")),
        sa.Column("created_by", sa.Uuid(), sa.ForeignKey("person.id")),
        sa.Column("created_at", AT, nullable=False),
        sa.Column("saved_at", AT, nullable=False),
        sa.Column("purge_after", AT),
        sa.CheckConstraint("(hand_state IS NULL) = (hand_until IS NULL)", name="hand"),
        sa.CheckConstraint("(hand_state IS NULL) = (hand_reason IS NULL)", name="hand_reason"),
    )
    op.create_index("module_entity_list_idx", "module_entity", ["module", "kind", "area_path", "id"])
    op.create_index("module_entity_state_idx", "module_entity", ["module", "kind", "state", "area_path", "id"])
    going = sa.text("purge_after IS NOT NULL")
    op.create_index("module_entity_purge_after_idx", "module_entity", ["purge_after"], postgresql_where=going)
    op.create_index("module_entity_computed_on_idx", "module_entity", ["computed_on"])


def downgrade() -> None:
    for table in ("module_form", "module_task", "module_entity", "module_switch", "module_version"):
        op.drop_table(table)
