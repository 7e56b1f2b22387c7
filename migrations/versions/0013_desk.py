"""What the reviewer's desk lists, and what its comparisons came to."""

import sqlalchemy as sa
from alembic import op

from app.database import UtcDateTime

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Empty at first: `flask cases rebuild-summaries` fills the desk with what waits already."""
    _desk_item()
    _desk_pair()


def downgrade() -> None:
    op.drop_table("desk_pair")
    op.drop_table("desk_item")


def _desk_item() -> None:
    op.create_table(
        "desk_item",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("why", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("worker_id", sa.Integer(), nullable=True),
        sa.Column("restricted", sa.Boolean(), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("before_title", sa.Text(), nullable=True),
        sa.Column("before_rank", sa.Integer(), nullable=True),
        sa.Column("after_title", sa.Text(), nullable=True),
        sa.Column("after_rank", sa.Integer(), nullable=True),
        sa.Column("earlier_id", sa.Integer(), nullable=True),
        sa.Column("later_id", sa.Integer(), nullable=True),
        sa.Column("assessment_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_desk_item_case_id"),
        sa.ForeignKeyConstraint(["earlier_id"], ["revision.id"], name="fk_desk_item_earlier_id"),
        sa.ForeignKeyConstraint(["later_id"], ["revision.id"], name="fk_desk_item_later_id"),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name="fk_desk_item_assessment_id"),
        sa.PrimaryKeyConstraint("case_id", "why", "slug", name="pk_desk_item"),
    )
    with op.batch_alter_table("desk_item") as table:
        table.create_index("ix_desk_item_team", ["team_id", "restricted", "why", "since", "case_id", "slug"])


def _desk_pair() -> None:
    op.create_table(
        "desk_pair",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("flags", sa.Integer(), nullable=False),
        sa.Column("unevidenced", sa.Integer(), nullable=False),
        sa.Column("nothing_affirmed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_desk_pair_case_id"),
        sa.PrimaryKeyConstraint("case_id", "slug", name="pk_desk_pair"),
    )
