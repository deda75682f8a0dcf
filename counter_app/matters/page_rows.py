"""What stands on a form, a slip or a receipt: rows in Korean and the visitor's language. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from counter_app.certificates.facts import Spans, day, english
from counter_app.certificates.flow import Section
from counter_app.certificates.furniture import BREADTH
from counter_app.certificates.layout import GREY, Block, Span, fit
from counter_app.certificates.table import Cell, Row, value
from counter_app.matters.offices import Destination
from counter_app.matters.procedures import procedure_of
from counter_app.matters.register_facts import of_register
from counter_app.matters.views import Check, MatterView
from counter_app.office import Office
from counter_app.residents import codes
from counter_app.residents.referrals import referrals
from counter_app.residents.views import Resident
from counter_app.words import say
from db.matters import MatterState

FORM, SLIP, RECEIPT = "form", "slip", "receipt"
_LABEL = 150.0
_PAD = 16.0
_ANYWHERE = ("passport", "card")
"""What immigration asks of everybody."""
_BOX, _DONE = "□", "■"
_CHOSEN_STATUS = ("status", "status_of_stay")
_CARRIED = {
    SLIP: frozenset(
        {"name", "name_roman", "number", *_CHOSEN_STATUS, "address", "centre", "moved_in"}
    ),
    RECEIPT: frozenset({"name", "name_roman", "number"}),
}
"""All that is told on a paper that is carried about."""
_PAPERS = {FORM: "hand_in", SLIP: "bring", RECEIPT: "missing"}
"""What its list of papers is called: a form stays here."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """`kind`: FORM, SLIP or RECEIPT; `resident`: None of somebody who is not in the register;
    `goes_to`: None where the matter is done here; `card_days`: until a card comes, 0 where none
    does; `scale`: of all lettering."""

    kind: str
    view: MatterView
    resident: Resident | None
    goes_to: Destination | None
    office: Office
    clerk: str
    issued_at: datetime
    card_days: int = 0
    scale: float = 1.0

    @property
    def overstay(self) -> bool:
        """Whether it tells somebody whose stay is over where to turn, and of nothing else."""
        return self.kind == SLIP and self.view.stay_over is not None

    @property
    def language(self) -> str:
        return self.view.language

    def said(self, key: str, **fields: object) -> tuple[str, str]:
        """A word of matter_words.json twice: a form speaks Korean first, what is taken home the
        visitor's language. In Korean alone to who speaks it."""
        words = [say(f"matter_words.{key}", one, **fields) for one in ("ko", self.language)]
        if self.language == "ko":
            return words[0], ""
        first, beside = words if self.kind == FORM else words[::-1]
        return first, beside

    def sizes(self, *points: float) -> tuple[float, ...]:
        return tuple(round(one * self.scale, 2) for one in points)


def sections(sheet: Sheet) -> Iterator[Section]:
    if sheet.view.line.turned_down:
        yield Section(list(_turned_down(sheet)))
    if sheet.overstay and sheet.view.stay_over:
        yield Section(
            [_twice(sheet, "stay_ended", "stay_ended_text", day=day(sheet.view.stay_over))]
        )
    if sheet.kind == SLIP and sheet.goes_to:
        yield Section(list(_whither(sheet, sheet.goes_to)))
    if sheet.overstay:
        yield Section(list(_elsewhere(sheet)), caption(sheet, "turn_to"))
    if sheet.kind == RECEIPT:
        yield Section(list(_taken_in(sheet)))
    yield Section(list(_facts(sheet)))
    if documents := _documents(sheet):
        yield Section(documents, caption(sheet, _PAPERS[sheet.kind]))


def caption(sheet: Sheet, key: str) -> Block:
    first, beside = sheet.said(key)
    return fit([_heading(first), *_beside(beside)], BREADTH, sheet.sizes(12, 11))


def _heading(text: str) -> Span:
    """Chinese has no bold font; a heading whose signs Korean has too is not to stand out."""
    return Span(text, bold=not re.search("[\u3400-\u9fff]", text))


