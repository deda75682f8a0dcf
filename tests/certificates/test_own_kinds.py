"""An office writes a kind of its own: a file, no code, and what it gets wrong is said."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from counter_app.certificates import facts, kind_files, kinds
from counter_app.certificates.content import CertificateContent
from counter_app.certificates.furniture import DESIGNS
from counter_app.certificates.kinds import kind_of
from counter_app.certificates.render import render_certificate
from counter_app.certificates.requests import Request
from counter_app.certificates.sources import SOURCES
from counter_app.errors import Refusal
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.proof.fields import OWN
from counter_app.proof.verdict import Verdict
from counter_app.resources import RESOURCES
from counter_app.rules import shipped
from counter_app.words import explain
from tests.asking import Sql, refusal
from tests.certificates.papers import run

MANUAL = Path(__file__).parents[2] / "docs" / "certificates.md"
BRANCH = (("branch", "서강도서관"),)


@pytest.fixture
def example() -> str:
    """The worked example of docs/certificates.md, word for word."""
    return MANUAL.read_text("utf-8").split("```toml\n", 1)[1].split("```", 1)[0]


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, example: str) -> Path:
    folder = tmp_path / "kinds"
    made = folder / "library-card" / "1.toml"
    made.parent.mkdir(parents=True)
    made.write_text(example, "utf-8")
    for shared in ("words-1.toml", "grounds.toml"):
        shutil.copy(kinds.FOLDER / shared, folder / shared)
    monkeypatch.setattr(kinds, "FOLDER", folder)
    return made


def test_a_kind_is_added_without_touching_the_engine(
    counter: Counter, clerk: Actor, request_: Request, home: Path, file: Path
) -> None:
    wanted = replace(request_, kind="library-card", details=BRANCH)
    assert refusal(lambda: counter.certificates.preview(clerk, request_)) == "certificates.no_kind"
    view = counter.certificates.issue(clerk, wanted, action_id="a")
    assert view.issue_number == "2026-1144066000-LC-000001"
    words = run("pdftotext", "-layout", home / "prints" / f"{view.issue_number}.pdf", "-")
    for said in ("도서관 이용 자격 확인서", "서강도서관", "위 사람은 우리 동의 도서관을 이용할"):
        assert said in " ".join(words.split())


def test_what_only_this_kind_asks_is_signed_too(
    counter: Counter, clerk: Actor, request_: Request, file: Path, sql: Sql
) -> None:
    wanted = replace(request_, kind="library-card", details=BRANCH)
    view = counter.certificates.issue(clerk, wanted, action_id="a")
    found = counter.verification.of_file(counter.archive.document(view.id))
    assert [one.signed for one in found.compared if one.number == OWN] == ["서강도서관"]
    ((kept,),) = sql("SELECT content FROM certificate")
    content = CertificateContent.from_json(str(kept))
    forged = render_certificate(replace(content, details=(("branch", "마포도서관"),)))
    answer = counter.verification.of_file(forged)
    assert answer.answer.verdict == Verdict.ALTERED
    assert [one.number for one in answer.compared if one.same is False] == [OWN]


@pytest.mark.parametrize(
    ("written", "instead", "entry", "value"),
    [
        ('value = "birth_date"', 'value = "birthdate"', "rows", "birthdate"),
        ('"name", "branch"]', '"name", "sex"]', "proof", "sex"),
        ('source = "residences"', 'source = "homes"', "tables", "homes"),
        ('value = "from", width', 'value = "since", width', "tables", "since"),
        ('kind = "text"', 'kind = "number"', "asks", "number"),
        ('kind = "text"', 'kind = "day"', "asks", "branch"),
        ('fee = "fee.copy"', "", "fee", ""),
        ("rank = 90", "", "rank", ""),
        ("design = 5", "design = 99", "design", "99"),
        ("words = 1", "words = 9", "words", "9"),
        ('"FRN", "DRN"', '"FRN", "DNR"', "holders", "DNR"),
        ('who = "delegation"', 'who = "delegates"', "who", "delegates"),
        ('"card", "mobile"', '"card", "mobil"', "identity", "mobil"),
        ("rank = 90", 'rank = 90\noptions = ["histroy"]', "options", "histroy"),
        ("rank = 90", 'rank = 90\nrequires = ["card_lost"]', "requires", "card_lost"),
        ("rank = 90", 'rank = 90\nfees = {grund = "fee.copy"}', "fees", "grund"),
        ('jurisdiction = "own"', 'jurisdiction = "ours"', "jurisdiction", "ours"),
        ("rank = 90", "rank = 90\nfess = 1", "fess", "fess"),
    ],
)
def test_what_a_file_may_not_say_is_told_before_anything_is_issued(
    file: Path, example: str, written: str, instead: str, entry: str, value: str
) -> None:
    file.write_text(example.replace(written, instead, 1), "utf-8")
    with pytest.raises(Refusal) as caught:
        kind_of("library-card")
    assert caught.value.code == "certificates.kind_wrong"
    assert caught.value.fields == {"kind": "library-card/1", "entry": entry, "value": value}


def test_a_file_saved_by_notepad(file: Path, example: str) -> None:
    file.write_text(example, "utf-8-sig")
    assert kind_of("library-card").series == "LC"


@pytest.mark.parametrize(
    ("written", "instead", "entry", "value", "one"),
    [
        ('"fee.copy"', '"fee.cpoy"', "fee", "fee.cpoy", "fee.copy"),
        ('"fee.copy"', '"validity.cert_tmp"', "fee", "validity.cert_tmp", "fee.copy"),
        ('"fee.copy"', "1000", "fee", "1000", "fee.copy"),
        ("rank = 90", 'rank = 90\nfees = {ground = "fee.x"}', "fees.ground", "fee.x", "fee.copy"),
        ("rank = 90", 'rank = 90\nvalidity = "x"', "validity", "x", "validity.cert_tmp"),
        (
            'en = "Confirmation for the Library"',
            'rule = "x"',
            "title.rule",
            "x",
            "title_en.cert_ar",
        ),
    ],
)
def test_a_mistyped_rule_is_told_with_those_there_are(
    file: Path, example: str, written: str, instead: str, entry: str, value: str, one: str
) -> None:
    file.write_text(example.replace(written, instead, 1), "utf-8")
    with pytest.raises(Refusal) as caught:
        kind_of("library-card")
    assert caught.value.code == "certificates.kind_rule"
    keys = str(caught.value.fields["keys"]).split(", ")
    assert one in keys
    assert set(keys) <= shipped()
    wrong = {"file": "library-card/1.toml", "entry": entry, "value": value}
    assert wrong.items() <= caught.value.fields.items()
    for language in ("ko", "en"):
        said = explain(caught.value, language)
        assert all(word in said for word in ("library-card/1.toml", entry, value, one))


def test_a_file_that_is_no_toml_is_told_by_its_line(file: Path, example: str) -> None:
    file.write_text(example.replace("rank = 90", "rank = neunzig", 1), "utf-8")
    with pytest.raises(Refusal) as caught:
        kind_of("library-card")
    assert caught.value.code == "certificates.kind_unreadable"
    assert "library-card/1.toml" in explain(caught.value, "ko")
    assert "line 1" in str(caught.value.fields["why"])


ASKS = {
    "branch": '{key = "branch", kind = "text", required = true, ko = "도서관", en = "Branch"}',
    "shelf": '{key = "shelf", kind = "text", required = true, ko = "서가", en = "Shelf"}',
}
CELLS = {
    "branch": '{ko = "도서관", en = "Branch", value = "branch"}',
    "shelf": '{ko = "서가", en = "Shelf", value = "shelf"}',
}


def asking(example: str, *keys: str) -> str:
    """Two questions, asked and printed in this order; branch, then shelf are signed."""
    first, second = keys
    return (
        example.replace(ASKS["branch"], f"{ASKS[first]}, {ASKS[second]}", 1)
        .replace(
            f"    {CELLS['branch']},\n  ],", f"    {CELLS[first]},\n  ],\n  [{CELLS[second]}],"
        )
        .replace('"name", "branch"]', '"name", "branch", "shelf"]', 1)
    )


def test_what_was_issued_keeps_its_version_when_questions_are_reordered(
    counter: Counter, clerk: Actor, request_: Request, file: Path, example: str
) -> None:
    file.write_text(asking(example, "branch", "shelf"), "utf-8")
    answers = (*BRANCH, ("shelf", "가-12"))
    wanted = replace(request_, kind="library-card", details=answers)
    first = counter.certificates.issue(clerk, wanted, action_id="first")
    page = counter.archive.document(first.id)
    file.with_name("2.toml").write_text(asking(example, "shelf", "branch"), "utf-8")
    for known in (kinds._newest, kinds._kind):
        known.cache_clear()  # as the next start finds it
    assert [ask.key for ask in kind_of("library-card").asks] == ["shelf", "branch"]
    again = replace(wanted, details=answers[::-1])
    second = counter.certificates.issue(clerk, again, action_id="second")
    assert counter.archive.document(first.id) == page
    for issued in (page, counter.archive.document(second.id)):
        found = counter.verification.of_file(issued)
        assert found.answer.verdict == Verdict.GENUINE
        own = [one.signed for one in found.compared if one.number in (OWN, OWN + 1)]
        assert own == ["서강도서관", "가-12"]
    assert counter.certificates.issue(clerk, wanted, action_id="first").id == first.id


@pytest.mark.parametrize("proof", ['"name", "shelf", "branch"]', '"name", "shelf"]'])
def test_no_version_changes_the_places_of_what_is_signed(
    file: Path, example: str, proof: str
) -> None:
    two = asking(example, "branch", "shelf")
    file.write_text(two, "utf-8")
    changed = two.replace('"name", "branch", "shelf"]', proof)
    file.with_name("2.toml").write_text(changed, "utf-8")
    with pytest.raises(Refusal) as caught:
        kind_of("library-card")
    assert caught.value.code == "certificates.kind_proof_order"
    assert caught.value.fields == {"file": "library-card/2.toml", "keys": "branch, shelf"}
    file.with_name("2.toml").write_text(
        two.replace('"name", "branch"', '"branch", "name"'), "utf-8"
    )
    kinds._read.cache_clear()
    assert kind_of("library-card").proof == ("branch", "name", "shelf")


@pytest.mark.parametrize("series", ["R", "T", "", "ar", "A-R", "ABCDEFG"])
def test_no_kind_takes_the_numbers_of_receipts(file: Path, example: str, series: str) -> None:
    file.write_text(example.replace('series = "LC"', f'series = "{series}"'), "utf-8")
    with pytest.raises(Refusal) as caught:
        kind_of("library-card")
    assert caught.value.code == "certificates.kind_series"
    assert caught.value.fields == {"kind": "library-card", "series": series}


def test_no_kind_takes_the_numbers_of_another(file: Path, example: str) -> None:
    shutil.copytree(RESOURCES / "kinds" / "entry-departure", file.parents[1] / "entry-departure")
    file.write_text(example.replace('series = "LC"', 'series = "EE"'), "utf-8")
    assert kind_of("entry-departure").series == "EE"
    assert refusal(lambda: kind_of("library-card")) == "certificates.kind_series"


def test_every_version_that_was_shipped_may_be_as_it_is() -> None:
    assert all(kinds.versions_of(code) for code in kinds.codes())


def test_what_may_be_said_is_what_can_be_drawn() -> None:
    assert set(kind_files.VALUES) == set(facts.VALUES)
    assert set(kind_files.COLUMNS) == set(SOURCES)
    assert set(kind_files.DESIGNS) == set(DESIGNS)
