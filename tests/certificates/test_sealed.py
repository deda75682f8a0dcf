"""Every document gets its sealed copy, once; it is found, told genuine, and never changed."""

import hashlib
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from counter_app.certificates.requests import IssuedView, Request
from counter_app.errors import Refusal
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.proof.verdict import Verdict
from counter_app.resources import RESOURCES
from tests.certificates.papers import run

Sql = Callable[[str], list[tuple[object, ...]]]


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


def test_a_copy_needs_a_reason_and_is_on_record(
    counter: Counter, clerk: Actor, issued: IssuedView, sql: Sql
) -> None:
    with pytest.raises(Refusal) as caught:
        counter.sealed.copy(clerk, issued.issue_number, "  ")
    assert caught.value.code == "certificates.reason_needed"
    with pytest.raises(Refusal) as caught:
        counter.sealed.copy(clerk, "2026-1-AR-9", "요청")
    assert caught.value.code == "certificates.unknown"
    assert counter.sealed.copy(clerk, issued.issue_number, "본인 요청").startswith(b"%PDF")
    ((said,),) = sql("SELECT detail FROM audit WHERE action = 'certificate.copied'")
    assert json.loads(str(said)) == {"number": issued.issue_number, "reason": "본인 요청"}


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
