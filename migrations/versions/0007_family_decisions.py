"""What was taken from a national toolkit into a local one, what was left, and why."""

import sqlalchemy as sa
from alembic import op

from app.database import UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "family_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("national_slug", sa.String(length=200), nullable=False),
        sa.Column("from_number", sa.Integer(), nullable=False),
        sa.Column("to_number", sa.Integer(), nullable=False),
        sa.Column("taken", sa.JSON(), nullable=False),
        sa.Column("left", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name="fk_family_decision_by_id"),
        sa.ForeignKeyConstraint(["draft_id"], ["definition_draft.id"], name="fk_family_decision_draft_id"),
        sa.PrimaryKeyConstraint("id", name="pk_family_decision"),
    )
    with op.batch_alter_table("family_decision") as table:
        table.create_index("ix_family_decision_draft_id_id", ["draft_id", "id"])


def downgrade() -> None:
    op.drop_table("family_decision")
