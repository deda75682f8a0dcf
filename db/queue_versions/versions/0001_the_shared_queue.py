"""the shared queue: tickets, their events, desks, announcements, their own audit chain"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

APPEND_ONLY = ("audit", "ticket_event", "announcement")


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=20)


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
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
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )
    op.create_table(
        "desk",
        sa.Column("window", sa.Integer(), nullable=False),
        sa.Column(
            "state", _one_of("deskstate", "open", "paused", "lunch", "closed"), nullable=False
        ),
        sa.Column("reason", sa.String(200), nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clerk_id", sa.Integer(), nullable=True),
        sa.Column("clerk_name", sa.String(100), nullable=False),
        sa.Column("languages", sa.String(60), nullable=False),
        sa.Column("serves", sa.String(200), nullable=False),
        sa.Column("auto_call", sa.Boolean(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("window", name=op.f("pk_desk")),
    )
    op.create_table(
        "outbox",
        sa.Column("op_seq", sa.Integer(), nullable=False),
        sa.Column("op_id", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(60), nullable=False),
        sa.Column("payload", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("op_seq", name=op.f("pk_outbox")),
        sa.UniqueConstraint("op_id", name=op.f("uq_outbox_op_id")),
    )
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
            _one_of(
                "ticketstate",
                "waiting",
                "called",
                "serving",
                "held",
                "back_office",
                "done",
                "no_show",
                "cancelled",
            ),
            nullable=False,
        ),
        sa.Column("lane", sa.String(40), nullable=False),
        sa.Column("language", sa.String(12), nullable=False),
        sa.Column("interpreter", sa.Boolean(), nullable=False),
        sa.Column(
            "priority",
            _one_of("priority", "senior", "disabled", "pregnant", "infant", "assisted"),
            nullable=True,
        ),
        sa.Column("tasks", sa.String(), nullable=False),
        sa.Column("note", sa.String(500), nullable=False),
        sa.Column("for_window", sa.Integer(), nullable=True),
        sa.Column("window", sa.Integer(), nullable=True),
        sa.Column("why", sa.String(), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recalled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recalls", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket")),
        sa.UniqueConstraint("day", "number", name=op.f("uq_ticket_day_number")),
    )
    op.create_index(
        "ix_ticket_lane",
        "ticket",
        ["lane", "id"],
        unique=False,
        postgresql_where=sa.text("state = 'waiting' AND archived_at IS NULL"),
    )
    op.create_index(
        "ix_ticket_live_window",
        "ticket",
        ["window"],
        unique=True,
        postgresql_where=sa.text("state IN ('called', 'serving') AND archived_at IS NULL"),
    )
    op.create_table(
        "announcement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", _one_of("call", "call", "recall", "withdrawn"), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("number", sa.String(12), nullable=False),
        sa.Column("category", sa.String(4), nullable=False),
        sa.Column("language", sa.String(12), nullable=False),
        sa.Column("window", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_announcement_ticket_id_ticket")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement")),
    )
    op.create_table(
        "ticket_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.String(60), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column(
            "move",
            _one_of(
                "move",
                "take",
                "quick",
                "call",
                "call_this",
                "recall",
                "start",
                "hold",
                "resume",
                "back_office",
                "transfer",
                "amend",
                "no_show",
                "restore",
                "finish",
                "cancel",
                "undo",
                "archive",
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            _one_of(
                "ticketstate",
                "waiting",
                "called",
                "serving",
                "held",
                "back_office",
                "done",
                "no_show",
                "cancelled",
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("window", sa.Integer(), nullable=True),
        sa.Column("clerk_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(200), nullable=True),
        sa.Column("turn", sa.Integer(), nullable=True),
        sa.Column("changes", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_event_ticket_id_ticket")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_event")),
        sa.UniqueConstraint("action_id", name=op.f("uq_ticket_event_action_id")),
        sa.UniqueConstraint("ticket_id", "version", name=op.f("uq_ticket_event_ticket_id_version")),
    )
    op.execute(f"INSERT INTO audit_head (id, seq, hash) VALUES (1, 0, '{'0' * 64}')")
    _end()
    _keep()
    _tell()


def _end() -> None:
    """An act ends in one statement that goes to the server with the commit: all others wait from
    here to there. The hash is that of counter_app.privacy.audit.digest; `middle` is its JSON
    between the row's number and the hash before it."""
    op.execute(
        """
CREATE FUNCTION end_act(
    middle text, at timestamptz, clerk text, seat int, terminal text, action text, subject text,
    detail text, call text, ticket int, day date, number text, category text, language text,
    calls int, called_at timestamptz, op_id text, kind text, payload text, happened timestamptz
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    head audit_head%ROWTYPE;
    own text;
BEGIN
    SELECT * INTO head FROM audit_head WHERE id = 1 FOR UPDATE;
    own := encode(sha256(convert_to(
        '[' || head.seq + 1 || ', ' || middle || ', "' || head.hash || '"]', 'UTF8')), 'hex');
    INSERT INTO audit VALUES (
        head.seq + 1, at, clerk, seat, terminal, action, subject, detail, head.hash, own);
    UPDATE audit_head SET seq = head.seq + 1, hash = own WHERE id = 1;
    INSERT INTO outbox (op_id, kind, payload, at) VALUES (op_id, kind, payload, happened);
    IF call IS NOT NULL THEN
        INSERT INTO announcement VALUES (
            (SELECT coalesce(max(a.id), 0) + 1 FROM announcement AS a),
            call, ticket, day, number, category, language, calls, called_at);
    END IF;
END$$
"""
    )


def _keep() -> None:
    """What happened is never changed and never removed."""
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS"
        " $$BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END$$"
    )
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )


def _tell() -> None:
    """Whoever listens hears of a change when it is committed. A call moves its desk's turn, which
    nobody needs to hear of besides."""
    op.execute(
        "CREATE FUNCTION tell_queue() RETURNS trigger LANGUAGE plpgsql AS"
        " $$BEGIN PERFORM pg_notify('queue', ''); RETURN NULL; END$$"
    )
    shown = "state, reason, clerk_name, languages, serves, auto_call"
    for table, change in (("ticket_event", "INSERT"), ("desk", f"INSERT OR UPDATE OF {shown}")):
        op.execute(
            f"CREATE TRIGGER {table}_told AFTER {change} ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION tell_queue()"
        )
