"""The settlement as it is filed: sealed like a certificate, if anything can seal it now."""

from dataclasses import dataclass

from counter_app.certificates.sealed import Sealed
from counter_app.errors import Refusal
from counter_app.till.page import render_settlement
from counter_app.till.sheet import Settled


@dataclass(frozen=True, slots=True)
class Filed:
    """A PDF; `unsealed` says why it has no seal."""

    pdf: bytes
    unsealed: Refusal | None = None


def filed(settled: Settled, sealed: Sealed) -> Filed:
    """The books stand without a seal, so a key that is missing keeps nobody from closing them."""
    drawn = render_settlement(settled)
    try:
        return Filed(sealed.over(drawn))
    except Refusal as why:
        return Filed(drawn, why)
