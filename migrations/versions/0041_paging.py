"""The paging robot: scripts, campaigns, whom they ask, attempts, answers, and what was destroyed."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0041_paging"
down_revision = "0040_sites"
branch_labels = None
depends_on = None

AT = sa.DateTime(timezone=True)
PATH = sa.Text(collation="C")
OUTCOMES = "'closed', 'abnormal', 'no_answer', 'refused', 'wrong_number', 'callback'"
FOUND = "'closed', 'abnormal', 'no_answer', 'refused', 'wrong_number'"
TABLES = (
    "paging_destruction", "paging_day", "paging_answer", "paging_attempt", "paging_target", "paging_campaign",
    "paging_script_version", "paging_script",
)  # fmt: skip


def upgrade() -> None:
    _scripts()
    _campaigns()
    _targets()
    _of_a_target()
    _destroyed()


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)


def _person(name: str, *, nullable: bool) -> sa.Column:
    return sa.Column(name, sa.Uuid(), sa.ForeignKey("person.id"), nullable=nullable)


def _target() -> sa.ForeignKey:
    return sa.ForeignKey("paging_target.id", ondelete="CASCADE")


def _scripts() -> None:
    op.create_table(
        "paging_script",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("area_code", sa.Text(), sa.ForeignKey("area.code"), nullable=False),
        sa.Column("area_path", PATH, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
        _person("made_by", nullable=False),
        sa.Column("made_at", AT, nullable=False),
    )
    op.create_index("paging_script_area_path_idx", "paging_script", ["area_path", "id"])
    op.create_table(
        "paging_script_version",
        sa.Column("script_id", sa.Uuid(), sa.ForeignKey("paging_script.id"), primary_key=True),
        sa.Column("version", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("content", JSONB(), nullable=False),
        _person("made_by", nullable=False),
        sa.Column("made_at", AT, nullable=False),
    )


def _campaigns() -> None:
    op.create_table(
        "paging_campaign",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("script_id", sa.Uuid(), sa.ForeignKey("paging_script.id"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("area_code", sa.Text(), sa.ForeignKey("area.code"), nullable=False),
        sa.Column("area_path", PATH, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("filter", JSONB(), nullable=False),
        sa.Column("attempts", JSONB(), nullable=False),
        sa.Column("quiet_hours", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False, server_default="draft"),
        _person("made_by", nullable=False),
        sa.Column("made_at", AT, nullable=False),
        sa.Column("started_at", AT),
        sa.Column("lasts_h", sa.Integer(), nullable=False),
        sa.Column("ends_at", AT),
        sa.Column("finished_at", AT),
        sa.Column("keep_days", sa.Integer(), nullable=False),
        sa.Column("purge_after", AT),
        sa.Column("purged_at", AT),
        sa.CheckConstraint("state IN ('draft', 'running', 'paused', 'done')", name="state"),
    )
    op.create_index("paging_campaign_area_path_idx", "paging_campaign", ["area_path", "id"])
    is_open = sa.text("state IN ('running', 'paused')")
    op.create_index("paging_campaign_open_idx", "paging_campaign", ["ends_at"], postgresql_where=is_open)
    op.create_index("paging_campaign_purge_after_idx", "paging_campaign", ["purge_after"])


def _targets() -> None:
    op.create_table(
        "paging_target",
        sa.Column("id", sa.Uuid(), primary_key=True, server_default=sa.text("gen_random_uuid()")),
        sa.Column("no", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), sa.ForeignKey("paging_campaign.id"), nullable=False),
        _person("person_id", nullable=False),
        sa.Column("area_path", PATH, nullable=False),
        sa.Column("community_path", PATH, nullable=False),
        sa.Column("step", sa.SmallInteger(), nullable=False, server_default="0"),
        sa.Column("next_channel", sa.Text()),
        sa.Column("next_at", AT),
        sa.Column("claimed_by", sa.Integer()),
        sa.Column("outcome", sa.Text()),
        sa.Column("outcome_at", AT),
        sa.Column("via", sa.Text()),
        sa.Column("needs_person", sa.Boolean(), nullable=False, server_default=sa.text("false")),
        _person("taken_by", nullable=True),
        sa.Column("taken_at", AT),
        sa.Column("closed_at", AT),
        sa.Column("found", sa.Text()),
        sa.Column("note", sa.Text()),
        sa.CheckConstraint(f"outcome IN ({OUTCOMES})", name="outcome"),
        sa.CheckConstraint(f"found IN ({FOUND})", name="found"),
        sa.CheckConstraint("(closed_at IS NULL) = (found IS NULL)", name="closed"),
    )
    op.create_index("paging_target_campaign_person_key", "paging_target", ["campaign_id", "person_id"], unique=True)
    op.create_index("paging_target_no_key", "paging_target", ["no"], unique=True)
    waits, listed = sa.text("outcome IS NULL"), sa.text("needs_person AND closed_at IS NULL")
    op.create_index("paging_target_due_idx", "paging_target", ["next_channel", "next_at"], postgresql_where=waits)
    op.create_index("paging_target_listed_idx", "paging_target", ["area_path", "id"], postgresql_where=listed)


def _of_a_target() -> None:
    states = "'claimed', 'waiting', 'accepted', 'delivered', 'failed'"
    op.create_table(
        "paging_attempt",
        sa.Column("target_id", sa.Uuid(), _target(), primary_key=True),
        sa.Column("step", sa.SmallInteger(), primary_key=True, autoincrement=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("begun_at", AT, nullable=False),
        sa.Column("accepted_at", AT),
        sa.Column("last_status", sa.Integer()),
        sa.CheckConstraint(f"state IN ({states})", name="state"),
    )
    op.create_table(
        "paging_answer",
        sa.Column("target_id", sa.Uuid(), _target(), primary_key=True),
        sa.Column("question", sa.Text(), primary_key=True),
        sa.Column("value", JSONB(), nullable=False),
        sa.Column("abnormal", sa.Boolean(), nullable=False),
        sa.Column("via", sa.Text(), nullable=False),
        sa.Column("at", AT, nullable=False),
    )


def _destroyed() -> None:
    campaign = sa.ForeignKey("paging_campaign.id")
    op.create_table(
        "paging_day",
        sa.Column("campaign_id", sa.Uuid(), campaign, primary_key=True),
        sa.Column("community_path", PATH, primary_key=True),
        sa.Column("day", sa.Date(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("targets", "by_robot", "needed_person")),
        sa.Column("seconds", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "paging_destruction",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("campaign_id", sa.Uuid(), sa.ForeignKey("paging_campaign.id"), nullable=False),
        sa.Column("at", AT, nullable=False),
        sa.Column("counts", JSONB(), nullable=False),
        sa.Column("previous", sa.LargeBinary()),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
    )
