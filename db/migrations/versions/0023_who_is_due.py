"""flags of everybody, as the nightly job reckons them"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "flag_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("started", sa.String(32), nullable=False),
        sa.Column("finished", sa.String(32), nullable=True),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("counts", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flag_run")),
    )
    op.create_table(
        "flag_due",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("flag", sa.String(40), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("resident_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("run_id", "flag", "due", "resident_id", name=op.f("pk_flag_due")),
        sqlite_with_rowid=False,
    )
