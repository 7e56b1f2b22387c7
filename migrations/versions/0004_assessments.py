"""Assessments, their revisions, and what is kept beside them."""

import sqlalchemy as sa
from alembic import op

from app.database import UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_TABLES = (
    "assessment",
    "guidance_read",
    "kept_edit",
    "kept_post",
    "revision",
    "action_call",
    "harm_record",
    "kept_edit_resolution",
    "kept_post_taken",
    "revision_summary",
    "action_call_withdrawal",
    "harm_ending",
)


def upgrade() -> None:
    _assessment()
    _guidance_read()
    _kept_edit()
    _kept_post()
    _revision()
    _action_call()
    _harm_record()
    _kept_edit_resolution()
    _kept_post_taken()
    _revision_summary()
    _action_call_withdrawal()
    _harm_ending()


def downgrade() -> None:
    for name in reversed(_TABLES):
        op.drop_table(name)


def _assessment() -> None:
    op.create_table(
        "assessment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Enum("initial", "review", name="kind", native_enum=False, length=20), nullable=False),
        sa.Column("purpose", sa.Enum("single", "ongoing", name="purpose", native_enum=False, length=20), nullable=False),
        sa.Column("previous_id", sa.Integer(), nullable=True),
        sa.Column("previous_number", sa.Integer(), nullable=True),
        sa.Column("assessed_on", sa.Date(), nullable=False),
        sa.Column("started_by_id", sa.Integer(), nullable=False),
        sa.Column("started_by_name", sa.Text(), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_assessment_case_id"),
        sa.ForeignKeyConstraint(["previous_id"], ["assessment.id"], name="fk_assessment_previous_id"),
        sa.ForeignKeyConstraint(["started_by_id"], ["user.id"], name="fk_assessment_started_by_id"),
        sa.ForeignKeyConstraint(["version_id"], ["definition_version.id"], name="fk_assessment_version_id"),
        sa.PrimaryKeyConstraint("id", name="pk_assessment"),
    )
    with op.batch_alter_table("assessment") as table:
        table.create_index("ix_assessment_case_id_slug_id", ["case_id", "slug", "id"])
        table.create_index("ix_assessment_version_id_id", ["version_id", "id"])


def _guidance_read() -> None:
    op.create_table(
        "guidance_read",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name="fk_guidance_read_user_id"),
        sa.ForeignKeyConstraint(["version_id"], ["definition_version.id"], name="fk_guidance_read_version_id"),
        sa.PrimaryKeyConstraint("id", name="pk_guidance_read"),
        sa.UniqueConstraint("user_id", "version_id", name="uq_guidance_read_user_id_version_id"),
    )


def _kept_edit() -> None:
    op.create_table(
        "kept_edit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("author_name", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("base_number", sa.Integer(), nullable=False),
        sa.Column("save_id", sa.String(length=64), nullable=False),
        sa.Column("page", sa.String(length=64), nullable=True),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name="fk_kept_edit_assessment_id"),
        sa.ForeignKeyConstraint(["author_id"], ["user.id"], name="fk_kept_edit_author_id"),
        sa.PrimaryKeyConstraint("id", name="pk_kept_edit"),
    )
    with op.batch_alter_table("kept_edit") as table:
        table.create_index("ix_kept_edit_assessment_id_id", ["assessment_id", "id"])


def _kept_post() -> None:
    op.create_table(
        "kept_post",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("section", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name="fk_kept_post_assessment_id"),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name="fk_kept_post_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_kept_post"),
    )
    with op.batch_alter_table("kept_post") as table:
        table.create_index("ix_kept_post_user_id_assessment_id_id", ["user_id", "assessment_id", "id"])


