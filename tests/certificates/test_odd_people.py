"""Whoever the register has, every kind is issued and proves itself, or is refused in a sentence."""

from contextlib import closing
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from counter_app.certificates.kinds import codes
from counter_app.certificates.requests import Request
from counter_app.errors import Refusal
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.proof.verdict import Verdict
from db.engine import connect
from tests import people
from tests.asking import NewAction
from tests.certificates.counts import DAY
from tests.certificates.papers import LONGEST
from tests.certificates.samples import requests

SELF_WRITTEN = {"certified-copy"}
"""Copies somebody's pages and names nobody's record."""
PEOPLE: dict[str, tuple[dict[str, str], set[str]]] = {
    "the longest names": (
        {"name_roman": LONGEST["name_roman"], "name_hangul": LONGEST["name_hangul"]},
        set(),
    ),
    "no Hangul name": ({"name_hangul": ""}, set()),
    "one word": ({"name_roman": "SUKARNO", "name_hangul": "수카르노"}, set()),
    "a name from the right": ({"name_hangul": "محمد علي حسن"}, set()),
    "an unknown nationality": ({"nationality": "QZZ"}, set()),
    "no nationality": ({"nationality": ""}, set()),
    "an unknown status": ({"status_of_stay": "Z-99"}, {"residents.status_unknown"}),
    "outside every font": ({"name_roman": "SMILE 😀"}, {"certificates.no_glyph"}),
    "control characters": ({"name_roman": "TAB\tNAME"}, {"certificates.no_glyph"}),
}


def put(home: Path, resident: int, fields: dict[str, str]) -> None:
    key = bytes.fromhex((home / "store.key").read_text())
    values = ", ".join(f"{name} = ?" for name in fields)
    with closing(connect(home / "counter.db", key)) as connection:
        connection.execute(
            f"UPDATE resident SET {values} WHERE id = ?", (*fields.values(), resident)
        )


@pytest.mark.parametrize("who", PEOPLE)
def test_every_kind_for_everybody(
    counter: Counter, clerk: Actor, home: Path, action: NewAction, who: str
) -> None:
    fields, codes_of_refusal = PEOPLE[who]
    asked = [request for request in requests(home) if request.kind not in SELF_WRITTEN]
    assert {request.kind for request in asked} == set(codes()) - SELF_WRITTEN
    for request in asked:
        put(home, request.resident_id, fields)
    refused = set()
    for request in asked:
        try:
            issued = counter.certificates.issue(clerk, request, action_id=action())
        except Refusal as refusal:
            refused.add(refusal.code)
        else:
            pdf = counter.archive.document(issued.id)
            report = counter.verification.of_file(pdf)
            assert report.answer.verdict == Verdict.GENUINE, request.kind
            assert all(field.same is not False for field in report.compared), request.kind
    assert refused == codes_of_refusal
    numbers = sorted(view.issue_number for view in counter.archive.of_day(DAY))
    assert {number[-6:] for number in numbers} <= {"000001"}, "a refusal costs no number"


def test_forty_addresses_stand_on_one_certificate(
    counter: Counter, clerk: Actor, home: Path, action: NewAction
) -> None:
    person = people.registered_foreigner(home)
    key = bytes.fromhex((home / "store.key").read_text())
    with closing(connect(home / "counter.db", key)) as connection:
        (first,) = connection.execute(
            f"SELECT min(id) FROM address WHERE resident_id = {person}"
        ).fetchone()
        names = [row[1] for row in connection.execute("PRAGMA table_info(address)") if row[5] == 0]
        moved = {
            "moved_in": "date(moved_in, '-' || n || ' months')",
            "moved_out": "date(moved_in, '-' || (n - 1) || ' months')",
        }
        values = ", ".join(moved.get(name, name) for name in names)
        connection.execute(
            "WITH RECURSIVE months(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM months LIMIT 40)"
            f" INSERT INTO address ({', '.join(names)})"
            f" SELECT {values} FROM address, months WHERE id = {first}"
        )
    request = Request(person, "비자 신청", "residence")
    issued = counter.certificates.issue(clerk, request, action_id=action())
    pdf = counter.archive.document(issued.id)
    assert counter.verification.of_file(pdf).answer.verdict == Verdict.GENUINE
    with pypdfium2.PdfDocument(pdf) as document:
        assert len(document) == issued.pages > 1
        words = "".join(page.get_textpage().get_text_range() for page in document)
    assert words.count("서울특별시") >= 41


MIXED: list[Any] = ["abc محمد 12 علي", "محمد (MUHAMMAD) 12", "שלום abc 3"]


@pytest.mark.parametrize("purpose", MIXED)
def test_words_from_both_sides_prove_themselves(
    counter: Counter, clerk: Actor, home: Path, purpose: str
) -> None:
    """Readers of PDFs put them in an order of their own."""
    request = Request(people.registered_foreigner(home), purpose)
    try:
        issued = counter.certificates.issue(clerk, request, action_id="a")
    except Refusal as refusal:
        assert refusal.code == "certificates.no_glyph"
        return
    pdf = counter.archive.document(issued.id)
    assert counter.verification.of_file(pdf).answer.verdict == Verdict.GENUINE
