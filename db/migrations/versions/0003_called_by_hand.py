"""numbers called by hand while a shared queue cannot be reached"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "hand_call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.String(40), nullable=False),
        sa.Column("number", sa.String(12), nullable=False),
        sa.Column("window", sa.Integer(), nullable=False),
        sa.Column("clerk_id", sa.Integer(), nullable=False),
        sa.Column("login", sa.String(40), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "kept", "posted", "conflict", "settled",
                name="handstate", native_enum=False, create_constraint=True, length=20,
            ),
            nullable=False,
        ),
        sa.Column("code", sa.String(60), nullable=True),
        sa.Column("fields", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand_call")),
        sa.UniqueConstraint("action_id", name=op.f("uq_hand_call_action_id")),
    )
    op.create_index(op.f("ix_hand_call_state"), "hand_call", ["state"])
