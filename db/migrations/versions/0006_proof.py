"""signing keys, what is held of others' keys, and what proves each certificate"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=20)


def upgrade() -> None:
    op.create_table(
        "signing_key",
        sa.Column("id", sa.String(16), nullable=False),
        sa.Column("role", _one_of("keyrole", "centre", "root"), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("private", sa.LargeBinary(), nullable=False),
        sa.Column("public", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signing_key")),
    )
    op.create_table(
        "held",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            _one_of("heldkind", "roots", "endorsements", "revocations", "lists", "certificates"),
            nullable=False,
        ),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held")),
        sa.UniqueConstraint("data", name=op.f("uq_held_data")),
    )
    op.create_table(
        "certificate_proof",
        sa.Column("certificate_id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.String(16), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("confirmation", sa.String(16), nullable=False),
        sa.Column("voided_at", sa.String(32), nullable=True),
        sa.ForeignKeyConstraint(
            ["certificate_id"],
            ["certificate.id"],
            name=op.f("fk_certificate_proof_certificate_id_certificate"),
        ),
        sa.PrimaryKeyConstraint("certificate_id", name=op.f("pk_certificate_proof")),
        sa.UniqueConstraint(
            "list_id", "place", name=op.f("uq_certificate_proof_list_id_place")
        ),
        sa.UniqueConstraint("confirmation", name=op.f("uq_certificate_proof_confirmation")),
    )
