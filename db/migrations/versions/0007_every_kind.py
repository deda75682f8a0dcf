"""every kind of certificate: who asked, crossings, enclosed pages, records under restriction"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("certificate", sa.Column("asked", sa.String(), nullable=True))
    op.add_column("resident", sa.Column("restricted", sa.String(200), nullable=True))
    op.create_index(
        "ix_address_present", "address", ["text_ko"], sqlite_where=sa.text("moved_out IS NULL")
    )
    op.create_table(
        "crossing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("resident_id", sa.Integer(), nullable=False),
        sa.Column(
            "direction",
            sa.Enum(
                "entry",
                "departure",
                name="direction",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("port", sa.String(10), nullable=False),
        sa.Column("passport_number", sa.String(12), nullable=True),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["resident.id"], name="fk_crossing_resident_id_resident"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_crossing"),
    )
    op.create_index("ix_crossing_resident_id", "crossing", ["resident_id"])
    op.create_table(
        "enclosed_page",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("certificate_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("jpeg", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["certificate_id"],
            ["certificate.id"],
            name="fk_enclosed_page_certificate_id_certificate",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_enclosed_page"),
    )
    op.create_index("ix_enclosed_page_certificate_id", "enclosed_page", ["certificate_id"])
