"""documents as they are kept: sealed"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sealed_document",
        sa.Column("certificate_id", sa.Integer(), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("fonts", sa.String(), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(
            ["certificate_id"],
            ["certificate.id"],
            name=op.f("fk_sealed_document_certificate_id_certificate"),
        ),
        sa.PrimaryKeyConstraint("certificate_id", name=op.f("pk_sealed_document")),
    )
    for verb in ("update", "delete"):
        op.execute(
            f"CREATE TRIGGER sealed_document_no_{verb} BEFORE {verb} ON sealed_document"
            " BEGIN SELECT raise(ABORT, 'sealed_document is append-only'); END"
        )
