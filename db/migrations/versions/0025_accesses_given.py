"""to whom a record of accesses was given"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "accesses_given",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("resident_id", sa.Integer, nullable=False),
        sa.Column("asked", sa.String, nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("clerk_id", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accesses_given")),
    )
    op.create_index("ix_accesses_given_resident_id", "accesses_given", ["resident_id"])
    for what in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER accesses_given_no_{what.lower()} BEFORE {what} ON accesses_given"
            " BEGIN SELECT raise(ABORT, 'accesses_given is append-only'); END"
        )
