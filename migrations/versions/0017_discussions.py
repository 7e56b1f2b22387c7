"""Multi-agency discussions before a case is stepped down or closed."""

import sqlalchemy as sa
from alembic import op

from app.database import UtcDateTime

revision = "0017"
down_revision = "0015"
branch_labels = None
depends_on = None

_ACT = sa.Enum("step-down", "close", name="act", native_enum=False, length=20)
_RESULT = sa.Enum("stays", "again", name="result", native_enum=False, length=20)


def upgrade() -> None:
    op.add_column("note", sa.Column("tells_of", sa.Text(), nullable=True))
    op.create_table(
        "discussion_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("act", _ACT, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recommended_by_id", sa.Integer(), nullable=False),
        sa.Column("recommended_by_name", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("save_id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name="fk_discussion_request_by_id"),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_discussion_request_case_id"),
        sa.ForeignKeyConstraint(["recommended_by_id"], ["user.id"], name="fk_discussion_request_recommended_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_discussion_request"),
        sa.UniqueConstraint("save_id", name="uq_discussion_request_save_id"),
    )
    with op.batch_alter_table("discussion_request") as table:
        table.create_index("ix_discussion_request_case_id_id", ["case_id", "id"])
        table.create_index("ix_discussion_request_recommended_by_id_id", ["recommended_by_id", "id"])
    op.create_table(
        "discussion_request_withdrawal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name="fk_discussion_request_withdrawal_by_id"),
        sa.ForeignKeyConstraint(["request_id"], ["discussion_request.id"], name="fk_discussion_request_withdrawal_request_id"),
        sa.PrimaryKeyConstraint("id", name="pk_discussion_request_withdrawal"),
        sa.UniqueConstraint("request_id", name="uq_discussion_request_withdrawal_request_id"),
    )
    op.create_table(
        "discussion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("level_id", sa.Text(), nullable=True),
        sa.Column("level_title", sa.Text(), nullable=True),
        sa.Column("level_rank", sa.Integer(), nullable=True),
        sa.Column("agreed", sa.Boolean(), nullable=False),
        sa.Column("attendees", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("sign_off_id", sa.Integer(), nullable=True),
        sa.Column("revision_id", sa.Integer(), nullable=True),
        sa.Column("note_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("save_id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name="fk_discussion_by_id"),
        sa.ForeignKeyConstraint(["note_id"], ["note.id"], name="fk_discussion_note_id"),
        sa.ForeignKeyConstraint(["request_id"], ["discussion_request.id"], name="fk_discussion_request_id"),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name="fk_discussion_revision_id"),
        sa.ForeignKeyConstraint(["sign_off_id"], ["sign_off.id"], name="fk_discussion_sign_off_id"),
        sa.PrimaryKeyConstraint("id", name="pk_discussion"),
        sa.UniqueConstraint("save_id", name="uq_discussion_save_id"),
    )
    with op.batch_alter_table("discussion") as table:
        table.create_index("ix_discussion_request_id_id", ["request_id", "id"])
    op.create_table(
        "managers_discussion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("discussion_id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("manager", sa.Text(), nullable=False),
        sa.Column("other_manager", sa.Text(), nullable=False),
        sa.Column("result", _RESULT, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("save_id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name="fk_managers_discussion_by_id"),
        sa.ForeignKeyConstraint(["discussion_id"], ["discussion.id"], name="fk_managers_discussion_discussion_id"),
        sa.PrimaryKeyConstraint("id", name="pk_managers_discussion"),
        sa.UniqueConstraint("discussion_id", name="uq_managers_discussion_discussion_id"),
        sa.UniqueConstraint("save_id", name="uq_managers_discussion_save_id"),
    )
    op.create_table(
        "copy_read",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("discussion_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name="fk_copy_read_by_id"),
        sa.ForeignKeyConstraint(["discussion_id"], ["discussion.id"], name="fk_copy_read_discussion_id"),
        sa.PrimaryKeyConstraint("id", name="pk_copy_read"),
        sa.UniqueConstraint("discussion_id", name="uq_copy_read_discussion_id"),
    )
    with op.batch_alter_table("decision") as table:
        table.add_column(sa.Column("request_id", sa.Integer(), nullable=True))
        table.create_foreign_key("fk_decision_request_id", "discussion_request", ["request_id"], ["id"])
        table.create_index("ix_decision_request_id", ["request_id"])


def downgrade() -> None:
    with op.batch_alter_table("decision") as table:
        table.drop_index("ix_decision_request_id")
        table.drop_constraint("fk_decision_request_id", type_="foreignkey")
        table.drop_column("request_id")
    for name in ("copy_read", "managers_discussion", "discussion", "discussion_request_withdrawal", "discussion_request"):
        op.drop_table(name)
    with op.batch_alter_table("note") as table:
        table.drop_column("tells_of")
