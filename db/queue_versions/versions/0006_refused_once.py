"""what the district did not apply of the queue's facts, and which PC's work that is"""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
CREATE TABLE queue_refused (
    op_id varchar(36) PRIMARY KEY, store varchar(36) NOT NULL, said varchar NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp(), done boolean NOT NULL DEFAULT false)
"""
    )
