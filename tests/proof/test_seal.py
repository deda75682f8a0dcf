"""One flipped bit in a sealed file is told without a record of it, and so is who sealed it."""

import re
import shutil
from base64 import b64decode
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from random import Random

import pikepdf
import pytest
from cryptography.x509 import load_der_x509_certificate

from counter_app.certificates.requests import Request
from counter_app.certificates.sealing import SealKey, seal
from counter_app.clock import FixedClock
from counter_app.main import Counter, open_counter
from counter_app.proof.cose import Claims, public_of, read
from counter_app.proof.qr_text import to_text
from counter_app.proof.reports import Sealed
from counter_app.proof.seals import is_sealed, seal_of
from counter_app.proof.tokens import Endorsement, endorsement
from counter_app.proof.verdict import Verdict
from counter_app.proof.x509 import certificate
from tests import people
from tests.certificates.samples import scan
from tests.conftest import MORNING, PASSWORD
from tests.proof.strangers import stranger
from tests.proof.vectors import CENTRE, ROOT, endorsed

YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Sent:
    pdf: bytes
    drawn: bytes
    stranger: Counter


@pytest.fixture(scope="module")
def sent(built_centre: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sent]:
    folder = tmp_path_factory.mktemp("sealed")
    home = Path(shutil.copytree(built_centre, folder / "home"))
    with ExitStack() as stack:
        counter = stack.enter_context(closing(open_counter(home, FixedClock(MORNING))))
        clerk = counter.clerks.sign_in("minseo", PASSWORD, 3)
        request = Request(people.registered_foreigner(home), "은행 제출")
        issued = counter.certificates.issue(clerk, request, action_id="a")
        pdf, drawn = counter.sealed.document(issued.id), counter.archive.document(issued.id)
        other = stack.enter_context(stranger(built_centre, folder / "stranger", counter))
        yield Sent(pdf, drawn, other)


def flipped(data: bytes, bit: int) -> bytes:
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def test_a_whole_file_is_genuine(sent: Sent) -> None:
    report = sent.stranger.verification.of_file(sent.pdf)
    assert (report.answer.verdict, report.sealed) == (Verdict.GENUINE, Sealed.WHOLE)


def test_a_printed_page_has_no_seal_and_is_judged_by_its_code(sent: Sent) -> None:
    report = sent.stranger.verification.of_file(sent.drawn)
    assert (report.answer.verdict, report.sealed) == (Verdict.GENUINE, Sealed.NOT)


def test_one_bit_flipped_anywhere_is_altered(sent: Sent) -> None:
    random = Random(3)
    named = [m.start() for m in re.finditer(rb"%PDF-|/ByteRange|/T \(Seal\)|startxref", sent.pdf)]
    bits = [8 * at + random.randrange(16) for at in named]
    bits += [random.randrange(8 * len(sent.pdf)) for _ in range(60)]
    for bit in bits:
        report = sent.stranger.verification.of_file(flipped(sent.pdf, bit))
        assert report.answer.verdict == Verdict.ALTERED, bit
        assert report.sealed == Sealed.BROKEN


def test_one_bit_flipped_in_the_seal_itself(sent: Sent) -> None:
    """Every bit of every eleventh digit: certificates, names, algorithms, signatures, padding."""
    begin = sent.pdf.index(b"/Contents <", sent.pdf.index(b"/T (Seal)")) + len("/Contents ")
    end = sent.pdf.index(b">", begin)
    for place in range(begin, end + 1, 11):
        for bit in range(8):
            found = seal_of(flipped(sent.pdf, 8 * place + bit))
            assert found is not None
            assert not found.whole, (place - begin, bit)


def test_what_is_added_after_the_seal_is_told(sent: Sent) -> None:
    for more in (b"\n", b"%%EOF\n", b"1 0 obj <<>> endobj"):
        found = seal_of(sent.pdf + more)
        assert found is not None
        assert not found.whole


def test_a_seal_taken_off_leaves_an_unsealed_page(sent: Sent) -> None:
    """Whoever takes the seal off has a page that is worth what its code says, and is told so."""
    report = sent.stranger.verification.of_file(sent.pdf[: len(sent.drawn)])
    assert report.sealed == Sealed.NOT


def test_a_file_of_others_has_no_seal_of_ours(sent: Sent) -> None:
    other = scan(1)
    assert not is_sealed(other)
    assert seal_of(other) is None


def test_the_code_lies_in_the_file_for_who_reads_no_pictures(sent: Sent) -> None:
    with pikepdf.open(BytesIO(sent.pdf)) as document:
        code = to_text(b64decode(str(document.Root.PieceInfo.Counter.Private)))
    assert sent.stranger.verification.of_text(code).answer.verdict == Verdict.GENUINE


def test_a_seal_of_an_unknown_key_is_told(sent: Sent) -> None:
    """The page is genuine; who sealed the file nobody knows."""
    word = read(endorsed(CENTRE, MORNING - YEAR, MORNING + YEAR)).claims
    own, root = (load_der_x509_certificate(certificate(ROOT, w)) for w in words(word))
    report = sent.stranger.verification.of_file(seal(sent.drawn, SealKey(CENTRE, own, (root,))))
    assert (report.answer.verdict, report.answer.reason) == (Verdict.UNKNOWN_KEY, "seal_unknown")
    assert report.sealed == Sealed.WHOLE
    assert {field.same for field in report.compared} == {None}
    assert {made.same for made in report.lists or ()} <= {None}


def words(claims: Claims) -> Iterator[Endorsement]:
    """Of the centre, and of the root by itself."""
    yield endorsement(claims)
    yield replace(endorsement(claims), public=public_of(ROOT))
