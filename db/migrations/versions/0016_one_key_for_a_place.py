"""a building is found however its address is written; the keys are made when the store is opened"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "address", sa.Column("place", sa.String(400), nullable=False, server_default="")
    )
    op.drop_index("ix_address_present", "address")
    op.create_index(
        "ix_address_place", "address", ["place"], sqlite_where=sa.text("moved_out IS NULL")
    )
    op.create_index(
        "ix_address_keyless", "address", ["id"], sqlite_where=sa.text("place = ''")
    )
