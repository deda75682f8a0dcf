"""whoever moved a ticket is known by login, which means the same on every PC"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("ticket_event", sa.Column("clerk", sa.String(40), nullable=True))
    op.execute(
        "UPDATE ticket_event SET clerk = (SELECT login FROM clerk WHERE clerk.id = clerk_id)"
    )
    op.drop_column("ticket_event", "clerk_id")
