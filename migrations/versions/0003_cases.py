"""Young people, cases, who works them, what is noted, and the lists of them."""

import sqlalchemy as sa
from alembic import op

from app.database import UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_TABLES = (
    "young_person",
    "name_word",
    "particulars",
    "case",
    "allocation",
    "case_summary",
    "conflict_of_interest",
    "immediate_danger",
    "note",
    "restriction",
)


def upgrade() -> None:
    _young_person()
    _name_word()
    _particulars()
    _case()
    _allocation()
    _case_summary()
    _conflict_of_interest()
    _immediate_danger()
    _note()
    _restriction()


def downgrade() -> None:
    for name in reversed(_TABLES):
        op.drop_table(name)


def _young_person() -> None:
    op.create_table(
        "young_person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.String(length=200).with_variant(
            sa.String(length=200, collation="C"), "postgresql"), nullable=False),
        sa.Column("known_as", sa.Text(), nullable=False),
        sa.Column("aliases", sa.Text(), nullable=False),
        sa.Column("date_of_birth", sa.Date(), nullable=True),
        sa.Column("estimated_age", sa.Integer(), nullable=True),
        sa.Column("age_estimated_on", sa.Date(), nullable=True),
        sa.Column("gender", sa.Text(), nullable=False),
        sa.Column("ethnicity", sa.Text(), nullable=False),
        sa.Column("local_authority", sa.Text(), nullable=False),
        sa.Column("school", sa.Text(), nullable=False),
        sa.Column("looked_after", sa.Text(), nullable=False),
        sa.Column("district", sa.Text(), nullable=False),
        sa.Column("identifier", sa.Text(), nullable=False),
        sa.Column("identifier_key", sa.String(length=200).with_variant(
            sa.String(length=200, collation="C"), "postgresql"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_young_person"),
    )
    with op.batch_alter_table("young_person") as table:
        table.create_index("ix_young_person_date_of_birth_id", ["date_of_birth", "id"])
        table.create_index("ix_young_person_identifier_key_id", ["identifier_key", "id"])
        table.create_index("ix_young_person_name_key", ["name_key"])


def _name_word() -> None:
    op.create_table(
        "name_word",
        sa.Column("word", sa.String(length=200).with_variant(
            sa.String(length=200, collation="C"), "postgresql"), nullable=False),
        sa.Column("young_person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["young_person_id"], ["young_person.id"], name="fk_name_word_young_person_id"),
        sa.PrimaryKeyConstraint("word", "young_person_id", name="pk_name_word"),
    )
    with op.batch_alter_table("name_word") as table:
        table.create_index("ix_name_word_young_person_id", ["young_person_id"])


def _particulars() -> None:
    op.create_table(
        "particulars",
        sa.Column("young_person_id", sa.Integer(), nullable=False),
        sa.Column("residences", sa.Text(), nullable=False),
        sa.Column("legal_status", sa.Text(), nullable=False),
        sa.Column("heritage", sa.Text(), nullable=False),
        sa.Column("sexual_orientation", sa.Text(), nullable=False),
        sa.Column("languages", sa.Text(), nullable=False),
        sa.Column("disabilities", sa.Text(), nullable=False),
        sa.Column("special_educational_needs", sa.Text(), nullable=False),
        sa.Column("learning_difficulties", sa.Text(), nullable=False),
        sa.Column("other", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["young_person_id"], ["young_person.id"], name="fk_particulars_young_person_id"),
        sa.PrimaryKeyConstraint("young_person_id", name="pk_particulars"),
    )


def _case() -> None:
    op.create_table(
        "case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("young_person_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("worker_id", sa.Integer(), nullable=True),
        sa.Column("reviewer_id", sa.Integer(), nullable=True),
        sa.Column("restricted", sa.Boolean(), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=False),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("retention_class", sa.Text(), nullable=False),
        sa.Column("legal_hold", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("save_id", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["opened_by_id"], ["user.id"], name="fk_case_opened_by_id"),
        sa.ForeignKeyConstraint(["reviewer_id"], ["user.id"], name="fk_case_reviewer_id"),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name="fk_case_team_id"),
        sa.ForeignKeyConstraint(["worker_id"], ["user.id"], name="fk_case_worker_id"),
        sa.ForeignKeyConstraint(["young_person_id"], ["young_person.id"], name="fk_case_young_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_case"),
        sa.UniqueConstraint("save_id", name="uq_case_save_id"),
    )
    with op.batch_alter_table("case") as table:
        table.create_index("ix_case_team_id_restricted_id", ["team_id", "restricted", "id"])
        table.create_index("ix_case_worker_id_id", ["worker_id", "id"])
        table.create_index("ix_case_young_person_id_id", ["young_person_id", "id"])


def _allocation() -> None:
    op.create_table(
        "allocation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("worker_id", sa.Integer(), nullable=True),
        sa.Column("reviewer_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name="fk_allocation_by_id"),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_allocation_case_id"),
        sa.ForeignKeyConstraint(["reviewer_id"], ["user.id"], name="fk_allocation_reviewer_id"),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name="fk_allocation_team_id"),
        sa.ForeignKeyConstraint(["worker_id"], ["user.id"], name="fk_allocation_worker_id"),
        sa.PrimaryKeyConstraint("id", name="pk_allocation"),
    )
    with op.batch_alter_table("allocation") as table:
        table.create_index("ix_allocation_case_id_id", ["case_id", "id"])


def _case_summary() -> None:
    op.create_table(
        "case_summary",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("young_person_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("worker_id", sa.Integer(), nullable=True),
        sa.Column("restricted", sa.Boolean(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("district", sa.Text(), nullable=False),
        sa.Column("name_key", sa.String(length=200).with_variant(
            sa.String(length=200, collation="C"), "postgresql"), nullable=False),
        sa.Column("due_order", sa.Date(), nullable=False),
        sa.Column("level_id", sa.Text(), nullable=True),
        sa.Column("level_title", sa.Text(), nullable=True),
        sa.Column("level_rank", sa.Integer(), nullable=True),
        sa.Column("calculated", sa.Text(), nullable=True),
        sa.Column("highest_title", sa.Text(), nullable=True),
        sa.Column("highest_rank", sa.Integer(), nullable=True),
        sa.Column("highest_on", sa.Date(), nullable=True),
        sa.Column("as_at", sa.Date(), nullable=True),
        sa.Column("actual_harm", sa.Boolean(), nullable=False),
        sa.Column("draft_saved_by", sa.Text(), nullable=True),
        sa.Column("draft_saved_at", UtcDateTime(), nullable=True),
        sa.Column("engine_release", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_case_summary_case_id"),
        sa.ForeignKeyConstraint(["young_person_id"], ["young_person.id"], name="fk_case_summary_young_person_id"),
        sa.PrimaryKeyConstraint("case_id", name="pk_case_summary"),
    )
    with op.batch_alter_table("case_summary") as table:
        table.create_index("ix_case_summary_district_due_order", ["team_id", "restricted", "closed", "district", "due_order", "case_id"])
        table.create_index("ix_case_summary_district_name_key", ["team_id", "restricted", "closed", "district", "name_key", "case_id"])
        table.create_index("ix_case_summary_team_due_order", ["team_id", "restricted", "closed", "due_order", "case_id"])
        table.create_index("ix_case_summary_team_name_key", ["team_id", "restricted", "closed", "name_key", "case_id"])
        table.create_index("ix_case_summary_worker_due_order", ["worker_id", "closed", "due_order", "case_id"])
        table.create_index("ix_case_summary_worker_name_key", ["worker_id", "closed", "name_key", "case_id"])
        table.create_index("ix_case_summary_young_person_id", ["young_person_id"])


def _conflict_of_interest() -> None:
    op.create_table(
        "conflict_of_interest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("declared_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_conflict_of_interest_case_id"),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name="fk_conflict_of_interest_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_conflict_of_interest"),
        sa.UniqueConstraint("user_id", "case_id", name="uq_conflict_of_interest_user_id_case_id"),
    )
    with op.batch_alter_table("conflict_of_interest") as table:
        table.create_index("ix_conflict_of_interest_case_id", ["case_id"])


def _immediate_danger() -> None:
    op.create_table(
        "immediate_danger",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=True),
        sa.Column("withdraws", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("where_now", sa.Text(), nullable=False),
        sa.Column("since", sa.Text(), nullable=False),
        sa.Column("with_whom", sa.Text(), nullable=False),
        sa.Column("police_told", sa.Text(), nullable=False),
        sa.Column("police_reference", sa.Text(), nullable=False),
        sa.Column("social_care_told", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("save_id", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["about_id"], ["immediate_danger.id"], name="fk_immediate_danger_about_id"),
        sa.ForeignKeyConstraint(["author_id"], ["user.id"], name="fk_immediate_danger_author_id"),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_immediate_danger_case_id"),
        sa.PrimaryKeyConstraint("id", name="pk_immediate_danger"),
        sa.UniqueConstraint("save_id", name="uq_immediate_danger_save_id"),
    )
    with op.batch_alter_table("immediate_danger") as table:
        table.create_index("ix_immediate_danger_about_id", ["about_id"])
        table.create_index("ix_immediate_danger_case_id_id", ["case_id", "id"])


def _note() -> None:
    op.create_table(
        "note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("about_toolkit", sa.Text(), nullable=True),
        sa.Column("about_question", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("save_id", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["user.id"], name="fk_note_author_id"),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_note_case_id"),
        sa.ForeignKeyConstraint(["corrects_id"], ["note.id"], name="fk_note_corrects_id"),
        sa.PrimaryKeyConstraint("id", name="pk_note"),
        sa.UniqueConstraint("corrects_id", name="uq_note_corrects_id"),
        sa.UniqueConstraint("save_id", name="uq_note_save_id"),
    )
    with op.batch_alter_table("note") as table:
        table.create_index("ix_note_case_id_about_question_id", ["case_id", "about_question", "id"])
        table.create_index("ix_note_case_id_id", ["case_id", "id"])


def _restriction() -> None:
    op.create_table(
        "restriction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("restricted", sa.Boolean(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name="fk_restriction_by_id"),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_restriction_case_id"),
        sa.PrimaryKeyConstraint("id", name="pk_restriction"),
    )
    with op.batch_alter_table("restriction") as table:
        table.create_index("ix_restriction_case_id_id", ["case_id", "id"])
