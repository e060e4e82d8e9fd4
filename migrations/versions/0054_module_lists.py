"""Lists of a module's rows come in the order of an index, and what is to be worked out anew is found in one."""

import sqlalchemy as sa
from alembic import op

revision = "0054_module_lists"
down_revision = "0053_asked_after"
branch_labels = None
depends_on = None

#: name → its columns before and after
ANEW = {
    "module_entity_list_idx": (["module", "kind", "area_path", "id"], ["module", "area_path", "id"]),
    "module_entity_state_idx": (["module", "kind", "state", "area_path", "id"], ["module", "state", "area_path", "id"]),
    "module_entity_computed_on_idx": (["computed_on"], ["computed_on", "id"]),
}


def upgrade() -> None:
    for name, (_, after) in ANEW.items():
        op.drop_index(name, "module_entity")
        op.create_index(name, "module_entity", after)
    by_hand = sa.text("hand_until IS NOT NULL")
    op.create_index("module_entity_hand_until_idx", "module_entity", ["hand_until"], postgresql_where=by_hand)


def downgrade() -> None:
    op.drop_index("module_entity_hand_until_idx", "module_entity")
    for name, (before, _) in ANEW.items():
        op.drop_index(name, "module_entity")
        op.create_index(name, "module_entity", before)
