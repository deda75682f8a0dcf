"""How a fee is paid, as options of a command."""

from typing import Annotated

import typer

from counter_app.errors import Refusal
from counter_app.till.terms import Share, Terms, Waiver
from db.certificates import Tender

TenderOption = Annotated[
    Tender | None, typer.Option("--tender", help="What all is paid by; cash if left out.")
]
Pay = Annotated[
    str | None,
    typer.Option("--pay", help="TENDER:WON[:NUMBER],… such as cash:3000,card:1000:30012345"),
]
Received = Annotated[
    int | None, typer.Option("--received", help="Cash laid on the counter, for the change.")
]
WaiverGround = Annotated[
    str | None, typer.Option("--waiver", help="A ground (counter till waivers); takes nothing.")
]
Proof = Annotated[str, typer.Option("--proof", help="What was seen that proves the ground.")]
Consent = Annotated[
    bool, typer.Option("--consent", help="Looked up in shared records, with consent.")
]
Earlier = Annotated[
    str,
    typer.Option(
        "--earlier",
        help="Of --waiver office_error: issue or confirmation number of what was wrong.",
    ),
]
_MOST_DIGITS = 12


def terms_of(
    tender: Tender | None,
    pay: str | None,
    received: int | None,
    waiver: str | None,
    proof: str,
    consent: bool,
    earlier: str = "",
) -> Terms:
    """All cash if nothing is said. Raises Refusal till.bad_pay, till.tender_twice."""
    if tender and (pay or waiver):
        raise Refusal("till.tender_twice")
    shares = tuple(map(_share, pay.split(","))) if pay else ()
    return Terms(
        tender or Tender.CASH,
        shares,
        received,
        Waiver(waiver, proof, consent, earlier) if waiver else None,
    )


def _share(text: str) -> Share:
    tender, _, rest = text.strip().partition(":")
    won, _, reference = rest.partition(":")
    if tender not in set(Tender) or not won.isdecimal() or len(won) > _MOST_DIGITS:
        raise Refusal("till.bad_pay", text=text)
    return Share(Tender(tender), int(won), reference)
