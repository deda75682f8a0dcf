"""Whether a paper is genuine: a file, a picture or the text of its code, without a network."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from sqlalchemy import Engine
from sqlmodel import select

from counter_app.certificates.archive import Archive
from counter_app.clock import Clock
from counter_app.errors import Refusal
from counter_app.office import Office
from counter_app.proof import confirmation, held
from counter_app.proof.cose import key_id
from counter_app.proof.fields import is_copy
from counter_app.proof.kept import beside_kept
from counter_app.proof.paper import Pages, Paper, paper_of, stated, text_around, unproven
from counter_app.proof.qr_text import is_ours
from counter_app.proof.reading import codes_by_page, is_pdf, text_of
from counter_app.proof.reports import Report, Sealed, report_of, unseen
from counter_app.proof.seals import Seal, is_named, seal_of
from counter_app.proof.sheet import laid_on
from counter_app.proof.trust import Trust
from counter_app.proof.typed import digits_of
from counter_app.proof.verdict import Verdict
from counter_app.proof.verdicts import Answer, Page, verify
from db.certificates import Certificate
from db.engine import reading
from db.proof import CertificateProof

_ACCEPTED = (Verdict.GENUINE, Verdict.STALE_LIST)
_UNDRAWABLE = {
    "certificates.enclosure_bomb": "proof.endless",
    "certificates.enclosure_long": "proof.too_large",
}
_UNREAD = ("proof.damaged", "proof.locked")
"""Files that are what was asked for and cannot be read: an answer, too."""


class Verification:
    def __init__(self, engine: Engine, clock: Clock, office: Office, archive: Archive) -> None:
        self._engine = engine
        self._clock = clock
        self._office = office
        self._archive = archive

    def of_text(self, text: str) -> Report:
        """The text of a QR code, or a confirmation number. Raises Refusal proof.mistyped."""
        if digits := digits_of(text):
            return self._numbered(digits)
        return report_of(verify(text, self._trust(), self._clock.now()))

    def of_file(self, data: bytes, codes: Pages | None = None) -> Report:
        """A PDF or an image of the paper. A PDF's own text and pictures are compared with what was
        signed, its seal with every byte, and the whole with what was issued here. What one shows
        that is neither sealed nor as issued here nobody vouches for. `codes`: what was read of each
        page, where somebody did already.

        Raises Refusal proof.not_readable, proof.too_large.
        """
        seal = seal_of(data)
        if seal is None:
            return self._unsealed(data, codes)
        if not seal.whole:
            return self._broken(data, codes)
        report = replace(self._read(data, codes), sealed=Sealed.WHOLE)
        if why := self._unvouched(seal, report.answer):
            accepted = report.answer.verdict in _ACCEPTED
            return unseen(replace(report, answer=why) if accepted else report)
        if report.answer.reason == "differs":
            report = self._read(data, codes, compare=False)  # in another order than it was drawn in
        return replace(report, sealed=Sealed.WHOLE, bare=())

    def require_drawable(self, pdf: bytes) -> None:
        """A stranger's PDF may ask to be drawn for ever: that is tried where it can be ended.

        Raises Refusal proof.endless, proof.too_large (pages).
        """
        from counter_app.certificates.apart import draw_apart  # noqa: PLC0415

        seal = seal_of(pdf)
        if seal and seal.whole and key_id(seal.public) in self._trust().endorsed:
            return
        try:
            draw_apart(pdf, lambda _done, _total: None)
        except Refusal as why:  # what else is wrong its reader says
            if code := _UNDRAWABLE.get(why.code):
                raise Refusal(code) from None

    def _unsealed(self, data: bytes, codes: Pages | None) -> Report:
        """Worth what a print is, unless it is what was issued here."""
        try:
            report = self._read(data, codes)
        except Refusal as why:
            if why.code not in _UNREAD:
                raise
            return Report(Answer(Verdict.NO_CODE, why.code.removeprefix("proof.")), None)
        number = report.issue_number
        if number and self._archive.as_issued(number, data):
            return replace(report, bare=())
        judged = report.answer.verdict in _ACCEPTED or report.answer.reason == "saved_anew"
        if judged and is_pdf(data) and (strange := _laid_on(data, report)):
            answer = replace(report.answer, verdict=Verdict.ALTERED, reason="laid_on")
            report = replace(report, answer=answer, strange=strange)
        return unseen(report)

    def _broken(self, data: bytes, codes: Pages | None) -> Report:
        """What is wrong, if the page tells; else that something is."""
        try:
            report = unseen(replace(self._read(data, codes), sealed=Sealed.BROKEN))
        except Refusal:
            report = Report(Answer(Verdict.NO_CODE, "no_code"), None, sealed=Sealed.BROKEN)
        others = report.answer.verdict in (Verdict.NO_CODE, Verdict.NOT_OURS)
        if report.answer.verdict == Verdict.ALTERED or (others and not is_named(data)):
            return report
        answer = replace(report.answer, verdict=Verdict.ALTERED, reason="seal_broken")
        return replace(report, answer=answer)

    def _unvouched(self, seal: Seal, answer: Answer) -> Answer | None:
        """Why who has sealed a file vouches for nothing: nobody can be named, or it is another
        office than that of the code. With which of its keys an office did is the same."""
        trust, key = self._trust(), key_id(seal.public)
        if key in trust.revoked:
            return Answer(Verdict.REVOKED_KEY, "seal_revoked")
        known = trust.endorsed.get(key)
        if known and answer.endorsement and answer.endorsement.office != known.office:
            return Answer(Verdict.UNKNOWN_KEY, "other_office")
        return None if known else Answer(Verdict.UNKNOWN_KEY, "seal_unknown")

    def _read(self, data: bytes, read: Pages | None, *, compare: bool = True) -> Report:
        """What codes and pages say, the seal apart."""
        pages, pdf = codes_by_page(data) if read is None else read, is_pdf(data)
        codes = tuple(code for page in pages for code in page)
        if pdf and not any(map(is_ours, codes)):
            return self._in_archive(data, bool(codes))
        paper = paper_of(data, pages) if pdf else None
        report = self._outer(codes, partial(stated, paper) if paper and compare else None)
        bare = tuple(n for n, page in enumerate(pages, 1) if not any(map(is_ours, page)))
        report = replace(report, bare=bare)
        if paper and report.issue_number:
            as_issued = self._archive.as_issued(report.issue_number, data)
            if as_issued and report.answer.reason == "differs":
                return self._outer(codes, None)  # read in another order than it was drawn in
            if as_issued is False and report.answer.verdict == Verdict.GENUINE:
                return self._beside_kept(report, paper)
        return report

    def _beside_kept(self, report: Report, paper: Paper) -> Report:
        """A file that tells of a document of this PC and is not it."""
        said, kept = report.answer.signed, self._archive.numbered(report.issue_number or "")
        text = text_around(paper, said) if said else ""
        if said is None or kept is None or not text:
            return report
        given = tuple(map(text_of, self._archive.given_out(kept.id)))
        answer = beside_kept(report.answer, said, text, given)
        return replace(report_of(answer, report.inside), bare=report.bare)

    def _outer(self, codes: Sequence[str], page: Page | None) -> Report:
        """Of several codes of ours that of the certified copy, which shows the others, and of
        copies of copies the last; without one the first that is not genuine."""
        trust, now = self._trust(), self._clock.now()
        ours = tuple(dict.fromkeys(code for code in codes if is_ours(code)))
        copies = sorted(filter(None, map(copied_at, ours)))
        if not copies:
            answers = [verify(code, trust, now, page) for code in ours or (*codes, None)[:1]]
            bad = (answer for answer in answers if answer.verdict != Verdict.GENUINE)
            first = next(bad, answers[0])
            return report_of(first, tuple(answer for answer in answers if answer is not first))
        outer = copies[-1][1]
        inside = tuple(verify(code, trust, now) for code in ours if code != outer)
        return report_of(verify(outer, trust, now, page), inside)

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
        if found.verdict == Verdict.NO_CODE and _is_copy(pdf):
            return Report(Answer(Verdict.NO_CODE, "is_copy"), None)
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
    said = unproven(code)
    return (said.issued_at, code) if said and is_copy(said) else None


def _laid_on(pdf: bytes, report: Report) -> tuple[str, ...]:
    said = report.answer.signed
    return laid_on(pdf, report.bare, copy=said is not None and is_copy(said))


def _is_copy(pdf: bytes) -> bool:
    """Whether it says at its head that it is a copy of what is kept, which has no code."""
    from counter_app.certificates.reissue import NO_CERTIFICATE  # noqa: PLC0415 - loads reportlab

    return NO_CERTIFICATE in text_of(pdf)
