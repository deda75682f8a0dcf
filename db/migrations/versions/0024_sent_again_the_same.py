"""what an operation was sent with, so that it can be sent again to a district that was restored"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox", sa.Column("schema_v", sa.Integer()))
    op.add_column("outbox", sa.Column("base_ver", sa.Integer()))
