"""the sync with the district office"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sync_state",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("store", sa.String(36), nullable=False),
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("district", sa.String(200), nullable=False),
        sa.Column("centre", sa.String(10), nullable=False),
        sa.Column("epoch", sa.String(), nullable=False),
        sa.Column("cursor", sa.String(), nullable=True),
        sa.Column("staged", sa.String(), nullable=True),
        sa.Column("settled", sa.Integer(), nullable=False),
        sa.Column("written", sa.Integer(), nullable=False),
        sa.Column("previous", sa.String(), nullable=False),
        sa.Column("batch", sa.String(), nullable=True),
        sa.Column("schema_now", sa.Integer(), nullable=False),
        sa.Column("schema_before", sa.Integer(), nullable=False),
        sa.Column("schema_until", sa.Integer(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("asked_action", sa.String(60), nullable=False),
        sa.Column("asked_check", sa.Integer(), nullable=False),
        sa.Column("heard", sa.String(32), nullable=True),
        sa.Column("synced", sa.String(32), nullable=True),
        sa.Column("offline_since", sa.String(32), nullable=True),
        sa.Column("attention", sa.String(), nullable=False),
        sa.Column("attention_fields", sa.String(), nullable=False),
        sa.Column("lag", sa.Float(), nullable=True),
        sa.Column("skew", sa.Float(), nullable=True),
        sa.Column("checked", sa.String(32), nullable=True),
        sa.Column("mended", sa.Integer(), nullable=False),
        sa.Column("until", sa.String(32), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sync_state")),
    )
    op.create_table(
        "sync_copy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("base", sa.String(), nullable=False),
        sa.Column("page_table", sa.String(20), nullable=False),
        sa.Column("page_after", sa.String(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("replayed", sa.String(), nullable=True),
        sa.Column("horizon", sa.String(), nullable=False),
        sa.Column("applied", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sync_copy")),
    )
    op.create_table(
        "replica",
        sa.Column("tbl", sa.String(20), nullable=False),
        sa.Column("pk", sa.String(100), nullable=False),
        sa.Column("ver", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(16), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("tbl", "pk", name=op.f("pk_replica")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "sync_staged",
        sa.Column("tbl", sa.String(20), nullable=False),
        sa.Column("pk", sa.String(100), nullable=False),
        sa.Column("op", sa.String(6), nullable=False),
        sa.Column("ver", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(16), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("tbl", "pk", name=op.f("pk_sync_staged")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "proposal",
        sa.Column("op_id", sa.String(36), nullable=False),
        sa.Column("resident_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(20), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("was", sa.String(), nullable=False),
        sa.Column("base_ver", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("action_id", sa.String(60), nullable=False),
        sa.PrimaryKeyConstraint("op_id", name=op.f("pk_proposal")),
        sa.UniqueConstraint("action_id", name=op.f("uq_proposal_action_id")),
    )
    op.create_index("ix_proposal_resident_id", "proposal", ["resident_id"], unique=False)
    op.create_table(
        "work_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("op_id", sa.String(36), nullable=False),
        sa.Column("op_seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(60), nullable=False),
        sa.Column("subject", sa.String(60), nullable=False),
        sa.Column("payload", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(10), nullable=False),
        sa.Column("code", sa.String(60), nullable=False),
        sa.Column("fields", sa.String(), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("told", sa.String(32), nullable=False),
        sa.Column("settled", sa.String(32), nullable=True),
        sa.Column("settled_by", sa.String(100), nullable=False),
        sa.Column("note", sa.String(200), nullable=False),
        sa.Column("action_id", sa.String(60), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_item")),
        sa.UniqueConstraint("op_id", name=op.f("uq_work_item_op_id")),
        sa.UniqueConstraint("action_id", name=op.f("uq_work_item_action_id")),
    )
    op.create_index(
        "ix_work_item_open",
        "work_item",
        ["id"],
        unique=False,
        sqlite_where=sa.text("settled IS NULL"),
    )
    _blocks_apart()


def _blocks_apart() -> None:
    """Of a closed block only what was given stands in the way of another."""
    op.execute("DROP TRIGGER number_block_apart")
    op.execute(
        "CREATE TRIGGER number_block_apart BEFORE INSERT ON number_block"
        " WHEN EXISTS (SELECT 1 FROM number_block WHERE series = new.series"
        " AND first <= new.last"
        " AND CASE WHEN closed_at IS NULL THEN last ELSE used END >= new.first)"
        " BEGIN SELECT raise(ABORT, 'blocks of a series overlap'); END"
    )