def _revision() -> None:
    op.create_table(
        "revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("base_number", sa.Integer(), nullable=True),
        sa.Column("whole_number", sa.Integer(), nullable=False),
        sa.Column("save_id", sa.String(length=64), nullable=False),
        sa.Column("page", sa.String(length=64), nullable=True),
        sa.Column("kind", sa.Enum("autosave", "save", "share", "submission", "addendum", name="revisionkind", native_enum=False, length=20), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("author_name", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("assessed_on", sa.Date(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("root", sa.String(length=64), nullable=False),
        sa.Column("secret", sa.LargeBinary(length=32), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=True),
        sa.Column("held", sa.JSON(), nullable=True),
        sa.Column("background_id", sa.Integer(), nullable=True),
        sa.Column("known", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name="fk_revision_assessment_id"),
        sa.ForeignKeyConstraint(["author_id"], ["user.id"], name="fk_revision_author_id"),
        sa.ForeignKeyConstraint(["background_id"], ["revision.id"], name="fk_revision_background_id"),
        sa.ForeignKeyConstraint(["version_id"], ["definition_version.id"], name="fk_revision_version_id"),
        sa.PrimaryKeyConstraint("id", name="pk_revision"),
        sa.UniqueConstraint("assessment_id", "number", name="uq_revision_assessment_id_number"),
        sa.UniqueConstraint("assessment_id", "save_id", name="uq_revision_assessment_id_save_id"),
    )
    with op.batch_alter_table("revision") as table:
        table.create_index("ix_revision_assessment_id_kind_number", ["assessment_id", "kind", "number"])


def _action_call() -> None:
    op.create_table(
        "action_call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("question_key", sa.Text(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name="fk_action_call_assessment_id"),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name="fk_action_call_by_id"),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name="fk_action_call_revision_id"),
        sa.PrimaryKeyConstraint("id", name="pk_action_call"),
    )
    with op.batch_alter_table("action_call") as table:
        table.create_index("ix_action_call_assessment_id_id", ["assessment_id", "id"])


def _harm_record() -> None:
    op.create_table(
        "harm_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("question_key", sa.Text(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_harm_record_case_id"),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name="fk_harm_record_revision_id"),
        sa.ForeignKeyConstraint(["version_id"], ["definition_version.id"], name="fk_harm_record_version_id"),
        sa.PrimaryKeyConstraint("id", name="pk_harm_record"),
    )
    with op.batch_alter_table("harm_record") as table:
        table.create_index("ix_harm_record_case_id_slug_id", ["case_id", "slug", "id"])


def _kept_edit_resolution() -> None:
    op.create_table(
        "kept_edit_resolution",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kept_edit_id", sa.Integer(), nullable=False),
        sa.Column("choice", sa.Enum("theirs", "mine", "combined", "replaced", name="choice", native_enum=False, length=20), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name="fk_kept_edit_resolution_by_id"),
        sa.ForeignKeyConstraint(["kept_edit_id"], ["kept_edit.id"], name="fk_kept_edit_resolution_kept_edit_id"),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name="fk_kept_edit_resolution_revision_id"),
        sa.PrimaryKeyConstraint("id", name="pk_kept_edit_resolution"),
        sa.UniqueConstraint("kept_edit_id", name="uq_kept_edit_resolution_kept_edit_id"),
    )


def _kept_post_taken() -> None:
    op.create_table(
        "kept_post_taken",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kept_post_id", sa.Integer(), nullable=False),
        sa.Column("put_back", sa.Boolean(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["kept_post_id"], ["kept_post.id"], name="fk_kept_post_taken_kept_post_id"),
        sa.PrimaryKeyConstraint("id", name="pk_kept_post_taken"),
        sa.UniqueConstraint("kept_post_id", name="uq_kept_post_taken_kept_post_id"),
    )


def _revision_summary() -> None:
    op.create_table(
        "revision_summary",
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("level_id", sa.Text(), nullable=True),
        sa.Column("level_title", sa.Text(), nullable=True),
        sa.Column("level_rank", sa.Integer(), nullable=True),
        sa.Column("level_status", sa.Text(), nullable=True),
        sa.Column("calculated", sa.Text(), nullable=False),
        sa.Column("calculated_rank", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("actual_harm", sa.Boolean(), nullable=False),
        sa.Column("engine_release", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_revision_summary_case_id"),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name="fk_revision_summary_revision_id"),
        sa.PrimaryKeyConstraint("revision_id", name="pk_revision_summary"),
    )
    with op.batch_alter_table("revision_summary") as table:
        table.create_index("ix_revision_summary_case_id_revision_id", ["case_id", "revision_id"])


def _action_call_withdrawal() -> None:
    op.create_table(
        "action_call_withdrawal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name="fk_action_call_withdrawal_by_id"),
        sa.ForeignKeyConstraint(["call_id"], ["action_call.id"], name="fk_action_call_withdrawal_call_id"),
        sa.PrimaryKeyConstraint("id", name="pk_action_call_withdrawal"),
        sa.UniqueConstraint("call_id", name="uq_action_call_withdrawal_call_id"),
    )


def _harm_ending() -> None:
    op.create_table(
        "harm_ending",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("harm_id", sa.Integer(), nullable=False),
        sa.Column("last_happened", sa.Date(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("protects_now", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name="fk_harm_ending_by_id"),
        sa.ForeignKeyConstraint(["harm_id"], ["harm_record.id"], name="fk_harm_ending_harm_id"),
        sa.PrimaryKeyConstraint("id", name="pk_harm_ending"),
        sa.UniqueConstraint("harm_id", name="uq_harm_ending_harm_id"),
    )
