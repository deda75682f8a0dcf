"""What a clerk asks for, and what becomes of it."""

import hashlib
import json
import unicodedata
from dataclasses import asdict, dataclass
from datetime import date, datetime

from counter_app.errors import Refusal
from counter_app.privacy.second import Second
from counter_app.till.terms import Share, Terms, Waiver
from counter_app.written import words
from db.certificates import CertificateState, Tender

__all__ = [
    "LONGEST_PURPOSE",
    "MADE_SURE",
    "MOST_COPIES",
    "MOST_IN_TRAY",
    "NOBODY",
    "SELF",
    "WIDEST_PURPOSE",
    "Applicant",
    "DaySummary",
    "First",
    "IssuedView",
    "Request",
    "Share",
    "Tender",
    "Tray",
    "TrayView",
    "Waiver",
    "asked",
    "checked_copies",
    "checked_purpose",
    "checked_why",
]

MOST_COPIES = 20
MOST_IN_TRAY = 20
LONGEST_PURPOSE = 32
"""In Hangul, twice as many Latin letters: a line of the form. Each more of the rarest syllables
takes 0.2 kB of the file."""
WIDEST_PURPOSE = 2 * LONGEST_PURPOSE
LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who stands at the counter and asks, and what they were identified by.

    `role` is one of kind_files.ROLES, `identity` of IDENTITIES; `name` is theirs, "" for the
    person; `ground` is the code of a ground of the kind and `proof` the paper seen for it.
    """

    role: str = "self"
    identity: str = "card"
    name: str = ""
    ground: str = ""
    proof: str = ""


SELF = Applicant()
MADE_SURE = ("unregistered", "enclosed_anyway", "referred")
"""What a clerk says in a request of having made sure of."""
NOBODY = 0
"""In place of a resident's id, where no record is open: a list of a building states none."""
CASH = Terms()


@dataclass(frozen=True, slots=True)
class Request:
    """One document of one person, or of NOBODY. `purpose` is printed on it.

    All is paid by `tender`, unless `pay` splits it or a `waiver` takes nothing; `received` is the
    cash laid on the counter. `quoted`: the won that the visitor was told, if it was told; another
    fee by now is refused.
    `details` answer what the kind asks, by key. `confirmed` is what the clerk read from the
    person's paper where two could be meant: the last digits of the number, or the passport's.
    `enclosed` are the pages to be copied (see enclosures.read_pages). `unregistered`: the clerk has
    made sure that nobody is registered at the building asked for. `enclosed_anyway`: that what is
    to be copied is good, although its code cannot be proven here now. `referred`: that
    somebody whose stay is over was told where to turn.
    """

    resident_id: int
    purpose: str
    kind: str = "alien-registration"
    copies: int = 1
    history: bool = False
    mask_number: bool = False
    tender: Tender = Tender.CASH
    ticket_id: int | None = None
    pay: tuple[Share, ...] = ()
    received: int | None = None
    waiver: Waiver | None = None
    quoted: int | None = None
    applicant: Applicant = SELF
    details: tuple[tuple[str, str], ...] = ()
    confirmed: str = ""
    enclosed: tuple[bytes, ...] = ()
    unregistered: bool = False
    enclosed_anyway: bool = False
    referred: bool = False

    @property
    def terms(self) -> Terms:
        return Terms(self.tender, self.pay, self.received, self.waiver)


@dataclass(frozen=True, slots=True)
class Tray:
    """Documents of one visit, of whichever persons, paid together as `terms` say.

    A document may carry a waiver of its own and nothing else of payment. `quoted`: the won that
    the visitor was told for all.
    """

    documents: tuple[Request, ...]
    terms: Terms = CASH
    quoted: int | None = None


@dataclass(frozen=True, slots=True)
class First:
    """What a clerk says of paper that was printed where no queue knows of it any more: how many of
    its sheets came out, which are ruined, and what happened. `action_id`: said twice is once.
    `second`: who signs beside the clerk, once a document was printed again on one person's word."""

    came_out: int
    reason: str
    action_id: str
    second: Second | None = None


