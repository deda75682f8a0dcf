"""accesses are found by month, judged by the privacy officer, and deleted after two years"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

EMPTIED = """
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
WHEN NOT coalesce(
    (new.seq, new.previous, new.hash) = (old.seq, old.previous, old.hash)
    AND new.action = 'emptied' AND new.clerk = '-' AND new."window" IS NULL
    AND new.terminal = '' AND new.detail = '{}'
    AND new.at = substr(old.at, 1, 10) || 'T00:00:00.000000+09:00'
    AND new.subject = (SELECT 'audit:' || seq FROM audit WHERE action = 'access.pruned'
                       AND seq = (SELECT max(seq) FROM audit))
    AND old.action NOT GLOB 'clerk.*' AND old.action <> 'access.pruned'
    AND old.at < (SELECT (substr(at, 1, 4) - 2) || substr(at, 5) FROM audit
                  ORDER BY seq DESC LIMIT 1),
    0)
BEGIN
    SELECT raise(ABORT, 'audit is append-only');
END
"""
"""What a row said may go when an act that says so has just been written, two years later; its
place in the chain may not."""


def upgrade() -> None:
    op.create_index(
        "ix_audit_action",
        "audit",
        ["action", "at"],
        unique=False,
        sqlite_where=sa.text("subject NOT LIKE 'ticket:%'"),
    )
    op.execute("DROP TRIGGER audit_no_update")
    op.execute(EMPTIED)
    op.create_table(
        "finding_note",
        sa.Column("key", sa.String(120), nullable=False),
        sa.Column("month", sa.String(7), nullable=False),
        sa.Column("note", sa.String(400), nullable=False),
        sa.Column("clerk", sa.String(40), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_finding_note")),
    )
    op.create_index("ix_finding_note_month", "finding_note", ["month"], unique=False)
    op.create_table(
        "review_report",
        sa.Column("month", sa.String(7), nullable=False),
        sa.Column("accesses", sa.Integer(), nullable=False),
        sa.Column("findings", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("note", sa.String(400), nullable=False),
        sa.Column("clerk", sa.String(40), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("month", name=op.f("pk_review_report")),
    )
