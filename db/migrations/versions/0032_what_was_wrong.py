"""a waiver names the document that was wrong, where the office erred"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    earlier = sa.Column("earlier", sa.String(40), server_default="", nullable=False)
    op.add_column("waiver", earlier)
    op.create_index("ix_waiver_earlier", "waiver", ["earlier"])
