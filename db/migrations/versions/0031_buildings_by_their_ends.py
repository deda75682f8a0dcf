"""buildings are found by the end of their names too, which are kept as mistyped names are"""

import re

from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

_NO_BUILDING = re.compile(r"(?:[로길읍면동리]|[0-9]가)$")


def upgrade() -> None:
    """The index has every name already: nobody is indexed anew."""
    run = op.get_bind().exec_driver_sql
    run("CREATE VIRTUAL TABLE temp.place_word USING fts5vocab('main', 'resident_search', 'row')")
    found = run("SELECT term FROM temp.place_word WHERE term >= '¶' AND term < '·'").scalars()
    names = [term.upper() for term in found if not _NO_BUILDING.search(term)]
    entries = [("¶" + name[at:], name) for name in names for at in (1, *range(2, len(name) - 1))]
    if entries:
        run("INSERT OR IGNORE INTO spelling (key, word) VALUES (?, ?)", entries)
    run("DROP TABLE temp.place_word")
