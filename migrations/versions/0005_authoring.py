"""Drafts of toolkits, their approval, publication from a date on, and retirement."""

import sqlalchemy as sa
from alembic import op

from app.database import UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_TABLES = (
    "definition_draft",
    "draft_revision",
    "draft_kept_edit",
    "draft_kept_edit_resolution",
    "draft_closing",
    "draft_sending",
    "retirement",
    "approval",
)
_KIND = sa.Enum("toolkit", "standards", name="definitionkind", native_enum=False, length=20)
_SAVING = sa.Enum("begun", "imported", "edited", "merged", "restored", name="saving", native_enum=False, length=20)
_CAPACITY = sa.Enum("administrator", "safeguarding_lead", name="capacity", native_enum=False, length=20)


def upgrade() -> None:
    with op.batch_alter_table("user") as table:
        table.add_column(sa.Column("safeguarding_lead", sa.Boolean(), server_default=sa.false(), nullable=False))
    with op.batch_alter_table("form_definition") as table:
        table.add_column(sa.Column("kind", _KIND, server_default="toolkit", nullable=False))
    _definition_draft()
    _draft_revision()
    _draft_kept_edit()
    _draft_kept_edit_resolution()
    _draft_closing()
    _draft_sending()
    _publication()
    _retirement()
    _approval()


def downgrade() -> None:
    with op.batch_alter_table("publication") as table:
        table.drop_index("ix_publication_definition_id_effective_at_id")
        table.create_index("ix_publication_definition_id_id", ["definition_id", "id"])
        for name in ("vouched", "grace_days", "effective_at"):
            table.drop_column(name)
    for name in reversed(_TABLES):
        op.drop_table(name)
    with op.batch_alter_table("form_definition") as table:
        table.drop_column("kind")
    with op.batch_alter_table("user") as table:
        table.drop_column("safeguarding_lead")


def _definition_draft() -> None:
    op.create_table(
        "definition_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=200), nullable=False),
        sa.Column("kind", _KIND, nullable=False),
        sa.Column("base_id", sa.Integer(), nullable=True),
        sa.Column("begun_by_id", sa.Integer(), nullable=True),
        sa.Column("begun_by_name", sa.Text(), nullable=False),
        sa.Column("begun_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["base_id"], ["definition_version.id"], name="fk_definition_draft_base_id"),
        sa.ForeignKeyConstraint(["begun_by_id"], ["user.id"], name="fk_definition_draft_begun_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_definition_draft"),
    )


def _draft_revision() -> None:
    op.create_table(
        "draft_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("base_number", sa.Integer(), nullable=True),
        sa.Column("save_id", sa.String(length=64), nullable=False),
        sa.Column("saving", _SAVING, nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("author_name", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("origin", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["user.id"], name="fk_draft_revision_author_id"),
        sa.ForeignKeyConstraint(["draft_id"], ["definition_draft.id"], name="fk_draft_revision_draft_id"),
        sa.PrimaryKeyConstraint("id", name="pk_draft_revision"),
        sa.UniqueConstraint("draft_id", "number", name="uq_draft_revision_draft_id_number"),
        sa.UniqueConstraint("draft_id", "save_id", name="uq_draft_revision_draft_id_save_id"),
    )


def _draft_kept_edit() -> None:
    op.create_table(
        "draft_kept_edit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("unit", sa.JSON(), nullable=True),
        sa.Column("base_number", sa.Integer(), nullable=False),
        sa.Column("save_id", sa.String(length=64), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("author_name", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["user.id"], name="fk_draft_kept_edit_author_id"),
        sa.ForeignKeyConstraint(["draft_id"], ["definition_draft.id"], name="fk_draft_kept_edit_draft_id"),
        sa.PrimaryKeyConstraint("id", name="pk_draft_kept_edit"),
    )
    with op.batch_alter_table("draft_kept_edit") as table:
        table.create_index("ix_draft_kept_edit_draft_id_id", ["draft_id", "id"])


def _draft_kept_edit_resolution() -> None:
    op.create_table(
        "draft_kept_edit_resolution",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kept_edit_id", sa.Integer(), nullable=False),
        sa.Column("mine", sa.Boolean(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name="fk_draft_kept_edit_resolution_by_id"),
        sa.ForeignKeyConstraint(["kept_edit_id"], ["draft_kept_edit.id"], name="fk_draft_kept_edit_resolution_kept_edit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_draft_kept_edit_resolution"),
        sa.UniqueConstraint("kept_edit_id", name="uq_draft_kept_edit_resolution_kept_edit_id"),
    )


def _draft_closing() -> None:
    op.create_table(
        "draft_closing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name="fk_draft_closing_by_id"),
        sa.ForeignKeyConstraint(["draft_id"], ["definition_draft.id"], name="fk_draft_closing_draft_id"),
        sa.PrimaryKeyConstraint("id", name="pk_draft_closing"),
        sa.UniqueConstraint("draft_id", name="uq_draft_closing_draft_id"),
    )


def _draft_sending() -> None:
    op.create_table(
        "draft_sending",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["definition_draft.id"], name="fk_draft_sending_draft_id"),
        sa.ForeignKeyConstraint(["version_id"], ["definition_version.id"], name="fk_draft_sending_version_id"),
        sa.PrimaryKeyConstraint("id", name="pk_draft_sending"),
        sa.UniqueConstraint("version_id", name="uq_draft_sending_version_id"),
    )
    with op.batch_alter_table("draft_sending") as table:
        table.create_index("ix_draft_sending_draft_id", ["draft_id"])


def _publication() -> None:
    """What was published before came into use at once; drafts have a fortnight, as by default."""
    with op.batch_alter_table("publication") as table:
        table.add_column(sa.Column("effective_at", UtcDateTime(), nullable=True))
        table.add_column(sa.Column("grace_days", sa.Integer(), nullable=True))
        table.add_column(sa.Column("vouched", sa.Text(), nullable=True))
    op.execute("UPDATE publication SET effective_at = at, grace_days = 14, vouched = ''")
    with op.batch_alter_table("publication") as table:
        table.alter_column("effective_at", existing_type=UtcDateTime(), nullable=False)
        table.alter_column("grace_days", existing_type=sa.Integer(), nullable=False)
        table.alter_column("vouched", existing_type=sa.Text(), nullable=False)
        table.drop_index("ix_publication_definition_id_id")
        table.create_index("ix_publication_definition_id_effective_at_id", ["definition_id", "effective_at", "id"])


def _retirement() -> None:
    op.create_table(
        "retirement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name="fk_retirement_by_id"),
        sa.ForeignKeyConstraint(["version_id"], ["definition_version.id"], name="fk_retirement_version_id"),
        sa.PrimaryKeyConstraint("id", name="pk_retirement"),
        sa.UniqueConstraint("version_id", name="uq_retirement_version_id"),
    )


def _approval() -> None:
    op.create_table(
        "approval",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("capacity", _CAPACITY, nullable=False),
        sa.Column("approved", sa.Boolean(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name="fk_approval_by_id"),
        sa.ForeignKeyConstraint(["version_id"], ["definition_version.id"], name="fk_approval_version_id"),
        sa.PrimaryKeyConstraint("id", name="pk_approval"),
        sa.UniqueConstraint("version_id", "capacity", name="uq_approval_version_id_capacity"),
    )
