"""What a certificate and a receipt state: the snapshot that is stored and drawn again from."""

import json
import re
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Self

from counter_app.till.terms import Share
from db.certificates import Tender

Cell = tuple[str, str]
"""Korean, and the English beside it or ""."""


@dataclass(frozen=True, slots=True)
class Reissue:
    """`number`: the how-manieth reprint of the document, made `at`."""

    number: int
    at: datetime


@dataclass(frozen=True, slots=True)
class KeptCopy:
    """A copy of a kept document, made `at`; `void`: of one that stands no more."""

    at: datetime
    void: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """The rows of one table as printed; `source` is what the kind calls it (see sources.py)."""

    source: str
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class CertificateContent:
    """Everything printed on one certificate; two equal contents give the same bytes.

    `kind` and `version` name resources/kinds/<kind>/<version>.toml. `issue_number` is "" only in a
    preview. `registration_number` is printed as given, so masking is the caller's. `sex` is "M" or
    "F". `status_of_stay` is a code such as "F-6-1". `stay_expires` is None for permanent
    residence. `details` are the clerk's answers to what the kind asks, by key. `code` is the text
    of the proof code and `confirmation` the confirmation number as printed; "" draws none.
    `office_en` and `issuer_en` are "" in what was issued before they were printed. `issued_at` is
    aware, Asia/Seoul. Of a list of a building that was asked for with no record open, all that is
    said of a person is empty; who asked is among the details.
    """

    kind: str
    version: int
    title_ko: str
    title_en: str
    issue_number: str
    registration_number: str
    name_roman: str
    name_hangul: str
    sex: str
    birth_date: date | None
    nationality_ko: str
    nationality_en: str
    passport_number: str
    status_of_stay: str
    status_ko: str
    status_en: str
    stay_expires: date | None
    entered_on: date | None
    registered_on: date | None
    address: str
    purpose: str
    office_name: str
    issuer: str
    seal_name: str
    seal_number: str
    clerk_name: str
    phone: str
    issued_at: datetime
    card_lost_on: date | None = None
    valid_until: date | None = None
    details: tuple[tuple[str, str], ...] = ()
    tables: tuple[Listing, ...] = ()
    code: str = ""
    confirmation: str = ""
    office_en: str = ""
    issuer_en: str = ""

    def detail(self, key: str) -> str:
        """The answer to a question of the kind, "" if it was not given."""
        return dict(self.details).get(key, "")

    def listing(self, source: str) -> Listing | None:
        """The table of that source, None if it was not asked for."""
        return next((table for table in self.tables if table.source == source), None)

    def to_json(self) -> str:
        return _to_json(self)

    @classmethod
    def from_json(cls, text: str) -> Self:
        values = _of_today(json.loads(text))
        _read(values, date.fromisoformat, "birth_date", "stay_expires", "entered_on")
        _read(values, date.fromisoformat, "registered_on", "card_lost_on", "valid_until")
        _read(values, datetime.fromisoformat, "issued_at")
        values["details"] = tuple((key, answer) for key, answer in values.get("details", ()))
        values["tables"] = tuple(_listing(table) for table in values.get("tables", ()))
        return cls(**values)


@dataclass(frozen=True, slots=True)
class Waived:
    """The ground on which nothing was taken, in words, and what proved it; `earlier` is the number
    of the document that was wrong, "" where none was."""

    code: str
    ko: str
    en: str
    proof: str
    consent: bool
    earlier: str = ""


@dataclass(frozen=True, slots=True)
class ReceiptItem:
    """One line of a receipt: what was issued, under which number; money in whole won.

    On a joint receipt `receipt_number` is that of the payment for this document, and `waiver` why
    nothing was taken for it alone. `unit`: what `copies` counts, as the form names it: "copies" of
    a document or "cases" of a matter.
    """

    name_ko: str
    name_en: str
    issue_number: str
    unit_fee: int
    copies: int
    receipt_number: str = ""
    waiver: Waived | None = None
    unit: str = "copies"

    @property
    def amount(self) -> int:
        return self.unit_fee * self.copies

    @property
    def paid(self) -> int:
        return 0 if self.waiver else self.amount


