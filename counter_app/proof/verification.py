"""Whether a paper is genuine: a file, a picture or the text of its code, without a network."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import partial

from sqlalchemy import Engine
from sqlmodel import select

from counter_app.certificates.archive import Archive
from counter_app.certificates.kinds import versions_of
from counter_app.clock import Clock
from counter_app.config import Office
from counter_app.errors import Refusal
from counter_app.proof import confirmation, held
from counter_app.proof.cose import Malformed, key_id, read
from counter_app.proof.fields import PAGES, forms_of, on_page, read_page
from counter_app.proof.listed import Items, of_items
from counter_app.proof.payload import Signed, signed
from counter_app.proof.qr_text import from_text, is_ours
from counter_app.proof.reading import codes_in, is_pdf, pictures_in, text_of
from counter_app.proof.seals import Seal, is_named, seal_of
from counter_app.proof.tables import read_tables
from counter_app.proof.tokens import Endorsement
from counter_app.proof.trust import Trust
from counter_app.proof.verdict import Verdict
from counter_app.proof.verdicts import Answer, Page, Stated, verify
from db.certificates import Certificate
from db.engine import reading
from db.proof import CertificateProof


class Sealed(StrEnum):
    """What became of the seal of a file; a picture and a text have none."""

    NOT = "none"
    WHOLE = "whole"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Compared:
    """One thing that was signed, by its number in fields.json, beside what the page says; None
    where no page was read. A cut text ends in "…"."""

    number: int
    signed: str
    printed: str | None
    same: bool


@dataclass(frozen=True, slots=True)
class ComparedList:
    """A table, or the pages of a copy, by its number in fields.json. `texts`: its rows, where the
    code holds them. `found`: how many are on the pages, None where no page was read; `places`,
    from 1, are not as signed."""

    number: int
    signed: int
    texts: tuple[str, ...]
    found: int | None
    same: bool
    places: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """`issue_number`: what the code or the bar code says, None without one. `lists` is None for a
    code that says nothing of lists; `inside`: what was found of the codes on pages that a certified
    copy shows."""

    answer: Answer
    issue_number: str | None
    compared: tuple[Compared, ...] = ()
    lists: tuple[ComparedList, ...] | None = ()
    inside: tuple[Answer, ...] = ()
    sealed: Sealed = Sealed.NOT


class Verification:
    def __init__(self, engine: Engine, clock: Clock, office: Office, archive: Archive) -> None:
        self._engine = engine
        self._clock = clock
        self._office = office
        self._archive = archive

    def of_text(self, text: str) -> Report:
        """The text of a QR code, or a confirmation number. Raises Refusal proof.mistyped."""
        digits = "".join(text.split())
        if digits.isdigit() and digits.isascii():
            return self._numbered(digits)
        return _report(verify(text, self._trust(), self._clock.now()))

    def of_file(self, data: bytes) -> Report:
        """A PDF or an image of the paper. A PDF's own text and pictures are compared with what was
        signed, its seal with every byte, and the whole with what was issued here.

        Raises Refusal proof.not_readable, proof.too_large.
        """
        seal = seal_of(data)
        if seal is None:
            return self._read(data)
        if not seal.whole:
            return self._broken(data)
        report = replace(self._read(data), sealed=Sealed.WHOLE)
        known = self._sealer(seal)
        if isinstance(known, Answer):
            doubted = report.answer.verdict in (Verdict.GENUINE, Verdict.STALE_LIST)
            return replace(report, answer=known) if doubted else report
        if report.answer.reason == "differs" and report.answer.endorsement == known:
            report = self._read(data, compare=False)  # in another order than it was drawn in
        return replace(report, sealed=Sealed.WHOLE)

    def _broken(self, data: bytes) -> Report:
        """What is wrong, if the page tells; else that something is."""
        try:
            report = replace(self._read(data), sealed=Sealed.BROKEN)
        except Refusal:
            report = Report(Answer(Verdict.NO_CODE, "no_code"), None, sealed=Sealed.BROKEN)
        others = report.answer.verdict in (Verdict.NO_CODE, Verdict.NOT_OURS)
        if report.answer.verdict == Verdict.ALTERED or (others and not is_named(data)):
            return report
        answer = replace(report.answer, verdict=Verdict.ALTERED, reason="seal_broken")
        return replace(report, answer=answer)

    def _sealer(self, seal: Seal) -> Answer | Endorsement:
        """Who has sealed a file, or why nobody can be named."""
        trust, key = self._trust(), key_id(seal.public)
        if key in trust.revoked:
            return Answer(Verdict.REVOKED_KEY, "seal_revoked")
        return trust.endorsed.get(key) or Answer(Verdict.UNKNOWN_KEY, "seal_unknown")

    def _read(self, data: bytes, *, compare: bool = True) -> Report:
        """What codes and pages say, the seal apart."""
        codes, pdf = codes_in(data), is_pdf(data)
        if pdf and not any(map(is_ours, codes)):
            return self._in_archive(data, bool(codes))
        stated = partial(_stated, data, text_of(data)) if pdf and compare else None
        report = self._outer(codes, stated)
        if pdf and report.issue_number:
            as_issued = self._archive.as_issued(report.issue_number, data)
            if as_issued and report.answer.reason == "differs":
                return self._outer(codes, None)  # read in another order than it was drawn in
            if as_issued is False and report.answer.verdict == Verdict.GENUINE:
                answer = replace(report.answer, verdict=Verdict.ALTERED, reason="not_as_issued")
                return replace(report, answer=answer)
        return report

    def _outer(self, codes: Sequence[str], page: Page | None) -> Report:
        """Of several codes of ours that of the certified copy, which shows the others, and of
        copies of copies the last; without one the first that is not genuine."""
        trust, now = self._trust(), self._clock.now()
        ours = tuple(dict.fromkeys(code for code in codes if is_ours(code)))
        copies = sorted(filter(None, map(copied_at, ours)))
        if not copies:
            answers = [verify(code, trust, now, page) for code in ours or (*codes, None)[:1]]
            bad = (answer for answer in answers if answer.verdict != Verdict.GENUINE)
            return _report(next(bad, answers[0]))
        outer = copies[-1][1]
        inside = tuple(verify(code, trust, now) for code in ours if code != outer)
        return replace(_report(verify(outer, trust, now, page)), inside=inside)

    def _in_archive(self, pdf: bytes, other_code: bool) -> Report:
        """A PDF without a code of ours, as they were before there was one."""
        found = self._archive.verify(pdf)
        reasons = {
            Verdict.GENUINE: "in_archive",
            Verdict.ALTERED: "not_as_issued",
            Verdict.VOIDED: "voided",
            Verdict.NOT_OURS: "not_in_archive",
            Verdict.NO_CODE: "no_code",
        }
        if found.verdict == Verdict.NOT_OURS and self._archive.is_receipt(found.issue_number or ""):
            return Report(Answer(Verdict.NO_CODE, "is_receipt"), found.issue_number)
        if found.verdict == Verdict.NO_CODE and other_code:
            return Report(Answer(Verdict.NOT_OURS, "not_ours"), None)
        return Report(Answer(found.verdict, reasons[found.verdict]), found.issue_number)

    def _numbered(self, digits: str) -> Report:
        if not confirmation.is_number(digits):
            raise Refusal("proof.mistyped")
        with reading(self._engine) as session:
            row = session.exec(
                select(Certificate.issue_number, CertificateProof.voided_at)
                .join(CertificateProof)
                .where(CertificateProof.confirmation == digits)
            ).first()
        if row is None:
            return Report(Answer(Verdict.NOT_OURS, "not_in_archive"), None)
        number, voided_at = row
        verdict = Verdict.VOIDED if voided_at else Verdict.GENUINE
        return Report(Answer(verdict, "voided" if voided_at else "confirmed"), number)

    def _trust(self) -> Trust:
        with reading(self._engine) as session:
            return held.trusted(session, held.named(self._office), self._clock.now())


def copied_at(code: str) -> tuple[datetime, str] | None:
    """When the certified copy was made whose code it is, and the code; nothing is proven yet. None
    for the code of anything else."""
    try:
        said = signed(read(from_text(code)).claims)
    except Malformed:
        return None
    copies = any(made.number == PAGES for made in said.lists or ())
    copies = copies or any(known.encloses for known in versions_of(said.kind))
    return (said.issued_at, code) if copies else None


def _stated(pdf: bytes, text: str, said: Signed) -> Stated:
    """Nothing for a scan, whose pages have no text."""
    forms = forms_of(said.kind)
    if not text.strip():
        return Stated()
    lists: dict[int, Items] = {}
    if forms:
        lists.update(dict.fromkeys((made.number for made in said.lists or ()), ()))
        lists.update(read_tables(text, forms))
    if any(made.number == PAGES for made in said.lists or ()):
        lists[PAGES] = pictures_in(pdf)
    return Stated(read_page(text, said, forms), lists)


def _report(answer: Answer) -> Report:
    said = answer.signed
    if said is None:
        return Report(answer, None)
    compared = tuple(
        Compared(n, str(text), answer.printed.get(n), n not in answer.differing)
        for n, text in on_page(said).items()
    )
    return Report(answer, said.issue_number, compared, _lists(answer, said))


def _lists(answer: Answer, said: Signed) -> tuple[ComparedList, ...] | None:
    """Those that were signed, then what the pages list besides."""
    if said.lists is None:
        return None
    unlike = {found.number: found for found in answer.unlike}
    signed_ = {made.number: made for made in said.lists}
    made = []
    for number in (*signed_, *(number for number in unlike if number not in signed_)):
        listed, wrong = signed_.get(number, of_items(number, ())), unlike.get(number)
        found = wrong.found if wrong else listed.count if number in answer.compared else None
        places = wrong.places if wrong else ()
        made.append(ComparedList(number, listed.count, listed.texts, found, wrong is None, places))
    return tuple(made)
