"""matters: why one was turned down"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "matter", sa.Column("turned_down", sa.String(20), server_default="", nullable=False)
    )
