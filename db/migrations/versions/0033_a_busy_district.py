"""a district that answers that it is busy is told from one that does not answer"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    busy = sa.Column("busy", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("sync_state", busy)
