"""Rows 12 and 13: a store on another computer's disk; a reader that is left open."""

from contextlib import closing
from pathlib import Path

import pytest

import counter_app.doctor_store
from counter_app.clock import FixedClock
from counter_app.doctor import Check, examine
from counter_app.main import Counter, open_counter
from db import shares
from db.engine import connect, create_store
from db.errors import Refusal

KEY = b"k" * 32
MOUNTS = (
    "22 1 254:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw",
    "40 22 0:35 / /mnt/of\\040fice rw,relatime - cifs //server/share rw,vers=3.0",
    "41 40 0:36 / /mnt/of\\040fice/own rw - tmpfs none rw",
    "42 22 0:37 / /home rw - nfs4 10.0.0.1:/home rw",
)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/srv/counter.db", "ext4"),
        ("/mnt/of fice/centre/counter.db", "cifs"),
        ("/mnt/of fice/own/counter.db", "tmpfs"),
        ("/homes/counter.db", "ext4"),
        ("/home/clerk/counter.db", "nfs4"),
    ],
)
def test_12_the_kind_of_a_file_system(path: str, kind: str) -> None:
    assert shares.kind_of(Path(path), MOUNTS) == kind


@pytest.mark.skipif(not shares.MOUNTS.exists(), reason="this system does not list its mounts")
def test_12_on_a_share_no_store_opens(
    home: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = shares.kind_of(home, shares.MOUNTS.read_text("utf-8").splitlines())
    open_counter(home, clock).close()
    monkeypatch.setattr(shares, "NETWORK", {kind})
    before = (home / "counter.db").read_bytes()
    with pytest.raises(Refusal) as refused:
        open_counter(home, clock)
    assert refused.value.code == "store.on_a_share"
    with pytest.raises(Refusal) as refused:
        create_store(home / "new.db", KEY)
    assert refused.value.code == "store.on_a_share"
    assert (home / "counter.db").read_bytes() == before
    assert not (home / "new.db").exists()


def journal(home: Path, clock: FixedClock) -> Check:
    return next(check for check in examine(home, clock, "en") if check.name == "journal")


def test_13_a_reader_left_open_is_told_and_leaves_no_long_journal(
    counter: Counter, home: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counter_app.doctor_store, "LONGEST_JOURNAL", 16)
    wal = home / "counter.db-wal"
    key = bytes.fromhex((home / "store.key").read_text())
    with (
        closing(connect(home / "counter.db", key)) as reader,
        closing(connect(home / "counter.db", key)) as writer,
    ):
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM resident").fetchall()
        writer.execute("CREATE TABLE much (x)")
        for _ in range(20):
            writer.execute("INSERT INTO much VALUES (randomblob(1000000))")
        told = journal(home, clock)
        assert not told.ok
        assert "journal" in told.detail
        reader.execute("COMMIT")
        writer.execute("INSERT INTO much VALUES (1)")
        writer.execute("INSERT INTO much VALUES (2)")
        assert wal.stat().st_size <= 17_000_000
        assert journal(home, clock).ok
