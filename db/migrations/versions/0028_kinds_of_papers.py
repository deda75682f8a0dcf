"""papers of matters: what kind of file they were"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "matter_paper", sa.Column("kind", sa.String(8), server_default="", nullable=False)
    )
