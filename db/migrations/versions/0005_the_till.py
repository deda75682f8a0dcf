"""the till: payments by several tenders, waivers, the drawer, closed days that stay closed"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=20)


APPEND_ONLY = ("payment", "payment_part", "waiver", "drawer_move", "drawer_count", "settlement")
OF_A_DAY = ("payment", "drawer_move", "drawer_count")
OF_A_PAYMENT = ("payment_part", "waiver")
CLOSED = "SELECT raise(ABORT, 'the day is closed')"


def upgrade() -> None:
    _payments()
    op.create_table(
        "payment_part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("payment_id", sa.Integer(), nullable=False),
        sa.Column("tender", _one_of("tender", "cash", "card", "stamp"), nullable=False),
        sa.Column("won", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(20), nullable=False),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["payment.id"], name=op.f("fk_payment_part_payment_id_payment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_part")),
    )
    op.create_index("ix_payment_part_payment_id", "payment_part", ["payment_id"], unique=False)
    op.execute(
        "INSERT INTO payment_part (payment_id, tender, won, reference)"
        " SELECT id, tender, won, '' FROM old_payment WHERE won <> 0 ORDER BY id"
    )
    op.drop_table("old_payment")
    for column in ("certificate_id", "day"):
        op.create_index(f"ix_payment_{column}", "payment", [column], unique=False)
    op.create_table(
        "waiver",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("payment_id", sa.Integer(), nullable=False),
        sa.Column("ground", sa.String(40), nullable=False),
        sa.Column("proof", sa.String(100), nullable=False),
        sa.Column("consent", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["payment.id"], name=op.f("fk_waiver_payment_id_payment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiver")),
        sa.UniqueConstraint("payment_id", name=op.f("uq_waiver_payment_id")),
    )
    op.create_table(
        "drawer_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.String(60), nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("kind", _one_of("drawerkind", "open", "in", "out"), nullable=False),
        sa.Column("won", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("clerk_id", sa.Integer(), nullable=False),
        sa.Column("window", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drawer_move")),
        sa.UniqueConstraint("action_id", name=op.f("uq_drawer_move_action_id")),
    )
    op.create_index("ix_drawer_move_day", "drawer_move", ["day"], unique=False)
    op.create_table(
        "drawer_count",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.String(60), nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("pieces", sa.String(), nullable=False),
        sa.Column("counted", sa.Integer(), nullable=False),
        sa.Column("expected", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("clerk_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drawer_count")),
        sa.UniqueConstraint("action_id", name=op.f("uq_drawer_count_action_id")),
    )
    op.create_index("ix_drawer_count_day", "drawer_count", ["day"], unique=False)
    op.create_table(
        "settlement",
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("action_id", sa.String(60), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("clerk_id", sa.Integer(), nullable=False),
        sa.Column("supervisor_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_settlement")),
        sa.UniqueConstraint("action_id", name=op.f("uq_settlement_action_id")),
    )
    _guard()


def _payments() -> None:
    """The table anew: SQLite takes no column away that a check names."""
    op.execute("PRAGMA legacy_alter_table = ON")
    op.rename_table("payment", "old_payment")
    op.execute("PRAGMA legacy_alter_table = OFF")
    for column in ("certificate_id", "day"):
        op.drop_index(f"ix_payment_{column}", "old_payment")
    op.create_table(
        "payment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("receipt_number", sa.String(40), nullable=False),
        sa.Column("certificate_id", sa.Integer(), nullable=False),
        sa.Column("won", sa.Integer(), nullable=False),
        sa.Column("waived", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("reverses", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("action_id", sa.String(60), nullable=True),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("clerk_id", sa.Integer(), nullable=False),
        sa.Column("window", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["certificate_id"],
            ["certificate.id"],
            name=op.f("fk_payment_certificate_id_certificate"),
        ),
        sa.ForeignKeyConstraint(
            ["reverses"], ["payment.id"], name=op.f("fk_payment_reverses_payment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment")),
        sa.UniqueConstraint("action_id", name=op.f("uq_payment_action_id")),
        sa.UniqueConstraint("receipt_number", name=op.f("uq_payment_receipt_number")),
        sa.UniqueConstraint("reverses", name=op.f("uq_payment_reverses")),
    )
    op.execute(
        "INSERT INTO payment SELECT p.id, p.receipt_number, p.certificate_id, p.won, 0, p.rule,"
        " p.content, p.reverses, CASE WHEN p.reverses IS NULL THEN NULL ELSE"
        " (SELECT e.reason FROM certificate_event AS e WHERE e.certificate_id = p.certificate_id"
        " AND e.state = 'spoiled') END, NULL, p.at, p.day, p.clerk_id, c.\"window\""
        " FROM old_payment AS p JOIN certificate AS c ON c.id = p.certificate_id ORDER BY p.id"
    )


def _guard() -> None:
    for table in APPEND_ONLY:
        for verb in ("update", "delete"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}"
                f" BEGIN SELECT raise(ABORT, '{table} is append-only'); END"
            )
    for table in OF_A_DAY:
        op.execute(
            f"CREATE TRIGGER {table}_open_day BEFORE INSERT ON {table}"
            " WHEN EXISTS (SELECT 1 FROM settlement WHERE day >= new.day)"
            f" BEGIN {CLOSED}; END"
        )
    for table in OF_A_PAYMENT:
        op.execute(
            f"CREATE TRIGGER {table}_open_day BEFORE INSERT ON {table}"
            " WHEN EXISTS (SELECT 1 FROM settlement WHERE day >="
            " (SELECT day FROM payment WHERE id = new.payment_id))"
            f" BEGIN {CLOSED}; END"
        )
    op.execute(
        "CREATE TRIGGER settlement_in_order BEFORE INSERT ON settlement"
        " WHEN EXISTS (SELECT 1 FROM settlement WHERE day >= new.day)"
        f" BEGIN {CLOSED}; END"
    )
