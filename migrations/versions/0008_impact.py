"""What levels were worked out from, in small, and how far an impact has been worked out."""

import sqlalchemy as sa
from alembic import op

from app.database import UtcDateTime

revision = "0008"
down_revision = "0006"
branch_labels = None
depends_on = None

_TURNING = sa.text("kind IN ('submission', 'addendum', 'set_aside', 'upgrade', 'upgrade_undone')")


def upgrade() -> None:
    op.create_index("ix_revision_turning", "revision", ["version_id", "kind", "assessment_id", "number"], sqlite_where=_TURNING, postgresql_where=_TURNING)
    _level_basis()
    _impact_progress()


def downgrade() -> None:
    op.drop_table("impact_progress")
    op.drop_table("level_basis")
    op.drop_index("ix_revision_turning", "revision")


def _level_basis() -> None:
    """Empty at first: it is filled where it is needed, or by `flask cases rebuild-summaries`."""
    op.create_table(
        "level_basis",
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("definition_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("latest", sa.Boolean(), nullable=False),
        sa.Column("assessed_on", sa.Date(), nullable=False),
        sa.Column("review_due", sa.Date(), nullable=True),
        sa.Column("at_least", sa.Text(), nullable=True),
        sa.Column("possibly", sa.Text(), nullable=True),
        sa.Column("engine_release", sa.Text(), nullable=False),
        sa.Column("codes", sa.Text(), nullable=False),
        sa.Column("beside", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name="fk_level_basis_assessment_id"),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_level_basis_case_id"),
        sa.ForeignKeyConstraint(["definition_id"], ["form_definition.id"], name="fk_level_basis_definition_id"),
        sa.ForeignKeyConstraint(["version_id"], ["definition_version.id"], name="fk_level_basis_version_id"),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name="fk_level_basis_revision_id"),
        sa.PrimaryKeyConstraint("assessment_id", name="pk_level_basis"),
    )
    with op.batch_alter_table("level_basis") as table:
        table.create_index("ix_level_basis_definition_id_latest_assessment_id", ["definition_id", "latest", "assessment_id"])
        table.create_index("ix_level_basis_case_id_definition_id", ["case_id", "definition_id"])


def _impact_progress() -> None:
    op.create_table(
        "impact_progress",
        sa.Column("before_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("engine_release", sa.Text(), nullable=False),
        sa.Column("began_at", UtcDateTime(), nullable=False),
        sa.Column("through_id", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("finished", sa.Boolean(), nullable=False),
        sa.Column("shifts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["before_id"], ["definition_version.id"], name="fk_impact_progress_before_id"),
        sa.PrimaryKeyConstraint("before_id", "sha256", name="pk_impact_progress"),
    )
