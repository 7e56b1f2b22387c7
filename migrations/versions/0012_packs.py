"""Review packs: what was asked for, what is withheld by hand, the parts and the files."""

import sqlalchemy as sa
from alembic import op

from app.database import UtcDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _pack()
    _pack_withheld()
    _pack_part()
    _pack_made()


def downgrade() -> None:
    for name in ("pack_made", "pack_part", "pack_withheld", "pack"):
        op.drop_table(name)


def _pack() -> None:
    op.create_table(
        "pack",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("earlier_id", sa.Integer(), nullable=False),
        sa.Column("later_id", sa.Integer(), nullable=False),
        sa.Column("audience", sa.String(length=20), nullable=False),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("save_id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name="fk_pack_by_id"),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_pack_case_id"),
        sa.ForeignKeyConstraint(["earlier_id"], ["revision.id"], name="fk_pack_earlier_id"),
        sa.ForeignKeyConstraint(["later_id"], ["revision.id"], name="fk_pack_later_id"),
        sa.PrimaryKeyConstraint("id", name="pk_pack"),
        sa.UniqueConstraint("save_id", name="uq_pack_save_id"),
    )
    op.create_index("ix_pack_case_id_id", "pack", ["case_id", "id"])


def _pack_withheld() -> None:
    op.create_table(
        "pack_withheld",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pack_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name="fk_pack_withheld_by_id"),
        sa.ForeignKeyConstraint(["pack_id"], ["pack.id"], name="fk_pack_withheld_pack_id"),
        sa.PrimaryKeyConstraint("id", name="pk_pack_withheld"),
        sa.UniqueConstraint("pack_id", "kind", "name", name="uq_pack_withheld_pack_id_kind_name"),
    )


def _pack_part() -> None:
    op.create_table(
        "pack_part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pack_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["pack_id"], ["pack.id"], name="fk_pack_part_pack_id"),
        sa.PrimaryKeyConstraint("id", name="pk_pack_part"),
        sa.UniqueConstraint("pack_id", "name", name="uq_pack_part_pack_id_name"),
    )


def _pack_made() -> None:
    op.create_table(
        "pack_made",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pack_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("hashes", sa.JSON(), nullable=False),
        sa.Column("log", sa.JSON(), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.Column("csv", sa.LargeBinary(), nullable=False),
        sa.Column("json", sa.LargeBinary(), nullable=False),
        sa.Column("proof", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["pack_id"], ["pack.id"], name="fk_pack_made_pack_id"),
        sa.PrimaryKeyConstraint("id", name="pk_pack_made"),
        sa.UniqueConstraint("pack_id", name="uq_pack_made_pack_id"),
    )
