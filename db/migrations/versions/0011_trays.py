"""trays: several documents of one visit, paid together under one joint receipt"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "joint_receipt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(40), nullable=False),
        sa.Column("action_id", sa.String(60), nullable=False),
        sa.Column("asked_sha256", sa.String(64), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("clerk_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joint_receipt")),
        sa.UniqueConstraint("action_id", name=op.f("uq_joint_receipt_action_id")),
        sa.UniqueConstraint("number", name=op.f("uq_joint_receipt_number")),
    )
    for verb in ("update", "delete"):
        op.execute(
            f"CREATE TRIGGER joint_receipt_no_{verb} BEFORE {verb} ON joint_receipt"
            " BEGIN SELECT raise(ABORT, 'joint_receipt is append-only'); END"
        )
    op.execute(
        "ALTER TABLE payment ADD COLUMN joint_id INTEGER CONSTRAINT"
        " fk_payment_joint_id_joint_receipt REFERENCES joint_receipt (id)"
    )
    op.create_index("ix_payment_joint_id", "payment", ["joint_id"], unique=False)
