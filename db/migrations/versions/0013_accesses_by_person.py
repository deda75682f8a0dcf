"""who looked at a record is found without walking the whole chain"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_audit_subject",
        "audit",
        ["subject"],
        unique=False,
        sqlite_where=sa.text("subject NOT LIKE 'ticket:%'"),
    )
