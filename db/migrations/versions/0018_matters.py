"""matters: what somebody came for, its history and the papers brought"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

STATES = ("open", "proposed", "forwarded", "ready", "done", "withdrawn", "referred")
FIXED = (
    *("id", "number", "procedure", "version", "resident_id", "ticket_id", "facts"),
    *("fee_won", "fee_rule", "language", "clerk_id", '"window"', "opened_at"),
)


def upgrade() -> None:
    op.create_table(
        "matter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(40), nullable=False),
        sa.Column("procedure", sa.String(40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("resident_id", sa.Integer(), nullable=True),
        sa.Column("ticket_id", sa.Integer(), nullable=True),
        sa.Column("state", _state(), nullable=False),
        sa.Column("ver", sa.Integer(), nullable=False),
        sa.Column("facts", sa.String(), nullable=False),
        sa.Column("ticked", sa.String(), nullable=False),
        sa.Column("proposals", sa.String(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("due_rule", sa.String(), nullable=False),
        sa.Column("fee_won", sa.Integer(), nullable=False),
        sa.Column("fee_rule", sa.String(), nullable=False),
        sa.Column("paid", sa.String(), nullable=False),
        sa.Column("language", sa.String(5), nullable=False),
        sa.Column("clerk_id", sa.Integer(), nullable=False),
        sa.Column("window", sa.Integer(), nullable=True),
        sa.Column("opened_at", sa.String(32), nullable=False),
        sa.Column("closed_at", sa.String(32), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matter")),
        sa.UniqueConstraint("number", name=op.f("uq_matter_number")),
    )
    op.create_index(
        "ix_matter_open", "matter", ["due", "id"], sqlite_where=sa.text("closed_at IS NULL")
    )
    for column in ("resident_id", "ticket_id"):
        op.create_index(f"ix_matter_{column}", "matter", [column])
    op.create_table(
        "matter_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.String(60), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(20), nullable=False),
        sa.Column("state", _state(), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("clerk_id", sa.Integer(), nullable=False),
        sa.Column("window", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["matter_id"], ["matter.id"], name=op.f("fk_matter_event_matter_id_matter")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matter_event")),
        sa.UniqueConstraint("action_id", name=op.f("uq_matter_event_action_id")),
    )
    op.create_index("ix_matter_event_matter_id", "matter_event", ["matter_id"])
    op.create_table(
        "matter_paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("document", sa.String(40), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("clerk_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["matter_id"], ["matter.id"], name=op.f("fk_matter_paper_matter_id_matter")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matter_paper")),
    )
    op.create_index("ix_matter_paper_matter_id", "matter_paper", ["matter_id"])
    _guard()


def _state() -> sa.Enum:
    return sa.Enum(
        *STATES, name="matterstate", native_enum=False, create_constraint=True, length=20
    )


def _guard() -> None:
    _refuse("matter_no_delete", "DELETE ON matter", "matter keeps every row")
    changed = " OR ".join(f"new.{column} IS NOT old.{column}" for column in FIXED)
    _refuse(
        "matter_stands",
        f"UPDATE ON matter WHEN {changed} OR old.closed_at IS NOT NULL OR new.ver <> old.ver + 1",
        "a matter keeps what was told, and a closed one is closed",
    )
    for verb in ("UPDATE", "DELETE"):
        _refuse(
            f"matter_event_no_{verb.lower()}",
            f"{verb} ON matter_event",
            "matter_event is append-only",
        )
    _refuse("matter_paper_no_update", "UPDATE ON matter_paper", "a paper stands as it was brought")


def _refuse(name: str, what: str, why: str) -> None:
    op.execute(f"CREATE TRIGGER {name} BEFORE {what} BEGIN SELECT raise(ABORT, '{why}'); END")
