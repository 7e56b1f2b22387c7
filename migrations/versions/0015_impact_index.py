"""What levels were worked out from, counted without reading it."""

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_level_basis_counted", "level_basis", ["definition_id", "latest", "version_id", "review_due", "engine_release", "case_id"])


def downgrade() -> None:
    op.drop_index("ix_level_basis_counted", "level_basis")
