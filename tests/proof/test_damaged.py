"""A sealed PDF with a byte changed, cut short or torn out: told as it is, never a fault."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from io import BytesIO
from pathlib import Path
from random import Random

import pikepdf
import pytest

from counter_app.certificates.requests import Request
from counter_app.clock import FixedClock
from counter_app.errors import Refusal
from counter_app.main import open_counter
from counter_app.proof.verdict import Verdict
from counter_app.proof.verification import Verification
from counter_app.words import catalogue
from tests import people
from tests.conftest import MORNING, PASSWORD

Sealed = tuple[bytes, Verification]


@pytest.fixture(scope="module")
def sealed(built_centre: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sealed]:
    home = Path(shutil.copytree(built_centre, tmp_path_factory.mktemp("damaged") / "home"))
    with closing(open_counter(home, FixedClock(MORNING))) as counter:
        clerk = counter.clerks.sign_in("minseo", PASSWORD, 3)
        request = Request(people.registered_foreigner(home), "은행 제출")
        issued = counter.certificates.issue(clerk, request, action_id="a")
        yield counter.sealed.document(issued.id), counter.verification


def told(verification: Verification, data: bytes) -> str:
    """The verdict, or the refusal's code; both have a sentence."""
    try:
        answer = verification.of_file(data).answer
    except Refusal as refusal:
        assert refusal.code in catalogue("ko")
        return refusal.code
    assert f"proof.{answer.reason}" in catalogue("ko")
    return answer.verdict.value


def bit(data: bytes, random: Random) -> bytes:
    place, changed = random.randrange(8 * len(data)), bytearray(data)
    changed[place // 8] ^= 1 << place % 8
    return bytes(changed)


def cut(data: bytes, random: Random) -> bytes:
    return data[: random.randrange(len(data))]


def torn(data: bytes, random: Random) -> bytes:
    place = random.randrange(len(data))
    return data[:place] + data[place + random.randrange(1, 400) :]


def zeroed(data: bytes, random: Random) -> bytes:
    place = random.randrange(len(data))
    return data[:place] + bytes(len(data[place : place + 512])) + data[place + 512 :]


@pytest.mark.parametrize("damage", [bit, cut, torn, zeroed])
def test_what_is_not_as_it_was_is_never_genuine_and_never_a_fault(
    sealed: Sealed, damage: Callable[[bytes, Random], bytes]
) -> None:
    pdf, verification = sealed
    assert told(verification, pdf) == Verdict.GENUINE
    random = Random(1)
    for n in range(60):
        changed = damage(pdf, random)
        if changed != pdf:
            assert told(verification, changed) != Verdict.GENUINE, n


def test_a_page_that_lost_its_words_is_altered(sealed: Sealed) -> None:
    """Its code is whole and its text is there, but says nothing any more."""
    pdf, verification = sealed
    with pikepdf.open(BytesIO(pdf)) as document:
        page = document.pages[0]
        page.Contents.write(
            page.Contents.read_bytes().replace(b" Tj", b" pop").replace(b"pop", b"Tj", 3)
        )
        buffer = BytesIO()
        document.save(buffer)
    assert told(verification, buffer.getvalue()) == Verdict.ALTERED
