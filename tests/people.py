"""People of the built centre that a test needs by kind."""

from pathlib import Path

from db.engine import connect


def one(home: Path, condition: str) -> int:
    """The id of the first resident of a centre who fits an SQL condition."""
    key = bytes.fromhex((home / "store.key").read_text())
    connection = connect(home / "counter.db", key)
    try:
        row = connection.execute(
            f"SELECT id FROM resident WHERE {condition} ORDER BY id LIMIT 1"
        ).fetchone()
    finally:
        connection.close()
    assert row is not None, condition
    return int(row[0])


def registered_foreigner(home: Path) -> int:
    return one(home, "id_kind = 'FRN' AND nationality = 'VNM'")


def overseas_korean(home: Path) -> int:
    return one(home, "id_kind = 'DRN'")


def citizen(home: Path) -> int:
    return one(home, "id_kind = 'RRN'")
