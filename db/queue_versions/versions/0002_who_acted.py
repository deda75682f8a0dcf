"""whoever moved a ticket is known by login, which means the same on every PC"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("ticket_event", sa.Column("clerk", sa.String(40), nullable=True))
    op.drop_column("ticket_event", "clerk_id")
