"""What both forms of a receipt say, the roll's and the page's: names on the left, values beside."""

from counter_app.certificates.content import ReceiptContent, ReceiptItem, Waived
from counter_app.certificates.facts import Spans, Template, bilingual, day
from counter_app.certificates.layout import Span
from counter_app.clock import SEOUL

Said = tuple[Spans, Spans]


def facts(content: ReceiptContent, form: Template) -> list[Said]:
    """Number, time, place and clerk; a line for each that there is."""
    at = content.issued_at.astimezone(SEOUL)
    named = (
        (form["receipt_number"], content.receipt_number),
        (form["issued_at"], f"{day(at)} {at:%H:%M}"),
        (form["ticket"], content.ticket),
        (form["window"], f"{content.window or ''}"),
        (form["clerk"], content.clerk_name),
        (form["phone"], content.phone),
    )
    return [(bilingual(**name, grey=True), (Span(text),)) for name, text in named if text]


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


def won(amount: int) -> str:
    return f"{amount:,}원"


def _reference(text: str) -> str:
    return f"  {text}" if text else ""
