"""whoever left without a word is found where they are still registered"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_address_unreported",
        "address",
        ["resident_id"],
        sqlite_where=sa.text("reported_on IS NULL"),
    )
