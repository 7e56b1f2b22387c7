"""Assessments as a page over time shows them, each with what changed from the one before it."""

import sqlalchemy as sa
from alembic import op

from app.database import UtcDateTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "stored_step",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_stored_step_case_id"),
        sa.PrimaryKeyConstraint("digest", name="pk_stored_step"),
    )
    op.create_index("ix_stored_step_case_id", "stored_step", ["case_id"])


def downgrade() -> None:
    op.drop_table("stored_step")
