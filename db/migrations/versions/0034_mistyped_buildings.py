"""buildings are found by a mistyped name too, as people are"""

from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

_SHORTEST, _LONGEST = 3, 16


def upgrade() -> None:
    """Each is kept once under itself: nobody is indexed anew."""
    run = op.get_bind().exec_driver_sql
    kept = run("SELECT DISTINCT word FROM spelling WHERE key > '¶' AND key < '·'").scalars()
    entries = [(f"≈{key}", word) for word in kept for key in _keys(word.removeprefix("¶"))]
    if entries:
        run("INSERT OR IGNORE INTO spelling (key, word) VALUES (?, ?)", entries)


def _keys(name: str) -> set[str]:
    """Beginnings and ends of the name, and each without any one letter."""
    if not _SHORTEST <= len(name) <= _LONGEST:
        return set()
    begun = {name[:at] for at in range(_SHORTEST, len(name) + 1)}
    said = begun | {name[at:] for at in range(len(name) - _SHORTEST + 1)}
    less = {one[:at] + one[at + 1 :] for one in said for at in range(len(one))}
    return said | less
