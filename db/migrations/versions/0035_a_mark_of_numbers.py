"""how far numbers were given, so that a store that is put back from a copy is recognised"""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

SOURCES = ("local", "district", "carried", "gap")


def upgrade() -> None:
    op.create_table(
        "number_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("age", sa.Integer(), nullable=False),
        sa.Column("given", sa.Integer(), nullable=False),
        sa.Column("marked", sa.Boolean(), nullable=False),
        sa.Column("copied", sa.String(32), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_number_mark")),
    )
    op.execute("INSERT INTO number_mark (id, age, given, marked) VALUES (1, 0, 0, 0)")
    op.execute(
        "CREATE TRIGGER number_mark_grows BEFORE UPDATE ON number_mark"
        " WHEN new.id <> old.id OR new.age < old.age OR new.marked < old.marked"
        " BEGIN SELECT raise(ABORT, 'a store only grows older'); END"
    )
    op.execute(
        "CREATE TRIGGER number_mark_no_delete BEFORE DELETE ON number_mark"
        " BEGIN SELECT raise(ABORT, 'number_mark keeps its row'); END"
    )
    op.execute(
        "CREATE TRIGGER number_mark_no_replace BEFORE INSERT ON number_mark"
        " BEGIN SELECT raise(ABORT, 'number_mark keeps its row'); END"
    )
    _gaps()


def _gaps() -> None:
    """Another source of a block: SQLite changes no constraint of a table that is there."""
    connection = op.get_bind()
    guards = connection.exec_driver_sql(
        "SELECT sql FROM sqlite_master WHERE type IN ('trigger', 'index')"
        " AND tbl_name = 'number_block' AND sql IS NOT NULL"
    )
    kept = [sql for (sql,) in guards]
    op.create_table(
        "number_block_new",
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
    op.execute(
        "INSERT INTO number_block_new (id, series, first, last, used, source, taken_at, closed_at,"
        " action_id) SELECT id, series, first, last, used, source, taken_at, closed_at, action_id"
        " FROM number_block"
    )
    op.drop_table("number_block")
    op.rename_table("number_block_new", "number_block")
    for sql in kept:
        op.execute(sql)
