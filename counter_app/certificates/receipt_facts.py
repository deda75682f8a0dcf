"""What both forms of a receipt say, the roll's and the page's: names on the left, values beside."""

from dataclasses import dataclass
from datetime import datetime

from counter_app.certificates.content import ReceiptContent, ReceiptItem, Waived
from counter_app.certificates.facts import Spans, Template, bilingual, day
from counter_app.certificates.layout import Span
from counter_app.clock import SEOUL

Said = tuple[Spans, Spans]


@dataclass(frozen=True, slots=True)
class Undone:
    """A counter-entry by its receipt number; `won` were given back."""

    receipt_number: str
    won: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Copied:
    """A receipt that is given out once more, `at` that time; what was undone of it by then."""

    at: datetime
    undone: tuple[Undone, ...] = ()

    @property
    def given_back(self) -> int:
        return sum(one.won for one in self.undone)


def title(content: ReceiptContent, form: Template) -> dict[str, str]:
    found: dict[str, str] = form["refund" if content.refunds else "title"]
    return found


def mark(copied: Copied, form: Template) -> Spans:
    """What tells a copy from the receipt."""
    return (*bilingual(**form["again"], bold=True), Span(f"  {_time(copied.at)}"))


def undone(copied: Copied, form: Template) -> list[Said]:
    """What tells money that stands from what was given back: how much, by which counter-entry."""
    return [
        (
            bilingual(**form["refunded" if one.won else "cancelled"], bold=True),
            (Span(won(one.won), bold=True), Span(f"  {_time(one.at)}  {one.receipt_number}")),
        )
        for one in copied.undone
    ]


def facts(content: ReceiptContent, form: Template) -> list[Said]:
    """Number, time, place and clerk; a line for each that there is."""
    named = (
        (form["receipt_number"], content.receipt_number),
        (form["issued_at"], _time(content.issued_at)),
        (form["ticket"], content.ticket),
        (form["window"], f"{content.window or ''}"),
        (form["clerk"], content.clerk_name),
        (form["phone"], content.phone),
    )
    return [(bilingual(**name, grey=True), (Span(text),)) for name, text in named if text]


def refunds(content: ReceiptContent, form: Template) -> list[Said]:
    """Which receipt the money of this one was taken by."""
    if not content.refunds:
        return []
    return [(bilingual(**form["refunds"], grey=True), (Span(content.refunds),))]


def waiver(waived: Waived, fee: int, form: Template) -> list[Said]:
    """Why nothing is paid, above a total of nothing."""
    return [(bilingual(**form["fee"], grey=True), (Span(won(fee)),)), *_ground(waived, form)]


def own(item: ReceiptItem, form: Template) -> list[Said]:
    """On a joint receipt: the document's own receipt number, and why it alone is not paid for."""
    number = bilingual(**form["receipt_number"], grey=True), (Span(item.receipt_number),)
    return [
        *([number] if item.receipt_number else []),
        *(_ground(item.waiver, form) if item.waiver else []),
    ]


def _ground(waived: Waived, form: Template) -> list[Said]:
    said: list[Said] = [
        (bilingual(**form["waiver"], grey=True), bilingual(waived.ko, waived.en)),
    ]
    if waived.consent:
        said.append((bilingual(**form["proof"], grey=True), bilingual(**form["consent"])))
    if waived.proof:
        said.append((bilingual(**form["proof"], grey=True), (Span(waived.proof),)))
    if waived.earlier:
        said.append((bilingual(**form["earlier"], grey=True), (Span(waived.earlier),)))
    return said


def total(content: ReceiptContent, form: Template) -> Said:
    return bilingual(**form["total"], bold=True), (Span(won(content.paid), bold=True),)


def tenders(content: ReceiptContent, form: Template) -> list[Said]:
    """One line says how all was paid; several, how much by which, and what was handed back."""
    words = form["tenders"]
    if content.shares:
        said: list[Said] = [
            (
                (*bilingual(**words[share.tender]), Span(_reference(share.reference))),
                (Span(won(share.won)),),
            )
            for share in content.shares
        ]
    elif content.paid:
        said = [(bilingual(**form["tender"], grey=True), bilingual(**words[content.tender]))]
    else:
        return []
    if content.received is not None and content.change is not None:
        said += [
            (bilingual(**form["received"], grey=True), (Span(won(content.received)),)),
            (bilingual(**form["change"], bold=True), (Span(won(content.change), bold=True),)),
        ]
    return said


def _time(at: datetime) -> str:
    local = at.astimezone(SEOUL)
    return f"{day(local)} {local:%H:%M}"


def won(amount: int) -> str:
    return f"{amount:,}원"


def _reference(text: str) -> str:
    return f"  {text}" if text else ""
