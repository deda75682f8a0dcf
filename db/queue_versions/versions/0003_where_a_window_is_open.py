"""at which PC a window is open, and what time the server has"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("desk", sa.Column("pc", sa.String(80), nullable=False, server_default=""))
    op.execute(
        "CREATE FUNCTION queue_now() RETURNS timestamptz LANGUAGE sql"
        " AS 'SELECT clock_timestamp()'"
    )
