"""the first schema"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

LIVE = sa.text("state IN ('called', 'serving')")
SEARCH = """
CREATE VIRTUAL TABLE resident_search USING fts5(
    words, content='', contentless_delete=1, detail=none, prefix='1 2 3 4 5', tokenize='ascii'
)
"""
APPEND_ONLY = """
CREATE TRIGGER audit_no_{verb} BEFORE {verb} ON audit
BEGIN SELECT raise(ABORT, 'the audit log is append-only'); END
"""


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("clerk", sa.String(40), nullable=False),
        sa.Column("window", sa.Integer(), nullable=True),
        sa.Column("terminal", sa.String(100), nullable=False),
        sa.Column("action", sa.String(60), nullable=False),
        sa.Column("subject", sa.String(60), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit")),
    )
    op.create_index("ix_audit_subject", "audit", ["subject"], unique=False)

    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )
    op.create_table(
        "certificate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("issue_number", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("resident_id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=True),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("pdf_sha256", sa.String(64), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "prepared",
                "spooled",
                "handed_over",
                "spoiled",
                name="certificatestate",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("job", sa.String(), nullable=True),
        sa.Column("clerk_id", sa.Integer(), nullable=False),
        sa.Column("window", sa.Integer(), nullable=True),
        sa.Column("prepared_at", sa.String(32), nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate")),
        sa.UniqueConstraint("issue_number", name=op.f("uq_certificate_issue_number")),
    )
    op.create_index("ix_certificate_day", "certificate", ["day"], unique=False)
    op.create_index("ix_certificate_resident_id", "certificate", ["resident_id"], unique=False)
    op.create_index("ix_certificate_state", "certificate", ["state"], unique=False)

    op.create_table(
        "clerk",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("login", sa.String(40), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "clerk",
                "supervisor",
                "privacy",
                "administrator",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("locked_at", sa.String(32), nullable=True),
        sa.Column("suspended_at", sa.String(32), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clerk")),
        sa.UniqueConstraint("login", name=op.f("uq_clerk_login")),
    )
    op.create_table(
        "outbox",
        sa.Column("op_seq", sa.Integer(), nullable=False),
        sa.Column("op_id", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(60), nullable=False),
        sa.Column("payload", sa.String(), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("op_seq", name=op.f("pk_outbox")),
        sa.UniqueConstraint("op_id", name=op.f("uq_outbox_op_id")),
    )
    op.create_table(
        "resident",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "id_kind",
            sa.Enum(
                "FRN",
                "DRN",
                "RRN",
                name="idkind",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("number", sa.String(13), nullable=False),
        sa.Column("name_roman", sa.String(200), nullable=False),
        sa.Column("name_hangul", sa.String(100), nullable=False),
        sa.Column("name_original", sa.String(200), nullable=False),
        sa.Column("name_key", sa.String(200), nullable=False),
        sa.Column(
            "sex",
            sa.Enum("M", "F", name="sex", native_enum=False, create_constraint=True, length=20),
            nullable=False,
        ),
        sa.Column("birth_date", sa.Date(), nullable=False),
        sa.Column("nationality", sa.String(3), nullable=False),
        sa.Column("passport_number", sa.String(12), nullable=True),
        sa.Column("passport_expiry", sa.Date(), nullable=True),
        sa.Column("status_of_stay", sa.String(10), nullable=True),
        sa.Column("stay_expires", sa.Date(), nullable=True),
        sa.Column("entered_on", sa.Date(), nullable=True),
        sa.Column("registered_on", sa.Date(), nullable=True),
        sa.Column("card_lost_on", sa.Date(), nullable=True),
        sa.Column("centre", sa.String(10), nullable=False),
        sa.Column("household", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resident")),
        sa.UniqueConstraint("number", name=op.f("uq_resident_number")),
    )
    op.create_index("ix_resident_birth_date", "resident", ["birth_date"], unique=False)
    op.create_index("ix_resident_household", "resident", ["household"], unique=False)
    op.create_index(
        "ix_resident_name_hangul_centre", "resident", ["name_hangul", "centre"], unique=False
    )
    op.create_index("ix_resident_name_key_centre", "resident", ["name_key", "centre"], unique=False)
    op.create_index("ix_resident_passport_number", "resident", ["passport_number"], unique=False)

    op.create_table(
        "serial",
        sa.Column("series", sa.String(60), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("series", name=op.f("pk_serial")),
    )
    op.create_table(
        "ticket",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("category", sa.String(4), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(12), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "called",
                "serving",
                "done",
                "no_show",
                "cancelled",
                name="ticketstate",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("language", sa.String(12), nullable=False),
        sa.Column("window", sa.Integer(), nullable=True),
        sa.Column("taken_at", sa.String(32), nullable=False),
        sa.Column("called_at", sa.String(32), nullable=True),
        sa.Column("started_at", sa.String(32), nullable=True),
        sa.Column("ended_at", sa.String(32), nullable=True),
        sa.Column("recalls", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket")),
        sa.UniqueConstraint(
            "day", "category", "serial", name=op.f("uq_ticket_day_category_serial")
        ),
    )
    op.create_index("ix_ticket_day_state", "ticket", ["day", "state", "id"], unique=False)
    op.create_index(
        "ix_ticket_live_window",
        "ticket",
        ["window"],
        unique=True,
        sqlite_where=sa.text("state IN ('called', 'serving')"),
        postgresql_where=sa.text("state IN ('called', 'serving')"),
    )

    op.create_table(
        "address",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("resident_id", sa.Integer(), nullable=False),
        sa.Column("moved_in", sa.Date(), nullable=False),
        sa.Column("moved_out", sa.Date(), nullable=True),
        sa.Column("reported_on", sa.Date(), nullable=True),
        sa.Column("text_ko", sa.String(300), nullable=False),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["resident.id"], name=op.f("fk_address_resident_id_resident")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_address")),
    )
    op.create_index("ix_address_resident_id", "address", ["resident_id"], unique=False)

    op.create_table(
        "certificate_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.String(60), nullable=False),
        sa.Column("certificate_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "prepared",
                "spooled",
                "handed_over",
                "spoiled",
                name="certificatestate",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("sheets", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("clerk_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["certificate_id"],
            ["certificate.id"],
            name=op.f("fk_certificate_event_certificate_id_certificate"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate_event")),
        sa.UniqueConstraint("action_id", name=op.f("uq_certificate_event_action_id")),
    )
    op.create_index(
        "ix_certificate_event_certificate_id", "certificate_event", ["certificate_id"], unique=False
    )

    op.create_table(
        "payment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("receipt_number", sa.String(40), nullable=False),
        sa.Column("certificate_id", sa.Integer(), nullable=False),
        sa.Column("won", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column(
            "tender",
            sa.Enum(
                "cash", "card", name="tender", native_enum=False, create_constraint=True, length=20
            ),
            nullable=False,
        ),
        sa.Column("reverses", sa.Integer(), nullable=True),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("clerk_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["certificate_id"],
            ["certificate.id"],
            name=op.f("fk_payment_certificate_id_certificate"),
        ),
        sa.ForeignKeyConstraint(
            ["reverses"], ["payment.id"], name=op.f("fk_payment_reverses_payment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment")),
        sa.UniqueConstraint("receipt_number", name=op.f("uq_payment_receipt_number")),
        sa.UniqueConstraint("reverses", name=op.f("uq_payment_reverses")),
    )
    op.create_index("ix_payment_certificate_id", "payment", ["certificate_id"], unique=False)
    op.create_index("ix_payment_day", "payment", ["day"], unique=False)

    op.create_table(
        "ticket_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.String(60), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column(
            "move",
            sa.Enum(
                "take",
                "call",
                "recall",
                "start",
                "finish",
                "no_show",
                "cancel",
                name="move",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "called",
                "serving",
                "done",
                "no_show",
                "cancelled",
                name="ticketstate",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("window", sa.Integer(), nullable=True),
        sa.Column("clerk_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_event_ticket_id_ticket")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_event")),
        sa.UniqueConstraint("action_id", name=op.f("uq_ticket_event_action_id")),
    )
    op.create_index("ix_ticket_event_ticket_id", "ticket_event", ["ticket_id"], unique=False)

    op.create_table(
        "window",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("clerk_id", sa.Integer(), nullable=True),
        sa.Column("since", sa.String(32), nullable=True),
        sa.ForeignKeyConstraint(["clerk_id"], ["clerk.id"], name=op.f("fk_window_clerk_id_clerk")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_window")),
        sa.UniqueConstraint("clerk_id", name=op.f("uq_window_clerk_id")),
    )
    op.execute(SEARCH)
    for verb in ("update", "delete"):
        op.execute(APPEND_ONLY.format(verb=verb))


def downgrade() -> None:
    op.execute("DROP TABLE resident_search")
    op.drop_table("window")
    op.drop_table("ticket_event")
    op.drop_table("payment")
    op.drop_table("certificate_event")
    op.drop_table("address")
    op.drop_table("ticket")
    op.drop_table("serial")
    op.drop_table("resident")
    op.drop_table("outbox")
    op.drop_table("clerk")
    op.drop_table("certificate")
    op.drop_table("audit_head")
    op.drop_table("audit")
