"""A pack of secure paper is in the book of one counter of a centre."""

import pytest
from sqlmodel import delete, select

from counter_app.district import enrolling, paper
from counter_app.district.store import reading, writing
from counter_app.district.tables import OpApplied, PaperHeld
from tests.district.served import SEOGYO, YEONNAM, Peer, Served

APPLIED, TAKEN = ("applied", ""), ("rejected", "district.paper_taken")


def loaded(peer: Peer, serials: str) -> tuple[str, str]:
    return peer.settled(peer.operation("paper.loaded", {"serials": serials, "sheets": 1}))[0]


def gave_up(peer: Peer, serials: str) -> None:
    said = {"serials": serials, "sheets": 1, "reason": "다른 PC로"}
    assert peer.settled(peer.operation("paper.written_off", said)) == [APPLIED]


@pytest.fixture
def first(served: Served) -> Peer:
    peer = served.counter(SEOGYO).greeted()
    assert loaded(peer, "SG0000101-SG0000200") == APPLIED
    return peer


@pytest.fixture
def other(served: Served) -> Peer:
    return served.counter(SEOGYO).greeted()


def test_serials_that_another_counter_of_the_centre_has_loaded_are_told(
    served: Served, first: Peer, other: Peer
) -> None:
    assert loaded(other, "SG0000151-SG0000300") == TAKEN
    assert loaded(other, "SG0000200") == TAKEN
    with reading(served.district.engine) as session:
        rows = session.exec(select(OpApplied).where(OpApplied.outcome == "rejected"))
        fields = {row.fields for row in rows}
    day = first.clock.now().date()
    assert fields == {
        f'{{"serials": "SG0000151-SG0000200", "day": "{day}"}}',
        f'{{"serials": "SG0000200", "day": "{day}"}}',
    }


def test_a_pack_in_parts_or_of_other_letters_or_digits_is_another(
    first: Peer, other: Peer, served: Served
) -> None:
    for serials in ("SG0000001-SG0000100", "SG0000201-SG0000300", "SH0000150", "SG000150", "00150"):
        assert loaded(other, serials) == APPLIED
    assert loaded(served.counter(YEONNAM).greeted(), "SG0000150") == APPLIED


def test_a_counter_may_load_its_own_again(first: Peer, served: Served) -> None:
    """Its store came back from a copy, or was begun anew."""
    assert loaded(first, "SG0000101-SG0000200") == APPLIED
    first.store, first.op_seq, first.mark, first.previous = "anew", 0, "", ""
    assert loaded(first.greeted(), "SG0000101-SG0000200") == APPLIED


def test_what_was_given_up_may_be_loaded_elsewhere(first: Peer, other: Peer) -> None:
    gave_up(first, "SG0000121-SG0000140, SG0000200")
    assert loaded(other, "SG0000121-SG0000140") == APPLIED
    assert loaded(other, "SG0000200-SG0000250") == APPLIED
    assert [loaded(other, f"SG00001{at}") for at in ("20", "41")] == [TAKEN, TAKEN]
    gave_up(other, "SG0000121-SG0000140")
    assert loaded(first, "SG0000121-SG0000140") == APPLIED


def test_a_counter_that_is_gone_holds_no_paper(first: Peer, other: Peer, served: Served) -> None:
    with writing(served.district.engine) as session:
        enrolling.revoke(session, first.client, first.clock.now())
    assert loaded(other, "SG0000101-SG0000200") == APPLIED


def test_serials_that_cannot_be_read_are_looked_at_by_a_person(other: Peer) -> None:
    for serials in ("", "SG", "SG0002-SG0001"):
        assert loaded(other, serials) == ("rejected", "district.unreadable")


def test_packs_that_were_loaded_before_it_was_asked_are_known(
    first: Peer, other: Peer, served: Served
) -> None:
    gave_up(first, "SG0000190-SG0000200")
    with writing(served.district.engine) as session:
        session.connection().execute(delete(PaperHeld))
        paper.gather(session.connection())
    assert loaded(other, "SG0000190-SG0000199") == APPLIED
    assert loaded(other, "SG0000150") == TAKEN


def test_one_batch_of_loads_and_write_offs_is_settled_in_its_order(other: Peer) -> None:
    said = [
        other.operation("paper.loaded", {"serials": "SG0000001-SG0000010"}),
        other.operation("paper.written_off", {"serials": "SG0000001-SG0000010"}),
        other.operation("paper.loaded", {"serials": "SG0000011"}),
    ]
    assert other.settled(*said) == [APPLIED] * 3
