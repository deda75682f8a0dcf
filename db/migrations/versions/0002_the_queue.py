"""the queue: more states and moves, desks, announcements, events that can be replayed"""

import json

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

LIVE = sa.text("state IN ('called', 'serving') AND archived_at IS NULL")
WAITING = sa.text("state = 'waiting' AND archived_at IS NULL")
STATES = (
    "waiting",
    "called",
    "serving",
    "held",
    "back_office",
    "done",
    "no_show",
    "cancelled",
)
MOVES = (
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
)
PRIORITIES = ("senior", "disabled", "pregnant", "infant", "assisted")


def _one_of(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=20)


def upgrade() -> None:
    # SQLite cannot change a CHECK: both tables are made anew and filled from the old.
    op.drop_index("ix_ticket_day_state", "ticket")
    op.drop_index("ix_ticket_live_window", "ticket")
    op.drop_index("ix_ticket_event_ticket_id", "ticket_event")
    op.rename_table("ticket", "ticket_1")
    op.rename_table("ticket_event", "ticket_event_1")
    op.create_table(
        "ticket",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("category", sa.String(4), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(12), nullable=False),
        sa.Column("state", _one_of("ticketstate", STATES), nullable=False),
        sa.Column("lane", sa.String(40), nullable=False),
        sa.Column("language", sa.String(12), nullable=False),
        sa.Column("interpreter", sa.Boolean(), nullable=False),
        sa.Column("priority", _one_of("priority", PRIORITIES), nullable=True),
        sa.Column("tasks", sa.String(), nullable=False),
        sa.Column("note", sa.String(500), nullable=False),
        sa.Column("for_window", sa.Integer(), nullable=True),
        sa.Column("window", sa.Integer(), nullable=True),
        sa.Column("why", sa.String(), nullable=True),
        sa.Column("taken_at", sa.String(32), nullable=False),
        sa.Column("called_at", sa.String(32), nullable=True),
        sa.Column("recalled_at", sa.String(32), nullable=True),
        sa.Column("started_at", sa.String(32), nullable=True),
        sa.Column("ended_at", sa.String(32), nullable=True),
        sa.Column("archived_at", sa.String(32), nullable=True),
        sa.Column("recalls", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket")),
        sa.UniqueConstraint("day", "number", name=op.f("uq_ticket_day_number")),
    )
    op.create_index(
        "ix_ticket_live_window",
        "ticket",
        ["window"],
        unique=True,
        sqlite_where=LIVE,
        postgresql_where=LIVE,
    )
    op.create_index(
        "ix_ticket_lane",
        "ticket",
        ["lane", "id"],
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )
    op.create_table(
        "ticket_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.String(60), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("move", _one_of("move", MOVES), nullable=False),
        sa.Column("state", _one_of("ticketstate", STATES), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
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
    op.create_table(
        "desk",
        sa.Column("window", sa.Integer(), nullable=False),
        sa.Column(
            "state", _one_of("deskstate", ("open", "paused", "lunch", "closed")), nullable=False
        ),
        sa.Column("reason", sa.String(200), nullable=True),
        sa.Column("since", sa.String(32), nullable=False),
        sa.Column("clerk_id", sa.Integer(), nullable=True),
        sa.Column("clerk_name", sa.String(100), nullable=False),
        sa.Column("languages", sa.String(60), nullable=False),
        sa.Column("serves", sa.String(200), nullable=False),
        sa.Column("auto_call", sa.Boolean(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("window", name=op.f("pk_desk")),
    )
    op.create_table(
        "announcement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", _one_of("call", ("call", "recall", "withdrawn")), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("number", sa.String(12), nullable=False),
        sa.Column("category", sa.String(4), nullable=False),
        sa.Column("language", sa.String(12), nullable=False),
        sa.Column("window", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_announcement_ticket_id_ticket")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement")),
    )
    _move_rows(op.get_bind())
    _archive(op.get_bind())
    op.drop_index("ix_audit_subject", "audit")  # nothing asks by subject; every act pays for it
    op.drop_table("ticket_event_1")
    op.drop_table("ticket_1")
    op.add_column("clerk", sa.Column("languages", sa.String(60), nullable=False, server_default=""))


KEPT = (
    "id",
    "day",
    "category",
    "serial",
    "number",
    "state",
    "language",
    "window",
    "taken_at",
    "called_at",
    "started_at",
    "ended_at",
    "recalls",
    "version",
)
TAKEN = ("day", "category", "serial", "number", "language", "taken_at")
STAMPS = {
    "call": ("window", "called_at"),
    "start": ("started_at",),
    "finish": ("ended_at",),
    "no_show": ("ended_at",),
    "cancel": ("ended_at",),
}


def _move_rows(connection: sa.Connection) -> None:
    columns = ", ".join(f'"{column}"' for column in KEPT)
    connection.exec_driver_sql(
        f"INSERT INTO ticket ({columns}, lane, interpreter, tasks, note)"
        f" SELECT {columns}, category || '|||', 0, '[]', '' FROM ticket_1"
    )
    recalls: dict[int, int] = {}
    events = connection.exec_driver_sql(
        f"SELECT e.id, e.action_id, e.ticket_id, e.move, e.state, e.version, e.at, e.window,"
        f" e.clerk_id, {', '.join(f't.{column}' for column in KEPT)}"
        " FROM ticket_event_1 AS e JOIN ticket_1 AS t ON t.id = e.ticket_id ORDER BY e.id"
    ).all()
    for event in events:
        ticket = dict(zip(KEPT, event[9:], strict=True))
        ticket_id, move = event[2], event[3]
        changes = {"state": event[4]}
        if move == "take":
            changes |= {name: ticket[name] for name in TAKEN}
            changes |= {"lane": f"{ticket['category']}|||"}
        if move == "recall":
            recalls[ticket_id] = recalls.get(ticket_id, 0) + 1
            changes["recalls"] = recalls[ticket_id]
        changes |= {name: ticket[name] for name in STAMPS.get(move, ())}
        connection.exec_driver_sql(
            "INSERT INTO ticket_event (id, action_id, ticket_id, move, state, version, at,"
            ' "window", clerk_id, changes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
            (*event[:9], json.dumps(changes, ensure_ascii=False)),
        )


def _archive(connection: sa.Connection) -> None:
    """What was open when a later day began is over; 0001 only hid it."""
    left = connection.exec_driver_sql(
        "SELECT t.id, t.state, t.version, (SELECT min(n.taken_at) FROM ticket AS n WHERE n.day ="
        " (SELECT min(l.day) FROM ticket AS l WHERE l.day > t.day)) AS ended FROM ticket AS t"
        " WHERE t.state IN ('waiting', 'called', 'serving') AND ended IS NOT NULL ORDER BY t.id"
    ).all()
    for ticket_id, state, version, ended in left:
        connection.exec_driver_sql(
            "UPDATE ticket SET archived_at = ?, version = ? WHERE id = ?",
            (ended, version + 1, ticket_id),
        )
        changes = json.dumps({"state": state, "archived_at": ended})
        connection.exec_driver_sql(
            "INSERT INTO ticket_event (action_id, ticket_id, move, state, version, at, changes)"
            " VALUES (?, ?, 'archive', ?, ?, ?, ?)",
            (f"upgrade-archive-{ticket_id}", ticket_id, state, version + 1, ended, changes),
        )
