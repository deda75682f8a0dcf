"""what was issued stands: certificates, their steps, proofs and sheets are guarded by the store"""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

KEPT = {
    "certificate": ("id", "issue_number"),
    "certificate_event": ("id", "action_id"),
    "certificate_proof": ("certificate_id", "confirmation"),
    "enclosed_page": ("id",),
    "paper_sheet": ("id", "serial"),
    "paper_pack": ("id", "action_id"),
    "paper_write_off": ("id", "action_id"),
    "certificate_void": ("certificate_id",),
    "certificate_reprint": ("id", "action_id"),
    "sealed_document": ("certificate_id",),
    "joint_receipt": ("id", "number", "action_id"),
    "payment": ("id", "receipt_number", "reverses", "action_id"),
    "payment_part": ("id",),
    "waiver": ("id", "payment_id"),
    "drawer_move": ("id", "action_id"),
    "drawer_count": ("id", "action_id"),
    "settlement": ("day", "action_id"),
    "number_block": ("id",),
    "audit": ("seq",),
}
"""Tables that lose no row, with the keys by which INSERT OR REPLACE would take one away: SQLite
then asks no trigger on deleting."""
NO_DELETE = ("certificate", "certificate_event", "certificate_proof", "enclosed_page")
NO_UPDATE = ("certificate_event", "enclosed_page")
FIXED = (
    "id",
    "issue_number",
    "kind",
    "resident_id",
    "ticket_id",
    "copies",
    "pages",
    "content",
    "asked",
    "pdf_sha256",
    "clerk_id",
    '"window"',
    "prepared_at",
    "day",
)
STEPS = {
    "prepared": ("spooled", "handed_over", "spoiled"),
    "spooled": ("spooled", "prepared", "handed_over", "spoiled", "voided"),
    "handed_over": ("voided",),
}


def upgrade() -> None:
    for table, keys in KEPT.items():
        there = " OR ".join(f"{key} = new.{key}" for key in keys)
        _refuse(
            f"{table}_no_replace",
            f"INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE {there})",
            f"{table} keeps every row",
        )
    for table in NO_DELETE:
        _refuse(f"{table}_no_delete", f"DELETE ON {table}", f"{table} keeps every row")
    for table in NO_UPDATE:
        _refuse(f"{table}_no_update", f"UPDATE ON {table}", f"{table} is append-only")
    _certificates()
    _refuse(
        "certificate_proof_stands",
        "UPDATE ON certificate_proof WHEN old.voided_at IS NOT NULL OR"
        " (new.certificate_id, new.list_id, new.place, new.confirmation) <>"
        " (old.certificate_id, old.list_id, old.place, old.confirmation)",
        "a proof stands as it was made, and a void one is void",
    )
    _sheets()


def _certificates() -> None:
    _refuse(
        "certificate_begins",
        "INSERT ON certificate WHEN new.state <> 'prepared'",
        "a certificate begins by being prepared",
    )
    changed = " OR ".join(f"new.{column} IS NOT old.{column}" for column in FIXED)
    steps = " OR ".join(
        f"(old.state = '{before}' AND new.state IN ({', '.join(map(repr, after))}))"
        for before, after in STEPS.items()
    )
    _refuse(
        "certificate_stands",
        f"UPDATE ON certificate WHEN {changed} OR NOT ({steps})"
        " OR (new.job IS NOT old.job AND new.state <> 'spooled')",
        "a certificate stands as it was issued, and a void one is void",
    )


def _sheets() -> None:
    """Beside what 0010 refuses: only a write-off or a void takes back what was issued."""
    written_off = "SELECT 1 FROM paper_write_off WHERE"
    void = (
        "SELECT 1 FROM certificate_event AS e JOIN certificate AS c ON c.id = e.certificate_id"
        " WHERE e.id = old.event_id AND c.state IN ('spoiled', 'voided')"
    )
    _refuse(
        "paper_sheet_stands",
        "UPDATE ON paper_sheet WHEN old.state = 'issued' AND CASE new.state"
        f" WHEN 'remaining' THEN NOT EXISTS ({written_off} event_id = old.event_id)"
        f" ELSE NOT EXISTS ({written_off} id = new.write_off_id) AND NOT EXISTS ({void}) END",
        "a sheet keeps what became of it",
    )


def _refuse(name: str, what: str, why: str) -> None:
    op.execute(f"CREATE TRIGGER {name} BEFORE {what} BEGIN SELECT raise(ABORT, '{why}'); END")
