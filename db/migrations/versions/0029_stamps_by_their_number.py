"""stamps by their number, however it was written, so that the store itself takes each once"""

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

GUARD = "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = 'payment_part_no_update'"
ONCE = """CREATE TRIGGER payment_part_stamp_once BEFORE INSERT ON payment_part
WHEN NEW.stamp_key <> '' AND NEW.won > 0 AND EXISTS (
  SELECT 1 FROM payment_part AS part
  JOIN payment AS earlier ON earlier.id = part.payment_id
  JOIN payment AS this ON this.id = NEW.payment_id
  WHERE part.stamp_key = NEW.stamp_key
  AND (this.joint_id IS NULL OR earlier.joint_id IS NOT this.joint_id))
BEGIN SELECT raise(ABORT, 'a stamp is taken once'); END"""


def upgrade() -> None:
    """Parts are append-only: the guard is away for as long as the new column is filled. A stamp
    that was taken twice before stays in the books twice, and is taken no third time."""
    run = op.get_bind().exec_driver_sql
    op.add_column(
        "payment_part", sa.Column("stamp_key", sa.String(80), server_default="", nullable=False)
    )
    (guard,) = run(GUARD).one()
    op.execute("DROP TRIGGER payment_part_no_update")
    stamps = "SELECT id, reference FROM payment_part WHERE tender = 'stamp' AND reference <> ''"
    for part, reference in run(stamps).all():
        run("UPDATE payment_part SET stamp_key = ? WHERE id = ?", (_key(reference), part))
    op.execute(guard)
    op.create_index("ix_payment_part_stamp_key", "payment_part", ["stamp_key"])
    op.execute(ONCE)


def _key(reference: str) -> str:
    """As the till reads a number on the day of this migration."""
    return "".join(c for c in unicodedata.normalize("NFKC", reference).upper() if c.isalnum())
