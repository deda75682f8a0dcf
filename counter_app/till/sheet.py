"""What a day at the till came to: the figures of its settlement, open or signed."""

import json
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Line:
    """One tender, kind, clerk or ground. `count`: payments less those given back; in won."""

    key: str
    name: str
    count: int
    won: int
    waived: int = 0


@dataclass(frozen=True, slots=True)
class Reversal:
    """Money given back: which receipt undoes which, who did it and why.

    `number`: of the certificate or matter; `second`: who else signed that it is void; `before` and
    `after`: how it was paid, and how by `instead`, the receipt that takes its place, "" where none
    does. All None on sheets of old.
    """

    receipt: str
    reverses: str
    won: int
    reason: str
    clerk: str
    at: datetime
    number: str | None = None
    second: str | None = None
    before: str | None = None
    after: str | None = None
    instead: str | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """Cash put in (+) or taken out (-) without a payment, or the float, in won."""

    kind: str
    won: int
    reason: str
    clerk: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Slip:
    """A part of a payment that has the number of a card's approval or of a revenue stamp."""

    receipt: str
    tender: str
    won: int
    reference: str


@dataclass(frozen=True, slots=True)
class Voided:
    """A number that stands for nothing from now on; `second`: who else signed, "" if nobody."""

    number: str
    reason: str
    clerk: str
    second: str
    fee_kept: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Reissued:
    """A document issued anew without a fee, because the office erred in the `earlier` one; `seen`:
    whether that was issued on this PC."""

    number: str
    earlier: str
    seen: bool
    reason: str
    clerk: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Reprinted:
    """The `reprint`-th time that a document was printed again (재발행)."""

    number: str
    reprint: int
    copies: int
    reason: str
    clerk: str
    at: datetime


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Numbers that may have been given on paper and are not on record, as the store was put back
    from a copy `at` that moment: they are not given again."""

    series: str
    first: int
    last: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Secure:
    """The book of secure paper in sheets: loaded = issued + spoiled + remaining."""

    loaded: int
    issued: int
    spoiled: int
    remaining: int


@dataclass(frozen=True, slots=True)
class Papers:
    """`secure` as the book stands, `before` as it stood on the sheet that was signed last."""

    voided: tuple[Voided, ...]
    reprinted: tuple[Reprinted, ...]
    secure: Secure | None
    before: Secure | None
    left_out: tuple[LeftOut, ...] | None = None
    """None on sheets of old."""


@dataclass(frozen=True, slots=True)
class Later:
    """Cash of a later day that lies in the drawer of one nobody closed, in won."""

    day: date
    cash: int


@dataclass(frozen=True, slots=True)
class Drawer:
    """Cash in won. `opening` is None before the float was set, `counted` before a count.

    `pieces`: (denomination, how many) as last counted. `later`: what came in since for later days
    and is expected too, up to payment `seen`; None on sheets of old.
    """

    opening: int | None
    put_in: int
    taken_out: int
    cash: int
    counted: int | None
    pieces: tuple[tuple[int, int], ...]
    later: tuple[Later, ...] | None = None
    seen: int | None = None
    moves: tuple[Move, ...] | None = None

    @property
    def of_later_days(self) -> int:
        return sum(one.cash for one in self.later or ())

    @property
    def expected(self) -> int:
        own = (self.opening or 0) + self.put_in - self.taken_out + self.cash
        return own + self.of_later_days

    @property
    def difference(self) -> int | None:
        return None if self.counted is None else self.counted - self.expected


@dataclass(frozen=True, slots=True)
class Left:
    """What the last closed day left in the drawer: what was counted, in won, of which
    `of_later_days` belongs to days after it."""

    day: date
    counted: int
    of_later_days: int

    @property
    def won(self) -> int:
        """The float that the next day begins with, if nobody touched the drawer."""
        return self.counted - self.of_later_days


@dataclass(frozen=True, slots=True)
class Sheet:
    """`won` was taken and `waived` left untaken, both less what was given back.

    `certificates` are the `issued` less the `given_back` (see sums.documents_of); neither is in
    what was signed before they were told.
    """

    day: date
    won: int
    waived: int
    certificates: int
    receipts: int
    first_receipt: str
    last_receipt: str
    tenders: tuple[Line, ...]
    kinds: tuple[Line, ...]
    clerks: tuple[Line, ...]
    grounds: tuple[Line, ...]
    reversals: tuple[Reversal, ...]
    drawer: Drawer
    issued: int | None = None
    given_back: int | None = None
    matters: int = 0
    """Whose fees were taken or waived, less those given back; none on sheets of old."""
    untaken: int | None = None
    """Payments less those given back in which nothing was paid: free, or waived."""
    slips: tuple[Slip, ...] | None = None
    papers: Papers | None = None
    reissued: tuple[Reissued, ...] | None = None
    """These three are None on sheets of old."""


EDITION = 2
"""Of the words of what is signed from now on."""


@dataclass(frozen=True, slots=True)
class Settled:
    """A closed day as it was signed; `difference_reason` is "" where the drawer was right.
    `edition`: in which words; of old, 1, secure paper has another name."""

    sheet: Sheet
    office: str
    difference_reason: str
    clerk: str
    supervisor: str
    at: datetime
    edition: int = 1

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, default=_plain)

    @classmethod
    def from_json(cls, text: str) -> Self:
        values = json.loads(text)
        values["at"] = datetime.fromisoformat(values["at"])
        values["sheet"] = _sheet(values["sheet"])
        return cls(**values)


def _sheet(values: dict[str, Any]) -> Sheet:
    values["day"] = date.fromisoformat(values["day"])
    for name in ("tenders", "kinds", "clerks", "grounds"):
        values[name] = tuple(Line(**line) for line in values[name])
    values["reversals"] = tuple(
        Reversal(**{**entry, "at": datetime.fromisoformat(entry["at"])})
        for entry in values["reversals"]
    )
    drawer = values["drawer"]
    drawer["pieces"] = tuple((value, count) for value, count in drawer["pieces"])
    if drawer.get("later") is not None:
        drawer["later"] = tuple(
            Later(date.fromisoformat(one["day"]), one["cash"]) for one in drawer["later"]
        )
    if drawer.get("moves") is not None:
        drawer["moves"] = tuple(
            Move(**{**one, "at": datetime.fromisoformat(one["at"])}) for one in drawer["moves"]
        )
    if values.get("slips") is not None:
        values["slips"] = tuple(Slip(**one) for one in values["slips"])
    if values.get("reissued") is not None:
        values["reissued"] = tuple(
            Reissued(**{**one, "at": datetime.fromisoformat(one["at"])})
            for one in values["reissued"]
        )
    if values.get("papers") is not None:
        values["papers"] = _papers(values["papers"])
    values["drawer"] = Drawer(**drawer)
    return Sheet(**values)


def _papers(values: dict[str, Any]) -> Papers:
    for name, table in (("voided", Voided), ("reprinted", Reprinted)):
        values[name] = tuple(
            table(**{**one, "at": datetime.fromisoformat(one["at"])}) for one in values[name]
        )
    if values.get("left_out") is not None:
        values["left_out"] = tuple(
            LeftOut(**{**one, "at": datetime.fromisoformat(one["at"])})
            for one in values["left_out"]
        )
    for name in ("secure", "before"):
        values[name] = Secure(**values[name]) if values[name] else None
    return Papers(**values)


def _plain(value: object) -> str:
    assert isinstance(value, date)  # noqa: S101 - or a datetime; nothing else has no JSON form
    return value.isoformat()
