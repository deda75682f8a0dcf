"""Every document gets its sealed copy, once; it is found, told genuine, and never changed."""

import hashlib
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from counter_app.certificates.archive import NotAsIssued
from counter_app.certificates.requests import IssuedView, Request
from counter_app.clock import FixedClock
from counter_app.errors import Refusal
from counter_app.main import Counter, open_counter
from counter_app.privacy.actor import Actor
from counter_app.privacy.second import Second
from counter_app.proof.seals import seal_of
from counter_app.proof.verdict import Verdict
from counter_app.resources import RESOURCES
from tests.asking import Sql, refusal
from tests.certificates.papers import run
from tests.certificates.samples import OWNER, building
from tests.conftest import PASSWORD, SECOND


@pytest.fixture
def issued(
    counter: Counter, clerk: Actor, request_: Request, action: Callable[[], str]
) -> IssuedView:
    return counter.certificates.issue(clerk, request_, action_id=action())


def test_the_copy_is_sealed_and_begins_with_what_was_printed(
    counter: Counter, issued: IssuedView, tmp_path: Path
) -> None:
    drawn, sealed = counter.archive.document(issued.id), counter.sealed.document(issued.id)
    assert sealed.startswith(drawn)
    (tmp_path / "sealed.pdf").write_bytes(sealed)
    said = run("pdfsig", tmp_path / "sealed.pdf")
    assert "Signature is Valid" in said
    assert "Total document signed" in said


def test_it_is_made_once_however_many_ask(counter: Counter, issued: IssuedView) -> None:
    with ThreadPoolExecutor(4) as askers:
        copies = set(askers.map(counter.sealed.document, [issued.id] * 4))
    assert copies == {counter.sealed.document(issued.id)}
    assert counter.sealed.missing() == ()


def test_what_has_none_yet_is_sealed_later(counter: Counter, issued: IssuedView) -> None:
    assert counter.sealed.missing() == (issued.id,)
    told: list[tuple[int, int]] = []
    assert counter.sealed.seal_missing(lambda *at: told.append(at)) == 1
    assert told == [(1, 1)]
    assert counter.sealed.try_to_seal() == 0


def test_one_that_cannot_be_drawn_as_it_was_keeps_no_other_waiting(
    counter: Counter,
    clerk: Actor,
    request_: Request,
    issued: IssuedView,
    home: Path,
    clock: FixedClock,
    sql: Sql,
) -> None:
    counter.certificates.issue(clerk, request_, action_id="later")
    for (name,) in sql("SELECT name FROM sqlite_master WHERE tbl_name = 'certificate'"):
        if str(name).startswith("certificate_"):
            sql(f"DROP TRIGGER IF EXISTS {name}")
    sql(f"UPDATE certificate SET pdf_sha256 = 'another' WHERE id = {issued.id}")
    after_a_restart = open_counter(home, clock)
    with pytest.raises(NotAsIssued):
        after_a_restart.sealed.seal_missing()
    assert after_a_restart.sealed.missing() == (issued.id,)
    after_a_restart.close()


def test_the_copy_verifies_and_an_altered_one_does_not(
    counter: Counter, issued: IssuedView
) -> None:
    sealed = counter.sealed.document(issued.id)
    assert counter.archive.verify(sealed).verdict == Verdict.GENUINE
    assert counter.archive.verify(sealed + b"\n% more").verdict == Verdict.ALTERED


def test_it_says_which_fonts_it_was_drawn_with(
    counter: Counter, issued: IssuedView, sql: Sql
) -> None:
    counter.sealed.document(issued.id)
    ((fonts,),) = sql("SELECT fonts FROM sealed_document")
    named = json.loads(str(fonts))
    assert "PretendardGOV-Regular" in named
    for name, digest in named.items():
        font = RESOURCES / "fonts" / f"{name}.ttf"
        assert hashlib.sha256(font.read_bytes()).hexdigest() == digest


def test_it_is_never_changed_nor_removed(counter: Counter, issued: IssuedView, sql: Sql) -> None:
    counter.sealed.document(issued.id)
    for statement in ("UPDATE sealed_document SET fonts = ''", "DELETE FROM sealed_document"):
        with pytest.raises(Exception, match="append-only"):
            sql(statement)


