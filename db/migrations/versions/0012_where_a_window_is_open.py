"""at which PC a window is open"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("desk", sa.Column("pc", sa.String(80), nullable=False, server_default=""))
