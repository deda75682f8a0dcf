"""secure paper by serials; certificates made void after hand-over, or printed once more"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

APPEND_ONLY = ("paper_pack", "paper_write_off", "certificate_void")
STATES = "'handed_over', 'spoiled')"
MORE = "'handed_over', 'spoiled', 'voided')"


def upgrade() -> None:
    _allow_voided()
    op.create_table(
        "paper_pack",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.String(60), nullable=False),
        sa.Column("first", sa.String(24), nullable=False),
        sa.Column("last", sa.String(24), nullable=False),
        sa.Column("sheets", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("clerk_id", sa.Integer(), nullable=False),
        sa.Column("window", sa.Integer(), nullable=True),
        sa.CheckConstraint("sheets > 0", name=op.f("ck_paper_pack_sheets")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_pack")),
        sa.UniqueConstraint("action_id", name=op.f("uq_paper_pack_action_id")),
    )
    op.create_table(
        "paper_write_off",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.String(60), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("asked", sa.String(60), nullable=False),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("clerk_id", sa.Integer(), nullable=False),
        sa.Column("window", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["certificate_event.id"],
            name=op.f("fk_paper_write_off_event_id_certificate_event"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_write_off")),
        sa.UniqueConstraint("action_id", name=op.f("uq_paper_write_off_action_id")),
    )
    op.create_table(
        "paper_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("serial", sa.String(24), nullable=False),
        sa.Column("pack_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "remaining",
                "issued",
                "spoiled",
                name="sheetstate",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("write_off_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "CASE state WHEN 'remaining' THEN event_id IS NULL AND write_off_id IS NULL"
            " WHEN 'issued' THEN event_id IS NOT NULL AND write_off_id IS NULL"
            " ELSE event_id IS NOT NULL OR write_off_id IS NOT NULL END",
            name=op.f("ck_paper_sheet_why"),
        ),
        sa.ForeignKeyConstraint(
            ["pack_id"], ["paper_pack.id"], name=op.f("fk_paper_sheet_pack_id_paper_pack")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["certificate_event.id"],
            name=op.f("fk_paper_sheet_event_id_certificate_event"),
        ),
        sa.ForeignKeyConstraint(
            ["write_off_id"],
            ["paper_write_off.id"],
            name=op.f("fk_paper_sheet_write_off_id_paper_write_off"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_sheet")),
        sa.UniqueConstraint("serial", name=op.f("uq_paper_sheet_serial")),
    )
    for column in ("state", "event_id"):
        op.create_index(f"ix_paper_sheet_{column}", "paper_sheet", [column], unique=False)
    op.create_table(
        "certificate_void",
        sa.Column("certificate_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("fee_kept", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["certificate_id"],
            ["certificate.id"],
            name=op.f("fk_certificate_void_certificate_id_certificate"),
        ),
        sa.PrimaryKeyConstraint("certificate_id", name=op.f("pk_certificate_void")),
    )
    op.create_table(
        "certificate_reprint",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.String(60), nullable=False),
        sa.Column("certificate_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("pdf_sha256", sa.String(64), nullable=False),
        sa.Column("job", sa.String(), nullable=True),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("clerk_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["certificate_id"],
            ["certificate.id"],
            name=op.f("fk_certificate_reprint_certificate_id_certificate"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate_reprint")),
        sa.UniqueConstraint("action_id", name=op.f("uq_certificate_reprint_action_id")),
        sa.UniqueConstraint(
            "certificate_id", "number", name=op.f("uq_certificate_reprint_certificate_id_number")
        ),
    )
    op.create_index(
        "ix_certificate_reprint_certificate_id", "certificate_reprint", ["certificate_id"]
    )
    _guard()


def _allow_voided() -> None:
    """A check that is only widened leaves every row as it is, so the tables, to which half of the
    store refers, need not be made anew (sqlite.org/lang_altertable.html, section 7)."""
    op.execute("PRAGMA writable_schema = ON")
    op.execute(
        f"UPDATE sqlite_master SET sql = replace(sql, {_quoted(STATES)}, {_quoted(MORE)})"
        " WHERE type = 'table' AND name IN ('certificate', 'certificate_event')"
    )
    op.execute("PRAGMA writable_schema = RESET")


def _quoted(text: str) -> str:
    doubled = text.replace("'", "''")
    return f"'{doubled}'"


def _guard() -> None:
    for table in APPEND_ONLY:
        for verb in ("update", "delete"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}"
                f" BEGIN SELECT raise(ABORT, '{table} is append-only'); END"
            )
    for table in ("paper_sheet", "certificate_reprint"):
        op.execute(
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}"
            f" BEGIN SELECT raise(ABORT, '{table} keeps every row'); END"
        )
    op.execute(
        "CREATE TRIGGER paper_sheet_of_pack BEFORE INSERT ON paper_sheet"
        " WHEN new.state <> 'remaining' OR NOT EXISTS (SELECT 1 FROM paper_pack WHERE"
        " id = new.pack_id AND new.serial BETWEEN first AND last"
        " AND length(new.serial) = length(first))"
        " BEGIN SELECT raise(ABORT, 'a sheet begins in its pack'); END"
    )
    op.execute(
        "CREATE TRIGGER paper_sheet_moves BEFORE UPDATE ON paper_sheet"
        " WHEN (new.id, new.serial, new.pack_id) <> (old.id, old.serial, old.pack_id)"
        " OR old.state = 'spoiled' OR old.state = new.state"
        " OR (new.event_id IS NOT old.event_id AND old.event_id IS NOT NULL"
        " AND new.state <> 'remaining')"
        " BEGIN SELECT raise(ABORT, 'a sheet keeps its serial and what became of it'); END"
    )
    op.execute(
        "CREATE TRIGGER certificate_reprint_stands BEFORE UPDATE ON certificate_reprint"
        " WHEN old.job IS NOT NULL OR (new.id, new.action_id, new.certificate_id, new.number,"
        " new.copies, new.pdf_sha256, new.reason, new.at, new.clerk_id) <> (old.id, old.action_id,"
        " old.certificate_id, old.number, old.copies, old.pdf_sha256, old.reason, old.at, old.clerk_id)"
        " BEGIN SELECT raise(ABORT, 'a reprint stands as it was made'); END"
    )
