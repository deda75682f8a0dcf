"""numbers in blocks"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

SOURCES = ("local", "district", "carried")
ISSUED = "series GLOB '[0-9][0-9][0-9][0-9]-[0-9]*'"
RECEIPTS = "series GLOB 'receipt-[0-9]*'"
NOW = "strftime('%Y-%m-%dT%H:%M:%f000+09:00', 'now', '+9 hours')"
FIXED = ("id", "series", "first", "last", "source", "taken_at", "action_id")


def upgrade() -> None:
    op.create_table(
        "number_block",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series", sa.String(60), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column(
            "source",
            sa.Enum(
                *SOURCES, name="blocksource", native_enum=False, create_constraint=True, length=20
            ),
            nullable=False,
        ),
        sa.Column("taken_at", sa.String(32), nullable=False),
        sa.Column("closed_at", sa.String(32), nullable=True),
        sa.Column("action_id", sa.String(60), nullable=True),
        sa.CheckConstraint(
            "first >= 1 AND last >= first AND used BETWEEN first - 1 AND last",
            name=op.f("ck_number_block_range"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_number_block")),
        sa.UniqueConstraint("action_id", name=op.f("uq_number_block_action_id")),
    )
    op.create_index("ix_number_block_series", "number_block", ["series"], unique=False)
    _carry_on()
    _guard()


def _carry_on() -> None:
    """What was given so far is a block that is used up; the next begins right after it."""
    for series, where in (("series", ISSUED), ("substr(series, 9) || '-R'", RECEIPTS)):
        op.execute(
            "INSERT INTO number_block (series, first, last, used, source, taken_at)"
            f" SELECT {series}, 1, last, last, 'carried', {NOW} FROM serial WHERE {where}"
        )
        op.execute(f"DELETE FROM serial WHERE {where}")


def _guard() -> None:
    op.execute(
        "CREATE TRIGGER number_block_apart BEFORE INSERT ON number_block"
        " WHEN EXISTS (SELECT 1 FROM number_block WHERE series = new.series"
        " AND first <= new.last AND last >= new.first)"
        " BEGIN SELECT raise(ABORT, 'blocks of a series overlap'); END"
    )
    moved = " OR ".join(f"new.{column} IS NOT old.{column}" for column in FIXED)
    op.execute(
        "CREATE TRIGGER number_block_in_turn BEFORE UPDATE ON number_block"
        f" WHEN {moved} OR new.used NOT IN (old.used, old.used + 1) OR (old.closed_at IS NOT NULL"
        " AND (new.used <> old.used OR new.closed_at IS NOT old.closed_at))"
        " BEGIN SELECT raise(ABORT, 'a block only counts on'); END"
    )
    op.execute(
        "CREATE TRIGGER number_block_no_delete BEFORE DELETE ON number_block"
        " BEGIN SELECT raise(ABORT, 'number_block is append-only'); END"
    )
