"""Comparisons as their pages show them, so that they need not be worked out when they are opened."""

import sqlalchemy as sa
from alembic import op

from app.database import UtcDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "stored_comparison",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_stored_comparison_case_id"),
        sa.PrimaryKeyConstraint("digest", name="pk_stored_comparison"),
    )
    op.create_index("ix_stored_comparison_case_id", "stored_comparison", ["case_id"])


def downgrade() -> None:
    op.drop_table("stored_comparison")
