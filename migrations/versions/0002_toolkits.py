"""Toolkits, their versions and when each was published."""

import sqlalchemy as sa
from alembic import op

from app.database import UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_TABLES = (
    "form_definition",
    "definition_version",
    "publication",
)


def upgrade() -> None:
    _form_definition()
    _definition_version()
    _publication()


def downgrade() -> None:
    for name in reversed(_TABLES):
        op.drop_table(name)


def _form_definition() -> None:
    op.create_table(
        "form_definition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_form_definition"),
        sa.UniqueConstraint("slug", name="uq_form_definition_slug"),
    )


def _definition_version() -> None:
    op.create_table(
        "definition_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("definition_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("based_on", sa.Integer(), nullable=True),
        sa.Column("imported_by_id", sa.Integer(), nullable=True),
        sa.Column("imported_by_name", sa.Text(), nullable=False),
        sa.Column("imported_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["definition_id"], ["form_definition.id"], name="fk_definition_version_definition_id"),
        sa.ForeignKeyConstraint(["imported_by_id"], ["user.id"], name="fk_definition_version_imported_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_definition_version"),
        sa.UniqueConstraint("definition_id", "number", name="uq_definition_version_definition_id_number"),
    )


def _publication() -> None:
    op.create_table(
        "publication",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("definition_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name="fk_publication_by_id"),
        sa.ForeignKeyConstraint(["definition_id"], ["form_definition.id"], name="fk_publication_definition_id"),
        sa.ForeignKeyConstraint(["version_id"], ["definition_version.id"], name="fk_publication_version_id"),
        sa.PrimaryKeyConstraint("id", name="pk_publication"),
        sa.UniqueConstraint("version_id", name="uq_publication_version_id"),
    )
    with op.batch_alter_table("publication") as table:
        table.create_index("ix_publication_definition_id_id", ["definition_id", "id"])
