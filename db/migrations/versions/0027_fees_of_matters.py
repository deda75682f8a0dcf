"""payments that name what they are for: a certificate or a matter"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

KEPT = (
    *("id", "receipt_number", "certificate_id", "won", "waived", "rule", "content", "reverses"),
    *("reason", "action_id", "joint_id", "at", "day", "clerk_id", '"window"'),
)
GUARDS = "SELECT sql FROM sqlite_master WHERE tbl_name = 'payment' AND type IN ('index', 'trigger')"


def upgrade() -> None:
    """The table anew, since SQLite lets no column become optional, with every row, guard and index
    it had. Its parts and waivers miss it for as long as that takes."""
    run = op.get_bind().exec_driver_sql
    guards = [sql for (sql,) in run(f"{GUARDS} AND sql IS NOT NULL")]
    columns = ", ".join(KEPT)
    op.execute("PRAGMA defer_foreign_keys = ON")
    op.execute("CREATE TEMP TABLE old_payment AS SELECT * FROM main.payment")
    op.drop_table("payment")
    _create()
    op.execute(
        f"INSERT INTO payment ({columns}) SELECT {columns} FROM temp.old_payment ORDER BY id"
    )
    op.execute("DROP TABLE temp.old_payment")
    for sql in guards:
        op.execute(sql)
    op.create_index("ix_payment_matter_id", "payment", ["matter_id"])


def _create() -> None:
    op.create_table(
        "payment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("receipt_number", sa.String(40), nullable=False),
        sa.Column("certificate_id", sa.Integer(), nullable=True),
        sa.Column("matter_id", sa.Integer(), nullable=True),
        sa.Column("won", sa.Integer(), nullable=False),
        sa.Column("waived", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("reverses", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("action_id", sa.String(60), nullable=True),
        sa.Column("joint_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("clerk_id", sa.Integer(), nullable=False),
        sa.Column("window", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(certificate_id IS NULL) <> (matter_id IS NULL)",
            name=op.f("ck_payment_for_one_thing"),
        ),
        sa.ForeignKeyConstraint(
            ["certificate_id"],
            ["certificate.id"],
            name=op.f("fk_payment_certificate_id_certificate"),
        ),
        sa.ForeignKeyConstraint(
            ["matter_id"], ["matter.id"], name=op.f("fk_payment_matter_id_matter")
        ),
        sa.ForeignKeyConstraint(
            ["reverses"], ["payment.id"], name=op.f("fk_payment_reverses_payment")
        ),
        sa.ForeignKeyConstraint(
            ["joint_id"], ["joint_receipt.id"], name=op.f("fk_payment_joint_id_joint_receipt")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment")),
        sa.UniqueConstraint("action_id", name=op.f("uq_payment_action_id")),
        sa.UniqueConstraint("receipt_number", name=op.f("uq_payment_receipt_number")),
        sa.UniqueConstraint("reverses", name=op.f("uq_payment_reverses")),
    )
