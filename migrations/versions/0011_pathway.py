"""Managers' decisions about levels and closing, and who is a senior."""

import sqlalchemy as sa
from alembic import op

from app.database import UtcDateTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_KIND = sa.Enum("agreed", "kept", "stepped_down", "closed", "reopened", name="decisionkind", native_enum=False, length=20)
_ROUTE = sa.Enum("ordinary", "exceptional", name="route", native_enum=False, length=20)


def upgrade() -> None:
    with op.batch_alter_table("user") as table:
        table.add_column(sa.Column("senior", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("kind", _KIND, nullable=False),
        sa.Column("route", _ROUTE, nullable=False),
        sa.Column("from_id", sa.Text(), nullable=True),
        sa.Column("from_title", sa.Text(), nullable=True),
        sa.Column("from_rank", sa.Integer(), nullable=True),
        sa.Column("to_id", sa.Text(), nullable=True),
        sa.Column("to_title", sa.Text(), nullable=True),
        sa.Column("to_rank", sa.Integer(), nullable=True),
        sa.Column("revision_id", sa.Integer(), nullable=True),
        sa.Column("sign_off_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("verdict_sha256", sa.String(length=64), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("save_id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name="fk_decision_by_id"),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_decision_case_id"),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name="fk_decision_revision_id"),
        sa.ForeignKeyConstraint(["sign_off_id"], ["sign_off.id"], name="fk_decision_sign_off_id"),
        sa.PrimaryKeyConstraint("id", name="pk_decision"),
        sa.UniqueConstraint("save_id", name="uq_decision_save_id"),
    )
    with op.batch_alter_table("decision") as table:
        table.create_index("ix_decision_case_id_id", ["case_id", "id"])
        table.create_index("ix_decision_route_id", ["route", "id"])
        table.create_index("ix_decision_sign_off_id", ["sign_off_id"])


def downgrade() -> None:
    op.drop_table("decision")
    with op.batch_alter_table("user") as table:
        table.drop_column("senior")
