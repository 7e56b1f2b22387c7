"""Sign-offs over comparisons, comments on their rows, and changes that reviewers ask for."""

import sqlalchemy as sa
from alembic import op

from app.database import UtcDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_TABLES = (
    "sign_off",
    "sign_off_superseded",
    "row_comment",
    "change_request",
    "change_request_question",
    "change_request_answer",
    "change_request_withdrawal",
)


def upgrade() -> None:
    _sign_off()
    _sign_off_superseded()
    _row_comment()
    _change_request()
    _change_request_question()
    _change_request_answer()
    _change_request_withdrawal()


def downgrade() -> None:
    for name in reversed(_TABLES):
        op.drop_table(name)


def _sign_off() -> None:
    op.create_table(
        "sign_off",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("earlier_id", sa.Integer(), nullable=False),
        sa.Column("later_id", sa.Integer(), nullable=False),
        sa.Column("root", sa.String(length=64), nullable=False),
        sa.Column("secret", sa.LargeBinary(length=32), nullable=False),
        sa.Column("engine_release", sa.Text(), nullable=False),
        sa.Column("seen", sa.JSON(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("save_id", sa.String(length=64), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("page", sa.LargeBinary(), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name="fk_sign_off_by_id"),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_sign_off_case_id"),
        sa.ForeignKeyConstraint(["earlier_id"], ["revision.id"], name="fk_sign_off_earlier_id"),
        sa.ForeignKeyConstraint(["later_id"], ["revision.id"], name="fk_sign_off_later_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sign_off"),
        sa.UniqueConstraint("save_id", name="uq_sign_off_save_id"),
    )
    op.create_index("ix_sign_off_case_id_slug_id", "sign_off", ["case_id", "slug", "id"])
    op.create_index("ix_sign_off_earlier_id_later_id", "sign_off", ["earlier_id", "later_id"])
    op.create_index("ix_sign_off_later_id", "sign_off", ["later_id"])


def _sign_off_superseded() -> None:
    op.create_table(
        "sign_off_superseded",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sign_off_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name="fk_sign_off_superseded_revision_id"),
        sa.ForeignKeyConstraint(["sign_off_id"], ["sign_off.id"], name="fk_sign_off_superseded_sign_off_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sign_off_superseded"),
        sa.UniqueConstraint("sign_off_id", name="uq_sign_off_superseded_sign_off_id"),
    )


def _row_comment() -> None:
    op.create_table(
        "row_comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("earlier_id", sa.Integer(), nullable=False),
        sa.Column("later_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("as_reviewer", sa.Boolean(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("save_id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name="fk_row_comment_by_id"),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_row_comment_case_id"),
        sa.ForeignKeyConstraint(["earlier_id"], ["revision.id"], name="fk_row_comment_earlier_id"),
        sa.ForeignKeyConstraint(["later_id"], ["revision.id"], name="fk_row_comment_later_id"),
        sa.PrimaryKeyConstraint("id", name="pk_row_comment"),
        sa.UniqueConstraint("save_id", name="uq_row_comment_save_id"),
    )
    op.create_index("ix_row_comment_earlier_id_later_id_key", "row_comment", ["earlier_id", "later_id", "key"])
    op.create_index("ix_row_comment_case_id_id", "row_comment", ["case_id", "id"])


def _change_request() -> None:
    op.create_table(
        "change_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("earlier_id", sa.Integer(), nullable=False),
        sa.Column("later_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("save_id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name="fk_change_request_assessment_id"),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name="fk_change_request_by_id"),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_change_request_case_id"),
        sa.ForeignKeyConstraint(["earlier_id"], ["revision.id"], name="fk_change_request_earlier_id"),
        sa.ForeignKeyConstraint(["later_id"], ["revision.id"], name="fk_change_request_later_id"),
        sa.PrimaryKeyConstraint("id", name="pk_change_request"),
        sa.UniqueConstraint("save_id", name="uq_change_request_save_id"),
    )
    op.create_index("ix_change_request_case_id_id", "change_request", ["case_id", "id"])
    op.create_index("ix_change_request_assessment_id_id", "change_request", ["assessment_id", "id"])


def _change_request_question() -> None:
    op.create_table(
        "change_request_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["request_id"], ["change_request.id"], name="fk_change_request_question_request_id"),
        sa.PrimaryKeyConstraint("id", name="pk_change_request_question"),
        sa.UniqueConstraint("request_id", "key", name="uq_change_request_question_request_id_key"),
    )


def _change_request_answer() -> None:
    op.create_table(
        "change_request_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["question_id"], ["change_request_question.id"], name="fk_change_request_answer_question_id"),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name="fk_change_request_answer_revision_id"),
        sa.PrimaryKeyConstraint("id", name="pk_change_request_answer"),
        sa.UniqueConstraint("question_id", name="uq_change_request_answer_question_id"),
    )


def _change_request_withdrawal() -> None:
    op.create_table(
        "change_request_withdrawal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name="fk_change_request_withdrawal_by_id"),
        sa.ForeignKeyConstraint(["request_id"], ["change_request.id"], name="fk_change_request_withdrawal_request_id"),
        sa.PrimaryKeyConstraint("id", name="pk_change_request_withdrawal"),
        sa.UniqueConstraint("request_id", name="uq_change_request_withdrawal_request_id"),
    )
