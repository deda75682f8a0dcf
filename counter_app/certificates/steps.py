"""From number to hand: prepared, spooled, handed over or spoiled; void afterwards. One table
decides."""

from enum import StrEnum

from counter_app.errors import Refusal
from db.certificates import CertificateState

__all__ = ["IN_FLIGHT", "STEPS", "VOID", "CertificateState", "Step", "after"]


class Step(StrEnum):
    SPOOL = "spool"
    FAIL = "fail"
    HAND_OVER = "hand_over"
    SPOIL = "spoil"
    VOID = "void"
    REPRINT = "reprint"


STEPS: dict[tuple[CertificateState, Step], CertificateState] = {
    (CertificateState.PREPARED, Step.SPOOL): CertificateState.SPOOLED,
    (CertificateState.PREPARED, Step.HAND_OVER): CertificateState.HANDED_OVER,
    (CertificateState.PREPARED, Step.SPOIL): CertificateState.SPOILED,
    (CertificateState.SPOOLED, Step.HAND_OVER): CertificateState.HANDED_OVER,
    (CertificateState.SPOOLED, Step.FAIL): CertificateState.PREPARED,
    (CertificateState.SPOOLED, Step.SPOIL): CertificateState.SPOILED,
    (CertificateState.SPOOLED, Step.VOID): CertificateState.VOIDED,
    (CertificateState.HANDED_OVER, Step.VOID): CertificateState.VOIDED,
    (CertificateState.SPOOLED, Step.REPRINT): CertificateState.SPOOLED,
    (CertificateState.HANDED_OVER, Step.REPRINT): CertificateState.HANDED_OVER,
}

IN_FLIGHT = (CertificateState.PREPARED, CertificateState.SPOOLED)
"""A clerk still has to say what became of the paper."""

VOID = (CertificateState.SPOILED, CertificateState.VOIDED)
"""The number stands for nothing any more."""


def after(state: CertificateState, step: Step) -> CertificateState:
    """Raises Refusal certificates.illegal_<step>."""
    if (state, step) not in STEPS:
        raise Refusal(f"certificates.illegal_{step}")
    return STEPS[state, step]
