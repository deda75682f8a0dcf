"""who else signed when secure paper was written off"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("paper_write_off", sa.Column("second_id", sa.Integer))
