"""From number to hand: prepared, spooled, handed over or spoiled. One table decides."""

from enum import StrEnum

from counter_app.errors import Refusal
from db.certificates import CertificateState

__all__ = ["IN_FLIGHT", "STEPS", "CertificateState", "Step", "after"]


class Step(StrEnum):
    SPOOL = "spool"
    HAND_OVER = "hand_over"
    SPOIL = "spoil"


STEPS: dict[tuple[CertificateState, Step], CertificateState] = {
    (CertificateState.PREPARED, Step.SPOOL): CertificateState.SPOOLED,
    (CertificateState.PREPARED, Step.HAND_OVER): CertificateState.HANDED_OVER,
    (CertificateState.PREPARED, Step.SPOIL): CertificateState.SPOILED,
    (CertificateState.SPOOLED, Step.HAND_OVER): CertificateState.HANDED_OVER,
    (CertificateState.SPOOLED, Step.SPOIL): CertificateState.SPOILED,
}

IN_FLIGHT = (CertificateState.PREPARED, CertificateState.SPOOLED)
"""A clerk still has to say what became of the paper."""


def after(state: CertificateState, step: Step) -> CertificateState:
    """Raises Refusal certificates.illegal_<step>."""
    if (state, step) not in STEPS:
        raise Refusal(f"certificates.illegal_{step}")
    return STEPS[state, step]
