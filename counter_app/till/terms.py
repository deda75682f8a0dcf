"""How a fee is to be paid, or why not; checked against what is due before anything is written."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from counter_app.errors import Refusal
from counter_app.till.checks import checked_won
from counter_app.till.grounds import Ground, ground
from counter_app.written import one_line
from db.certificates import Tender

LONGEST_REFERENCE = 20
LONGEST_PROOF = 100
_CARD_NUMBER = re.compile(r"\d{13,}")
"""An approval number is shorter; the number of a card is never kept."""


@dataclass(frozen=True, slots=True)
class Share:
    """What one tender bears, in won; `reference` is an approval or stamp number."""

    tender: Tender
    won: int
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Waiver:
    """`proof` is what was seen; with `consent` the office looked it up and none is needed.
    `earlier`: the number of the document that was wrong, where one is issued anew."""

    ground: str
    proof: str = ""
    consent: bool = False
    earlier: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """All of it by `tender`, unless `pay` splits it or a `waiver` takes nothing.

    `received`: the cash laid on the counter, for the change.
    """

    tender: Tender = Tender.CASH
    pay: tuple[Share, ...] = ()
    received: int | None = None
    waiver: Waiver | None = None


def agreed(terms: Terms, due: int, fee_rule: str, status_of_stay: str) -> Terms:
    """The terms with `pay` complete: shares above zero that add up to what is due.

    Raises Refusal till.split_sum, .split_over, .share_positive, .received_short,
    .received_no_cash, .won_*, .card_number, .reference_long, .stamp_used,
    certificates.no_glyph and what `checked_waiver` raises.
    """
    if terms.waiver:
        if terms.pay or terms.received is not None:
            raise Refusal("till.waived_and_paid")
        waiver = checked_waiver(terms.waiver, fee_rule, status_of_stay)
        return replace(terms, waiver=waiver)
    pay = tuple(map(_checked, shares_of(terms, due)))
    if any(share.won <= 0 for share in pay):
        raise Refusal("till.share_positive")
    if (total := sum(share.won for share in pay)) > due:
        raise Refusal("till.split_over", over=f"{total - due:,}", due=f"{due:,}")
    if total != due:
        raise Refusal("till.split_sum", total=f"{total:,}", due=f"{due:,}")
    stamps = stamps_of(pay)
    if twice := next((stamp for stamp in stamps if stamps.count(stamp) > 1), None):
        raise Refusal("till.stamp_used", number=twice)
    if terms.received is not None:
        checked_won(terms.received, least=0)
        cash = cash_of(pay)
        if not cash:
            raise Refusal("till.received_no_cash")
        if terms.received < cash:
            raise Refusal("till.received_short", short=f"{cash - terms.received:,}")
    return replace(terms, tender=pay[0].tender if pay else terms.tender, pay=pay)


def stamp_key(reference: str) -> str:
    """What all ways of writing one number have in common: its letters and digits, none of them
    full width, none of the signs between."""
    return "".join(c for c in unicodedata.normalize("NFKC", reference).upper() if c.isalnum())


def stamps_of(pay: Sequence[Share]) -> list[str]:
    """The numbers of the stamps that bear one."""
    return [key for s in pay if s.tender == Tender.STAMP and (key := stamp_key(s.reference))]


def shares_of(terms: Terms, due: int) -> tuple[Share, ...]:
    """Who bears what, as asked for."""
    if terms.waiver or not due:
        return ()
    return terms.pay or (Share(terms.tender, due),)


def apportioned(pay: Sequence[Share], dues: Sequence[int]) -> tuple[tuple[Share, ...], ...]:
    """Which shares bear each of the dues, in order, to the won; both add up to the same."""
    rest = list(pay)
    found = []
    for due in dues:
        parts: list[Share] = []
        while missing := due - sum(part.won for part in parts):
            first = rest.pop(0)
            if first.won > missing:
                rest.insert(0, replace(first, won=first.won - missing))
            parts.append(replace(first, won=min(first.won, missing)))
        found.append(tuple(parts))
    return tuple(found)


def cash_of(pay: tuple[Share, ...]) -> int:
    return sum(share.won for share in pay if share.tender == Tender.CASH)


def require_owed(waiver: Waiver | None, won: int) -> None:
    """Raises Refusal till.nothing_to_waive where no fee is owed."""
    if waiver and not won:
        raise Refusal("till.nothing_to_waive")


def checked_waiver(waiver: Waiver, fee_rule: str, status_of_stay: str) -> Waiver:
    """Raises Refusal till.no_ground, .ground_not_for_kind, .ground_not_theirs, .proof_needed,
    .proof_other, .proof_long, .earlier_needed, .earlier_unwanted, certificates.no_glyph."""
    found: Ground = ground(waiver.ground)
    if fee_rule not in found.fees:
        raise Refusal("till.ground_not_for_kind")
    proof = one_line(waiver.proof)
    if len(proof) > LONGEST_PROOF:
        raise Refusal("till.proof_long", limit=LONGEST_PROOF)
    if found.statuses:
        if not any(_within(status_of_stay, status) for status in found.statuses):
            raise Refusal("till.ground_not_theirs", statuses=", ".join(found.statuses))
    elif not (proof or waiver.consent):
        raise Refusal("till.proof_needed")
    elif proof and found.papers and all(one.within(proof) is None for one in found.papers):
        papers = ", ".join(str(one.name) for one in found.papers)
        raise Refusal("till.proof_other", papers=papers)
    earlier, names = waiver.earlier.strip(), fee_rule in found.reissues
    if names != bool(earlier):
        raise Refusal("till.earlier_needed" if names else "till.earlier_unwanted")
    return replace(waiver, proof=proof, earlier=earlier)


def _within(code: str, status: str) -> bool:
    """F-6-1 is an F-6; F-60 would not be."""
    return code == status or code.startswith(f"{status}-")


def _checked(share: Share) -> Share:
    reference = one_line(unicodedata.normalize("NFKC", share.reference))
    if _CARD_NUMBER.search(stamp_key(reference)):
        raise Refusal("till.card_number")
    if len(reference) > LONGEST_REFERENCE:
        raise Refusal("till.reference_long", limit=LONGEST_REFERENCE)
    return replace(share, reference=reference)