def _beside(text: str) -> Spans:
    return (english(f"  {text}"),) if text else ()


def _row(sheet: Sheet, key: str, said: Sequence[Span], **fields: object) -> Row:
    first, beside = sheet.said(key, **fields)
    room = _LABEL - _PAD
    named = [fit([_heading(first)], room, sheet.sizes(10.5, 10, 9.5))]
    if beside:
        named.append(fit([Span(beside, colour=GREY)], room, sheet.sizes(8.5, 8, 7.5)))
    told = value(said, BREADTH - _LABEL, sheet.sizes(12, 11.5, 11, 10.5))
    return Row((Cell(tuple(named), _LABEL, tinted=True), told), least=27 * sheet.scale)


def _plain(sheet: Sheet, key: str, said: str, *, bold: bool = False) -> Row:
    return _row(sheet, key, [Span(said, bold=bold)])


def _twice(sheet: Sheet, key: str, of: str, **fields: object) -> Row:
    """A sentence in the visitor's language, and in Korean below it."""
    first, beside = sheet.said(of, **fields)
    return _row(sheet, key, [Span(first), *_beside(beside)])


def _named(sheet: Sheet, ko: str, en: str) -> Spans:
    return (Span(ko), *_beside("" if sheet.language == "ko" else en))


def _turned_down(sheet: Sheet) -> Iterator[Row]:
    """Why it was not accepted, and what can be done about it."""
    yield _twice(sheet, "turned_down", sheet.view.line.turned_down)
    yield _twice(sheet, "objection", "objection_days")


def _whither(sheet: Sheet, there: Destination) -> Iterator[Row]:
    name = _named(sheet, there.ko, there.en)
    yield _row(sheet, "where", [Span(name[0].text, bold=True), *name[1:]])
    if there.ask:
        said, beside = sheet.said(there.ask, phone=there.phone, site=there.site)
        area = Span(f"{there.address}   " if there.address else "")
        yield _row(sheet, "office_address", [area, Span(said), *_beside(beside)])
    elif there.address:
        yield _plain(sheet, "office_address", there.address)
    if there.phone:
        number = Span(f"{there.phone}  ", bold=True)
        site = Span(f"   {there.site}" if there.site else "")
        yield _row(sheet, "phone", [number, *_named(sheet, there.phone_ko, there.phone_en), site])
    days, beside = sheet.said("weekdays")
    yield _row(sheet, "hours", [Span(f"{days} {there.opens}–{there.closes}"), *_beside(beside)])


def _elsewhere(sheet: Sheet) -> Iterator[Row]:
    """Who helps as well, by what with."""
    for purpose, found in groupby(referrals(), key=lambda one: one.purpose):
        spans: list[Span] = []
        for one in found:
            spans += [Span(f"{'   ' if spans else ''}{one.phone}  ", bold=True)]
            spans += _named(sheet, one.ko, one.en)
        yield _row(sheet, purpose, spans)


def _taken_in(sheet: Sheet) -> Iterator[Row]:
    """What becomes of the matter, and what its visitor has to do until when."""
    line = sheet.view.line
    yield _plain(sheet, "matter_number", line.number, bold=True)
    yield _plain(sheet, "taken_in", day(line.opened_at))
    card = sheet.card_days > 0
    ready = line.state is MatterState.READY
    yield _twice(sheet, "next", f"next_{'ready' if ready else 'card' if card else 'report'}")
    if card and line.state is MatterState.OPEN:
        yield _twice(sheet, "card_when", "card_days", days=sheet.card_days)
    elif card and line.due:
        yield _plain(sheet, "collect_by" if ready else "card_when", day(line.due))