def test_a_copy_needs_a_reason_is_marked_and_on_record(
    counter: Counter, clerk: Actor, issued: IssuedView, sql: Sql, tmp_path: Path
) -> None:
    number = issued.issue_number
    with pytest.raises(Refusal, match=r"certificates\.copy_why_needed"):
        counter.sealed.copy(clerk, number, "  ")
    with pytest.raises(Refusal, match=r"certificates\.unknown"):
        counter.sealed.copy(clerk, "2026-1-AR-9", "요청")
    copy = tmp_path / "copy.pdf"
    copy.write_bytes(counter.sealed.copy(clerk, number, "본인 요청"))
    text = run("pdftotext", "-layout", copy, "-")
    assert "사본 · 증명서로 쓸 수 없음" in text
    assert "NOT VALID AS A CERTIFICATE" in text
    assert number in text
    assert counter.verification.of_file(copy.read_bytes()).answer.verdict == Verdict.NO_CODE
    assert seal_of(copy.read_bytes()) is None
    ((said,),) = sql("SELECT detail FROM audit WHERE action = 'certificate.copied'")
    detail = json.loads(str(said))
    assert detail | {"number": number, "reason": "본인 요청"} == detail


def test_two_sign_for_the_sealed_original(
    counter: Counter, clerk: Actor, issued: IssuedView, sql: Sql
) -> None:
    number = issued.issue_number
    for second, code in (
        (Second("minseo", PASSWORD), "certificates.same_person"),
        (Second("jihun", PASSWORD), "certificates.no_second"),
        (Second("sujin", "wrong"), "clerks.wrong_password"),
    ):
        told = refusal(partial(counter.sealed.original, clerk, number, "법원", second))
        assert told == code
    assert sql("SELECT * FROM audit WHERE action = 'certificate.original_given'") == []
    given = counter.sealed.original(clerk, number, "법원 요청", SECOND)
    assert given == counter.sealed.document(issued.id)
    ((said,),) = sql("SELECT detail FROM audit WHERE action = 'certificate.original_given'")
    detail = json.loads(str(said))
    assert detail | {"number": number, "reason": "법원 요청", "second": "sujin"} == detail


def test_of_a_void_document_there_is_a_copy_only_and_it_says_so(
    counter: Counter, clerk: Actor, issued: IssuedView, tmp_path: Path
) -> None:
    number = issued.issue_number
    counter.voiding.void(clerk, issued.id, "다른 사람", "sujin", PASSWORD, action_id="void")
    told = refusal(lambda: counter.sealed.original(clerk, number, "법원 요청", SECOND))
    assert told == "certificates.original_void"
    assert counter.sealed.missing() == (issued.id,)  # nor was it sealed for that
    (tmp_path / "copy.pdf").write_bytes(counter.sealed.copy(clerk, number, "감사"))
    assert "COPY OF A VOID DOCUMENT" in run("pdftotext", tmp_path / "copy.pdf", "-")


def test_no_copy_comes_of_a_record_that_was_restricted_since(
    counter: Counter, clerk: Actor, issued: IssuedView, sql: Sql
) -> None:
    supervisor = counter.clerks.sign_in("sujin", PASSWORD, 5)
    counter.residents.restrict(supervisor, issued.resident_id, "보호")
    told = refusal(lambda: counter.sealed.copy(clerk, issued.issue_number, "본인 요청"))
    assert told == "certificates.restricted"
    assert sql("SELECT * FROM audit WHERE action = 'certificate.copied'") == []


def test_no_copy_comes_of_a_list_with_somebody_who_was_restricted_since(
    counter: Counter, clerk: Actor, request_: Request, home: Path, sql: Sql
) -> None:
    place = building(home, citizen=True)
    wanted = replace(
        request_, kind="moved-in-households", applicant=OWNER, details=(("building", place),)
    )
    listed = counter.certificates.issue(clerk, wanted, action_id="list")
    ((hidden,),) = sql(
        f"SELECT resident_id FROM address WHERE text_ko = '{place}' AND moved_out IS NULL"
        f" AND resident_id <> {wanted.resident_id} LIMIT 1"
    )
    assert counter.sealed.copy(clerk, listed.issue_number, "은행 요청")
    supervisor = counter.clerks.sign_in("sujin", PASSWORD, 5)
    counter.residents.restrict(supervisor, int(str(hidden)), "보호")
    for again in (
        lambda: counter.sealed.copy(clerk, listed.issue_number, "은행 요청"),
        lambda: counter.sealed.original(clerk, listed.issue_number, "은행 요청", SECOND),
        lambda: counter.reprinting.reprint(clerk, listed.id, "분실", action_id="again"),
    ):
        assert refusal(again) == "certificates.restricted_building"


def test_documents_are_found_by_number_person_clerk_and_day(
    counter: Counter, issued: IssuedView, request_: Request
) -> None:
    find = counter.archive.find
    day = issued.issued_at.date()
    for found in (
        find(number=issued.issue_number),
        find(resident_id=request_.resident_id, login="minseo", day=day),
        find(),
    ):
        assert [view.id for view in found] == [issued.id]
    for none in (
        find(number="x"),
        find(resident_id=request_.resident_id + 1),
        find(login="jihun"),
        find(day=date(2020, 1, 1)),
    ):
        assert none == ()
