"""Photos that forms of modules name: for as long as an entity names them, their files stay."""

import sqlalchemy as sa
from alembic import op

revision = "0048_module_photos"
down_revision = "0047_merge_before"
branch_labels = None
depends_on = None


def upgrade() -> None:
    entity = sa.ForeignKey("module_entity.id", ondelete="CASCADE")
    op.create_table(
        "module_photo",
        sa.Column("entity_id", sa.Uuid(), entity, primary_key=True),
        sa.Column("sha256", sa.Text(), primary_key=True),
        sa.Column("is_personal", sa.Boolean(), nullable=False),
        sa.Column("added_by", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True)),
    )
    op.create_index("module_photo_sha256_idx", "module_photo", ["sha256"])


def downgrade() -> None:
    op.drop_table("module_photo")