@dataclass(frozen=True, slots=True)
class IssuedView:
    """A certificate as a screen sees it. `fee`: won taken for all copies, by `tender` or, where
    several bore it or none, as `parts` say; `holder` is masked.

    `change`: cash to hand back, None if it was not said how much was received.
    `problem` is what kept it, or its receipt, from the printer just now. `joint`: the number of
    the receipt it shares with the rest of its tray, "" without one.
    """

    id: int
    issue_number: str
    kind: str
    state: CertificateState
    fee: int
    copies: int
    pages: int
    tender: Tender
    holder: str
    resident_id: int
    receipt_number: str
    issued_at: datetime
    job: str | None
    problem: Refusal | None = None
    parts: tuple[Share, ...] = ()
    change: int | None = None
    waiver: str | None = None
    serials: str = ""
    """Of the secure paper it was printed on."""
    joint: str = ""
    valid_until: date | None = None
    """Its last day, of a kind that is good for a time only."""
    instead_of: str = ""
    """The number of the document that was wrong, in whose place it was issued."""
    reissued_as: str = ""
    """The issue number of what stands in its place, because it was wrong."""
    two_print_it: bool = False
    """Whether a second person signs when it is printed again: one was believed before."""

    def past(self, today: date) -> bool:
        """Whether it is no good any more, genuine as it may be."""
        return self.valid_until is not None and self.valid_until < today

    @property
    def receipt_paper(self) -> str:
        """The number on the receipt that was printed."""
        return self.joint or self.receipt_number


@dataclass(frozen=True, slots=True)
class Paper:
    """Of a certificate what its printer needs to know."""

    id: int
    issue_number: str
    copies: int
    pages: int


@dataclass(frozen=True, slots=True)
class TrayView:
    """What was issued together. `receipt_number` is that of the joint receipt, `won` what was
    taken for all; `change` and `problem` as in IssuedView."""

    receipt_number: str
    documents: tuple[IssuedView, ...]
    won: int
    parts: tuple[Share, ...]
    change: int | None
    problem: Refusal | None = None


@dataclass(frozen=True, slots=True)
class DaySummary:
    """One day at this PC: certificates not void, won taken less won given back, paper used."""

    issued: int
    collected: int
    sheets: int
    spoiled: int


def asked(request: Request) -> str:
    """Who asked for what, as it is kept with the certificate: JSON; pages by what they hash to."""
    kept: dict[str, object] = {
        "history": request.history,
        "mask_number": request.mask_number,
        "applicant": asdict(request.applicant),
        "details": request.details,
        "confirmed": request.confirmed,
        "enclosed": [hashlib.sha256(page).hexdigest() for page in request.enclosed],
    }
    for said in MADE_SURE:
        if getattr(request, said):  # what was kept before there was such a thing is compared, too
            kept[said] = True
    return json.dumps(kept, ensure_ascii=False)


def checked_purpose(text: str) -> str:
    """The purpose, trimmed and composed. Raises Refusal certificates.purpose_needed or
    certificates.purpose_too_long."""
    purpose = " ".join(unicodedata.normalize("NFC", text).split())
    if not purpose:
        raise Refusal("certificates.purpose_needed")
    if sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in purpose) > WIDEST_PURPOSE:
        raise Refusal(
            "certificates.purpose_too_long", limit=LONGEST_PURPOSE, letters=WIDEST_PURPOSE
        )
    return purpose


def checked_why(text: str, *, lacks: str = "certificates.why_needed") -> str:
    """One line of words. Raises Refusal `lacks`, certificates.why_long, .no_glyph."""
    reason = words(text)
    if not reason:
        raise Refusal(lacks)
    if len(reason) > LONGEST_REASON:
        raise Refusal("certificates.why_long", limit=LONGEST_REASON)
    return reason


def checked_copies(copies: int) -> int:
    """Raises Refusal certificates.copies."""
    if not 1 <= copies <= MOST_COPIES:
        raise Refusal("certificates.copies", most=MOST_COPIES)
    return copies