def _facts(sheet: Sheet) -> Iterator[Row]:
    """In the order of the official forms: who, which number, what stay, where, then the rest."""
    line, facts = sheet.view.line, sheet.view.facts
    today, whole = sheet.issued_at.date(), sheet.kind == FORM
    record = of_register(sheet.resident, facts, today, whole=whole) if sheet.resident else {}
    told = {**record, **facts}
    asked = [q.key for q in procedure_of(line.procedure, sheet.view.version).questions]
    first = ("name", "name_roman", "name_hangul", "sex", "birth_date", "number", "nationality")
    for key in dict.fromkeys((*first, "status_of_stay", "home", "old_address", *asked, *told)):
        if key == "status_of_stay" and sheet.kind == SLIP and "status" in facts:
            continue  # what is applied for is enough
        if sheet.overstay and key in asked:
            continue  # what was asked for comes to nothing here
        if told.get(key) and key in _CARRIED.get(sheet.kind, told):
            yield _fact(sheet, key, told[key], record.get(key, "") if key in asked else "")
    acts = line.state is MatterState.OPEN
    if (
        line.due
        and not line.turned_down
        and not sheet.overstay
        and (sheet.kind != RECEIPT or (acts and _lacking(sheet.view)))
    ):
        yield _plain(sheet, "due", day(line.due), bold=True)
    if sheet.view.fee_won or sheet.view.fee_elsewhere:
        yield _fee(sheet)


def _fact(sheet: Sheet, key: str, told: str, was: str) -> Row:
    """`was`: of a correction, what the record has; "" of all else."""
    newcomer = procedure_of(sheet.view.line.procedure, sheet.view.version).newcomer
    korean = sheet.resident is not None and not sheet.resident.status_of_stay
    name = "home" if newcomer else "address" if korean else "new_stay"
    spans = _told(sheet, key, told)
    if was and was != told:
        spans = (*_told(sheet, key, was), Span("   →   "), *spans)
    return _row(sheet, name if key == "address" else key, spans)


def _told(sheet: Sheet, key: str, told: str) -> Spans:
    if key in ("centre", "old_centre"):
        centre = codes.centres().get(told)
        if centre is None:
            return _named(sheet, *sheet.said("centre_unknown"))
        return _named(sheet, centre.ko, centre.en)
    if key in _CHOSEN_STATUS:
        found = codes.status(told)
        return _named(sheet, f"{found.code} {found.ko}", found.en)
    if key == "nationality":
        nation = codes.nationality(told)
        return _named(sheet, nation.ko, nation.en)
    if key == "sex":
        first, beside = sheet.said(f"sex_{told}")
        return (Span(first), *_beside(beside))
    return (Span(_dated(told)),)


def _fee(sheet: Sheet) -> Row:
    won = f"{sheet.view.fee_won or sheet.view.fee_elsewhere:,}"
    spans = [*_named(sheet, f"{won}원", f"KRW {won}")]
    if sheet.view.paid and sheet.view.paid.won:
        first, beside = sheet.said("paid")
        spans += [Span(f"   {first}"), *_beside(beside)]
    return _row(sheet, "fee_stamps", spans)


def _dated(told: str) -> str:
    try:
        return day(date.fromisoformat(told))
    except ValueError:
        return told


def _lacking(view: MatterView) -> tuple[Check, ...]:
    return tuple(one for one in view.documents if one.required and not one.ticked)


def _documents(sheet: Sheet) -> list[Row]:
    """On a receipt those that are still to be brought."""
    receipt = sheet.kind == RECEIPT
    if sheet.overstay:
        return [_document(sheet, Check(key, False, False)) for key in _ANYWHERE]
    if receipt and sheet.view.line.state is not MatterState.OPEN:
        return []
    return [
        _document(sheet, one) for one in (_lacking(sheet.view) if receipt else sheet.view.documents)
    ]


def _document(sheet: Sheet, check: Check) -> Row:
    first, beside = sheet.said(check.key)
    seen = sheet.kind == FORM and check.ticked
    spans = [Span(f"{_DONE if seen else _BOX}  {first}"), *_beside(beside)]
    if not check.required and sheet.kind == FORM:
        spans.append(english(f"   ({sheet.said('if_any')[sheet.language != 'ko']})"))
    if check.key == "fee_stamps":
        spans.append(english(f"   ({sheet.said('ask_amount')[0]})"))
    return Row((value(spans, BREADTH, sheet.sizes(12, 11.5, 11, 10.5)),), least=20 * sheet.scale)
