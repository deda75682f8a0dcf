"""people are found by telephone, former number and road, and in spite of a typing error; what is
found by is made anew when the store is opened"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("resident", sa.Column("phone", sa.String(20), nullable=True))
    op.add_column("resident", sa.Column("former_numbers", sa.String(200), nullable=True))
    op.create_table(
        "spelling",
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("word", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("key", "word", name=op.f("pk_spelling")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "search_lag",
        sa.Column("after", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("after", name=op.f("pk_search_lag")),
    )
    op.execute("INSERT INTO search_lag (after) SELECT 0 WHERE EXISTS (SELECT 1 FROM resident)")
