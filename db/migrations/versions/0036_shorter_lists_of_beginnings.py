"""the search index keeps lists of beginnings of up to three letters, no longer of four and five"""

from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

_TABLE = "UPDATE sqlite_master SET sql = replace(sql, ?, ?) WHERE name = 'resident_search'"


def upgrade() -> None:
    """Lists are kept by their place in the table's text (sqlite.org/fts5.html, "Prefix Indexes"):
    the first three stay what they are, the others are read by nobody, and nobody is indexed anew."""
    run = op.get_bind().exec_driver_sql
    version = run("PRAGMA schema_version").scalar_one()
    run("PRAGMA writable_schema = ON")
    run(_TABLE, ("prefix='1 2 3 4 5'", "prefix='1 2 3'"))
    run(f"PRAGMA schema_version = {version + 1}")  # so that every connection reads it again
    run("PRAGMA writable_schema = RESET")
