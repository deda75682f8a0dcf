"""Whether the store still refuses to have its record changed or removed."""

from sqlalchemy import Engine, text

from db.engine import reading

_EMPTIED = ("ticket_event", "announcement")
_WANTED = {
    "sqlite": {"audit_no_update", "audit_no_delete"},
    "postgresql": {
        "audit_append_only",
        *(f"{table}_{what}" for table in _EMPTIED for what in ("append_only", "only_emptied")),
    },
}
_FOUND = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%append-only%'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D'",
}


def unkept(engine: Engine) -> tuple[str, ...]:
    """The triggers that are missing, by name."""
    kind = engine.dialect.name
    with reading(engine) as session:
        found = set(session.connection().execute(text(_FOUND[kind])).scalars())
    return tuple(sorted(_WANTED[kind] - found))