@dataclass(frozen=True, slots=True)
class ReceiptContent:
    """Everything printed on one receipt; `ticket` is "" and `window` None where there is none.

    `tender` is that of the whole, unless `shares` say how it was split; a receipt that gives back
    is negative throughout and names in `refunds` the receipt it undoes, "" on those of old.
    `received`: cash, if the clerk said how much was laid on the counter.
    `office_en` is "" on receipts of old, which are drawn again without it, and their roll is not
    `archival`: tagged and described as a certificate is. `issued_at` is aware, Asia/Seoul.
    """

    receipt_number: str
    items: tuple[ReceiptItem, ...]
    tender: str
    ticket: str
    window: int | None
    clerk_name: str
    office_name: str
    phone: str
    issued_at: datetime
    shares: tuple[Share, ...] = ()
    received: int | None = None
    waiver: Waived | None = None
    office_en: str = ""
    refunds: str = ""
    archival: bool = False

    @property
    def total(self) -> int:
        """What the items cost."""
        return sum(item.amount for item in self.items)

    @property
    def paid(self) -> int:
        return 0 if self.waiver else sum(item.paid for item in self.items)

    @property
    def parts(self) -> tuple[Share, ...]:
        """What each tender bore; receipts of old say only which one bore all."""
        whole = (Share(Tender(self.tender), self.paid),) if self.paid else ()
        return self.shares or whole

    @property
    def change(self) -> int | None:
        """Cash handed back, if it is known what was received."""
        if self.received is None:
            return None
        return self.received - sum(s.won for s in self.parts if s.tender == Tender.CASH)

    def to_json(self) -> str:
        return _to_json(self)

    @classmethod
    def from_json(cls, text: str) -> Self:
        values = json.loads(text)
        _read(values, datetime.fromisoformat, "issued_at")
        values["items"] = tuple(map(_item, values["items"]))
        shares = values.get("shares", ())
        values["shares"] = tuple(Share(**{**s, "tender": Tender(s["tender"])}) for s in shares)
        if values.get("waiver"):
            values["waiver"] = Waived(**values["waiver"])
        return cls(**values)


def written(day: date) -> str:
    """ "2026. 11. 21." as official documents write it."""
    return f"{day.year}. {day.month}. {day.day}."


def day_of(text: str) -> date | None:
    """The day that was written so; None for anything else."""
    found = re.fullmatch(r"(\d{4})\. (\d{1,2})\. (\d{1,2})\.", text)
    return date(*map(int, found.groups())) if found else None


def _to_json(content: CertificateContent | ReceiptContent) -> str:
    return json.dumps(asdict(content), ensure_ascii=False, default=_plain)


def _plain(value: object) -> str:
    if isinstance(value, date):  # a datetime too
        return value.isoformat()
    raise TypeError(f"no JSON form for {type(value).__name__}")


def _read(values: dict[str, Any], parse: Any, *names: str) -> None:
    for name in names:
        if values.get(name) is not None:
            values[name] = parse(values[name])


def _item(values: dict[str, Any]) -> ReceiptItem:
    if values.get("waiver"):
        values["waiver"] = Waived(**values["waiver"])
    return ReceiptItem(**values)


def _listing(table: dict[str, Any]) -> Listing:
    rows = tuple(tuple((ko, en) for ko, en in row) for row in table["rows"])
    return Listing(table["source"], rows)


def _of_today(values: dict[str, Any]) -> dict[str, Any]:
    """Contents of the first days named a template and had one table, the address history."""
    if "template" in values:
        values["version"] = int(values.pop("template").rpartition("-")[2])
        history = values.pop("history")
        if history:
            values["tables"] = [{"source": "residences", "rows": [_moved(e) for e in history]}]
    return values


def _moved(entry: dict[str, Any]) -> list[Cell]:
    out = entry["moved_out"]
    until = (written(date.fromisoformat(out)), "") if out else ("현재", "present")
    return [(written(date.fromisoformat(entry["moved_in"])), ""), until, (entry["address"], "")]
