"""Documents of a case: what each is, what it holds, and that it was withdrawn."""

import sqlalchemy as sa
from alembic import op

from app.database import UtcDateTime

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _case_document()
    _document_content()
    _document_withdrawal()


def downgrade() -> None:
    for name in ("document_withdrawal", "document_content", "case_document"):
        op.drop_table(name)


def _case_document() -> None:
    op.create_table(
        "case_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("sensitivity", sa.String(length=20), nullable=False),
        sa.Column("about_toolkit", sa.Text(), nullable=False),
        sa.Column("about_question", sa.Text(), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("save_id", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_case_document_case_id"),
        sa.ForeignKeyConstraint(["uploaded_by_id"], ["user.id"], name="fk_case_document_uploaded_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_case_document"),
        sa.UniqueConstraint("save_id", name="uq_case_document_save_id"),
    )
    op.create_index("ix_case_document_case_id_id", "case_document", ["case_id", "id"])


def _document_content() -> None:
    op.create_table(
        "document_content",
        sa.Column("document_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["case_document.id"], name="fk_document_content_document_id"),
        sa.PrimaryKeyConstraint("document_id", name="pk_document_content"),
    )


def _document_withdrawal() -> None:
    op.create_table(
        "document_withdrawal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name="fk_document_withdrawal_by_id"),
        sa.ForeignKeyConstraint(["document_id"], ["case_document.id"], name="fk_document_withdrawal_document_id"),
        sa.PrimaryKeyConstraint("id", name="pk_document_withdrawal"),
        sa.UniqueConstraint("document_id", name="uq_document_withdrawal_document_id"),
    )
