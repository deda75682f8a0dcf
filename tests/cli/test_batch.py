"""Many certificates from a table: all looked at first, issued once, stopped and gone on with."""

import csv
import os
import signal
from pathlib import Path

import pytest

from counter_app.certificates.batch import TOGETHER
from counter_app.printing.files import FilePrinter
from tests.asking import Sql
from tests.cli.conftest import Done, Run

OWN = (
    "id_kind = 'FRN' AND centre = '1144066000' AND restricted IS NULL AND birth_date < '2009-01-01'"
    " AND (stay_expires IS NULL OR stay_expires > '2026-11-30')"
)


@pytest.fixture
def people(sql: Sql) -> list[str]:
    """Ids of people of whom no other has the same name and birth date."""
    rows = sql(
        f"SELECT id FROM resident AS r WHERE {OWN} AND NOT EXISTS (SELECT 1 FROM resident AS o"
        " WHERE o.id <> r.id AND o.birth_date = r.birth_date) ORDER BY id LIMIT 23"
    )
    return [str(row[0]) for row in rows]


@pytest.fixture
def table(tmp_path: Path, people: list[str]) -> Path:
    return written(tmp_path / "table.csv", [{"resident": p, "purpose": "재학"} for p in people])


def written(path: Path, rows: list[dict[str, str]], encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        table = csv.DictWriter(file, list(rows[0]))
        table.writeheader()
        table.writerows(rows)
    return path


def batch(run: Run, table: Path, out: Path, *more: str) -> Done:
    return run("certificate", "batch", str(table), "--out", str(out), "--json", *more)


def counts(sql: Sql) -> tuple[object, ...]:
    (found,) = sql(
        "SELECT (SELECT count(*) FROM certificate), (SELECT count(*) FROM payment),"
        " (SELECT sum(won) FROM payment), (SELECT count(*) FROM joint_receipt)"
    )
    return found


def test_every_line_becomes_a_document_once(
    run: Run, table: Path, people: list[str], tmp_path: Path, sql: Sql
) -> None:
    out = tmp_path / "out"
    looked = batch(run, table, out, "--check").answer
    assert (looked["lines"], looked["left_won"]) == (23, 23 * 1_000)
    assert counts(sql) == (0, 0, None, 0)
    assert not out.exists()
    done = batch(run, table, out, "--tender", "card").answer
    assert (done["issued"], done["won"]) == (23, looked["left_won"])
    assert counts(sql) == (23, 23, done["won"], 3)
    assert len(done["receipt_numbers"]) == 3
    with (out / "batch.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["resident"] for row in rows] == people
    assert {row["state"] for row in rows} == {"spooled"}
    for row in rows:
        assert (out / f"{row['issue_number']}.pdf").read_bytes().startswith(b"%PDF")
    again = batch(run, table, out, "--tender", "card", "--hand-over").answer
    assert again == done
    assert counts(sql) == (23, 23, done["won"], 3)
    assert sql("SELECT DISTINCT state FROM certificate") == [("handed_over",)]
    assert len(list(out.glob("*.pdf"))) == 23 + 3


def test_bad_lines_are_all_named_and_nothing_is_changed(
    run: Run, people: list[str], tmp_path: Path, sql: Sql
) -> None:
    table = written(
        tmp_path / "table.csv",
        [
            {"resident": people[0], "number": "", "copies": "1", "purpose": "은행"},
            {"resident": people[1], "number": "", "copies": "many", "purpose": "은행"},
            {"resident": "999999", "number": "", "copies": "1", "purpose": "은행"},
            {"resident": people[2], "number": "", "copies": "1", "purpose": "😀"},
            {"resident": people[3], "number": "", "copies": "21", "purpose": "은행"},
            {"resident": "", "number": "900101-5999999", "copies": "1", "purpose": "은행"},
            {"resident": "", "number": "", "copies": "1", "purpose": "은행"},
        ],
    )
    done = batch(run, table, tmp_path / "out")
    assert done.status == 1
    bad = {line["line"]: line["code"] for line in done.answer["bad_lines"]}
    assert bad[3] == "batch.value"
    assert bad[4] == "residents.unknown"
    assert bad[5] == "certificates.no_glyph"
    assert bad[6] == "certificates.copies"
    assert set(bad) == {3, 4, 5, 6, 7, 8}
    assert "batch.bad_lines" in done.err
    assert counts(sql) == (0, 0, None, 0)
    assert not (tmp_path / "out").exists()


def test_stopped_between_two_receipts_it_goes_on_from_there(
    run: Run, table: Path, tmp_path: Path, sql: Sql, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, written_ = tmp_path / "out", 0
    usual = FilePrinter.submit

    def submit(self: FilePrinter, pdf: bytes, title: str, copies: int) -> str:
        nonlocal written_
        written_ += 1
        if written_ == 3:
            os.kill(os.getpid(), signal.SIGINT)
        return usual(self, pdf, title, copies)

    monkeypatch.setattr(FilePrinter, "submit", submit)
    stopped = batch(run, table, out)
    assert stopped.status == 130
    assert counts(sql)[0] == TOGETHER
    with (out / "batch.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) == TOGETHER
    monkeypatch.setattr(FilePrinter, "submit", usual)
    assert batch(run, table, out).answer["issued"] == 23
    assert counts(sql)[0] == 23
    assert counts(sql)[3] == 3


def test_a_table_changed_on_the_way_is_not_issued_a_second_time(
    run: Run, table: Path, tmp_path: Path, sql: Sql
) -> None:
    batch(run, table, tmp_path / "out")
    before = counts(sql)
    table.write_text(table.read_text("utf-8").replace("재학", "졸업", 1), "utf-8")
    refused = batch(run, table, tmp_path / "out")
    assert (refused.status, refused.error["code"]) == (1, "batch.other_here")
    assert counts(sql) == before


def test_a_table_from_excel_and_people_by_their_number(
    run: Run, people: list[str], tmp_path: Path, sql: Sql
) -> None:
    (row,) = sql(f"SELECT number FROM resident WHERE id = {people[0]}")
    number = f"{str(row[0])[:6]}-{str(row[0])[6:]}"
    rows = [{"number": number, "purpose": "은행, 학교", "history": "예", "copies": "2"}]
    table = written(tmp_path / "table.csv", rows, "cp949")
    done = batch(run, table, tmp_path / "out").answer
    assert done["issued"] == 1
    assert sql("SELECT resident_id, copies FROM certificate") == [(int(people[0]), 2)]
    (pdf,) = (tmp_path / "out").glob("*-AR-*.x2.pdf")
    assert pdf.stat().st_size > 10_000


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "batch.column"),
        ("resident,colour\n1,red\n", "batch.column"),
        ("kind,purpose\nresidence,은행\n", "batch.column"),
        ("resident,purpose\n", "batch.empty"),
        ('resident,purpose\n1,"은행\n', "batch.no_table"),
        ("resident,purpose\n1,은행,더\n", "batch.bad_lines"),
        ("resident,purpose\n" + "1,은행\n" * 5001, "batch.too_large"),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(
    run: Run, tmp_path: Path, text: str, code: str, sql: Sql
) -> None:
    table = tmp_path / "table.csv"
    table.write_text(text, "utf-8")
    done = batch(run, table, tmp_path / "out")
    assert done.status == 1
    assert code in done.err
    assert counts(sql) == (0, 0, None, 0)


def test_bytes_that_are_no_text_and_a_file_that_is_not_there(run: Run, tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_bytes(b"resident\n\xff\xfe\x00\x81")
    assert batch(run, table, tmp_path / "out").error["code"] == "batch.no_text"
    gone = batch(run, tmp_path / "none.csv", tmp_path / "out")
    assert gone.error["code"] == "certificates.unreadable"


def test_too_little_secure_paper_is_told_before_anything_is_issued(
    run: Run, people: list[str], tmp_path: Path, sql: Sql
) -> None:
    rows = [{"resident": p, "purpose": "재학", "copies": "20"} for p in people * 12]
    refused = batch(run, written(tmp_path / "table.csv", rows), tmp_path / "out")
    assert (refused.status, refused.error["code"]) == (1, "stationery.not_enough")
    assert counts(sql) == (0, 0, None, 0)
