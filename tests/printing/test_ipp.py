"""The wire format, against bytes that no server should send."""

import contextlib
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.printing import ipp

UNREADABLE = (struct.error, IndexError, UnicodeDecodeError)
HEADER = struct.pack(">hHi", 0x0200, 0, 1)


def test_a_message_as_rfc_8010_shows_it() -> None:
    job = ipp.encode(ipp.Group.JOB, {"copies": 20, "sides": "two-sided-long-edge"})
    assert job == bytes.fromhex(
        "02 21 0006 636f70696573 0004 00000014"
        "44 0005 7369646573 0013 74776f2d73696465642d6c6f6e672d65646765"
    )


@given(
    st.dictionaries(
        st.sampled_from(sorted(ipp.SYNTAX)), st.lists(st.text(max_size=20), min_size=1, max_size=4)
    )
)
def test_what_is_written_reads_back(texts: dict[str, list[str]]) -> None:
    attributes: dict[str, ipp.Value] = {
        name: values for name, values in texts.items() if ipp.SYNTAX[name] not in ipp.NUMBERS
    }
    numbers: dict[str, ipp.Value] = {"copies": 3, "last-document": True}
    message = ipp.encode(ipp.Group.OPERATION, attributes) + ipp.encode(ipp.Group.JOB, numbers)
    status, groups = ipp.decode(HEADER + message + bytes([ipp.Group.END]))
    assert status == 0
    assert groups == [(1, attributes), (2, {"copies": [3], "last-document": [True]})]


@given(st.binary(max_size=200))
def test_noise_is_unreadable_or_read_but_nothing_else(noise: bytes) -> None:
    for answer in (noise, HEADER + noise):
        with contextlib.suppress(*UNREADABLE):
            ipp.decode(answer)


def test_an_answer_cut_short_anywhere_is_unreadable() -> None:
    attributes: dict[str, ipp.Value] = {
        "job-id": 7,
        "job-name": "2026-000001",
        "requested-attributes": ["a", "b"],
    }
    answer = HEADER + ipp.encode(ipp.Group.JOB, attributes) + bytes([ipp.Group.END])
    for length in range(len(answer)):
        with pytest.raises(UNREADABLE):
            ipp.decode(answer[:length])
