"""The chain finds every kind of tampering and names the first bad row."""

import pytest

from counter_app.main import Counter
from counter_app.privacy.audit import GENESIS, Chain, verify
from tests.asking import Sql


@pytest.fixture
def chain(counter: Counter, sql: Sql) -> int:
    """A chain of some rows whose triggers are gone; its length."""
    for n in range(10):
        counter.tickets.take("E", action_id=f"t{n}")
    sql("DROP TRIGGER audit_no_update")
    sql("DROP TRIGGER audit_no_delete")
    return verify(counter.engine).rows


def test_an_honest_chain_verifies(counter: Counter, chain: int) -> None:
    assert verify(counter.engine) == Chain(True, chain, None)


@pytest.mark.parametrize(
    "column", ["at", "clerk", "window", "terminal", "action", "subject", "detail", "hash"]
)
def test_finds_an_altered_row(counter: Counter, chain: int, sql: Sql, column: str) -> None:
    other = "'2026-11-16T10:00:00.000001+09:00'" if column == "at" else "'9'"
    sql(f"UPDATE audit SET {column} = {other} WHERE seq = 7")
    assert verify(counter.engine) == Chain(False, chain, 7)


@pytest.mark.parametrize("column", ["at", "clerk", "window", "detail", "hash"])
@pytest.mark.parametrize("value", ["'yesterday'", "5.5", "x'00ff'"])
def test_finds_a_row_altered_to_what_no_program_writes(
    counter: Counter, chain: int, sql: Sql, column: str, value: str
) -> None:
    sql(f"UPDATE audit SET {column} = {value} WHERE seq = 7")
    assert verify(counter.engine) == Chain(False, chain, 7)


@pytest.mark.parametrize("seq", [1, 7])
def test_finds_a_removed_row(counter: Counter, chain: int, sql: Sql, seq: int) -> None:
    sql(f"DELETE FROM audit WHERE seq = {seq}")
    assert verify(counter.engine) == Chain(False, chain - 1, seq)


def test_finds_a_cut_off_tail(counter: Counter, chain: int, sql: Sql) -> None:
    sql(f"DELETE FROM audit WHERE seq = {chain}")
    assert verify(counter.engine) == Chain(False, chain - 1, chain)


def test_finds_an_emptied_log(counter: Counter, chain: int, sql: Sql) -> None:
    sql("DELETE FROM audit")
    assert verify(counter.engine) == Chain(False, 0, 1)


def test_finds_a_log_emptied_together_with_its_head(counter: Counter, chain: int, sql: Sql) -> None:
    sql("DELETE FROM audit")
    sql("DELETE FROM audit_head")
    assert chain
    assert verify(counter.engine) == Chain(False, 0, 1)


def test_finds_an_inserted_row(counter: Counter, chain: int, sql: Sql) -> None:
    sql("UPDATE audit SET seq = -seq WHERE seq > 6")
    sql("UPDATE audit SET seq = -seq + 1 WHERE seq < 0")
    sql(
        "INSERT INTO audit SELECT 7, at, clerk, window, terminal, action, subject, detail,"
        " previous, hash FROM audit WHERE seq = 6"
    )
    assert verify(counter.engine) == Chain(False, chain + 1, 7)


def test_finds_an_appended_row(counter: Counter, chain: int, sql: Sql) -> None:
    sql(
        f"INSERT INTO audit SELECT {chain + 1}, at, clerk, window, terminal, action, subject,"
        f" detail, hash, '{GENESIS}' FROM audit WHERE seq = {chain}"
    )
    assert verify(counter.engine) == Chain(False, chain + 1, chain + 1)


def test_finds_reordered_rows(counter: Counter, chain: int, sql: Sql) -> None:
    sql("UPDATE audit SET seq = 0 WHERE seq = 5")
    sql("UPDATE audit SET seq = 5 WHERE seq = 8")
    sql("UPDATE audit SET seq = 8 WHERE seq = 0")
    assert verify(counter.engine) == Chain(False, chain, 5)


def test_the_database_itself_refuses_changes(counter: Counter, sql: Sql) -> None:
    counter.tickets.take("E", action_id="t")
    for statement in ("UPDATE audit SET clerk = 'x'", "DELETE FROM audit"):
        with pytest.raises(Exception, match="append-only"):
            sql(statement)
    assert verify(counter.engine).ok
