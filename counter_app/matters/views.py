"""A matter as screens, papers and the terminal see it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from counter_app.certificates.kinds import Words
from counter_app.errors import Refusal
from db.matters import MatterState


class Answer(StrEnum):
    """What the district has made of what it was asked for."""

    NONE = "none"
    PENDING = "pending"
    REFUSED = "refused"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class Check:
    """A line of the checklist. `papers`: ids of what was attached to it."""

    key: str
    required: bool
    ticked: bool
    papers: tuple[int, ...] = ()
    name: Words | None = None
    """Of a step; a document's stands in the words of every language."""
    early: bool = False
    """Whether a step cannot be true in the present state."""


@dataclass(frozen=True, slots=True)
class Attached:
    """A paper that was brought. `kind`: pdf, jpeg …, "" of one from before that was kept; `size`:
    bytes of what is kept of it."""

    id: int
    document: str
    kind: str
    pages: int
    size: int
    at: datetime
    clerk: str


@dataclass(frozen=True, slots=True)
class Past:
    """One act of the history."""

    act: str
    state: MatterState
    at: datetime
    clerk: str
    window: int | None
    detail: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Act:
    """What can be done next; `refusal` says what is lacking, None if nothing is; `reasons`: words
    of which one must be said."""

    act: str
    to: MatterState
    refusal: Refusal | None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Offer:
    """What can be begun for a person; `refusal` says why not, None if it can."""

    code: str
    title: Words
    refusal: Refusal | None


@dataclass(frozen=True, slots=True)
class MatterLine:
    """`turned_down`: the word of why it was not accepted, "" if it was or may be. `who` is masked;
    `days_left` below 0 for what is overdue, None without a deadline."""

    number: str
    procedure: str
    title: Words
    state: MatterState
    who: str
    resident_id: int | None
    due: date | None
    days_left: int | None
    answer: Answer
    opened_at: datetime
    closed: bool
    turned_down: str = ""


@dataclass(frozen=True, slots=True)
class Paid:
    """How a fee was taken: `won` by `tenders`, or waived on a `ground`. `receipt`: its number, ""
    where none was given. `change`: won handed back of the cash received. `goes_back`: nothing was
    done for it yet."""

    tenders: tuple[str, ...]
    won: int
    receipt: str = ""
    ground: str = ""
    change: int = 0
    goes_back: bool = False


@dataclass(frozen=True, slots=True)
class MatterView:
    """`fee_won`: whole won; `paid`: None until it was taken, or once it has gone back. `refusal`:
    why the district did not make the change."""

    line: MatterLine
    ver: int
    ground: Words
    language: str
    facts: Mapping[str, str]
    documents: tuple[Check, ...]
    steps: tuple[Check, ...]
    acts: tuple[Act, ...]
    fee_won: int
    paid: Paid | None
    ticket_id: int | None
    window: int | None
    due_rule: Mapping[str, object] = field(default_factory=dict)
    fee_rule: Mapping[str, object] = field(default_factory=dict)
    refusal: Refusal | None = None
    office: str = ""
    version: int = 1
    stay_over: date | None = None
    """The day on which the person's stay ended."""
    history: tuple[Past, ...] = ()

    @property
    def fee_elsewhere(self) -> int:
        """Won that whoever decides takes, and this centre does not."""
        return 0 if self.fee_won else int(str(self.fee_rule.get("value", 0)))
